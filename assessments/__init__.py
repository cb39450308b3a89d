"""Judgements: what a policy makes of the facts, what was decided, and how it is told. A folder is a room."""
