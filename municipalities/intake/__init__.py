"""A file becomes entries: within limits, read, its layout found, rows matched, checked, doubted, recorded.

Not here: what is booked for it (ledger), and its pages (assessments.intake).
"""
