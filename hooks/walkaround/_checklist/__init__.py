"""The review checklist: its questions, which of them a change asks, how it is written and how it is read."""
