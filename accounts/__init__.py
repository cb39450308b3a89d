"""Who may log in: users, roles, and who may do what as named questions.

Not here: what is done with it; every question is asked in a view or an action.
"""
