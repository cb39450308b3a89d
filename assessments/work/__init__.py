"""What waits for whom, and what was done by whom: the work list and the log.

Not here: the steps themselves (decisions).
"""
