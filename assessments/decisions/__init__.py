"""Steps with legal effect: who can take one, what stands in the way, legal acts, and what a correction touches.

Not here: the table of steps (workflow), and the text of a letter (letters).
"""
