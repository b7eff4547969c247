"""Histories of which is known in which commit each defect began: whoever wrote them put it there.

`first` was there while the code was written, `second` was written afterwards and not looked at again. What a commit
mends is said where it is made, so that the truth is no result of any program.
"""
