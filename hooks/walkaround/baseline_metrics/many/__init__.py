"""Many repositories on one sheet: a row each, totals out of counts, and what stands out; as a page and as tables."""
