"""Tables to which rows are only added, seals over what is frozen, and the log. It imports nothing of ours."""
