"""What files depend on: one reader per format, which says what stands where and how exactly it is pinned.

Readers judge nothing: which pin is exact enough, and whether it is vulnerable, is asked by the hooks above.
"""
