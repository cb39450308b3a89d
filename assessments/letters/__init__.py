"""What a letter to a municipality says: its content, blocks, parts and files, and a province's own words in it.

Not here: when a letter is frozen (decisions), and why a rung was proposed (rules).
"""
