"""The two accounts: what deliveries say and cover, what is booked, and what follows from it.

`queries.figures_for` is the one door to every figure.

Not here: files (intake), and judgement (assessments).
"""
