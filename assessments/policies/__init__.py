"""Pages about the policies: what they say, line by line, and which periods they judge.

Not here: the rules themselves (rules).
"""
