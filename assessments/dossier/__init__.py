"""One municipality over the years: its figures, rungs, letters, legal acts and talks, and the forms that add to them.

Not here: its assessment over one period (judging).
"""
