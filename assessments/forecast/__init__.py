"""What may still come: where a running period is going, whom to call, what other numbers would lead to, and the charts.

Not here: anything that is kept or decided.
"""
