"""The progress report to the provincial council: sentences, tables, prose, adoption, files; the reconciliation.

Not here: letters to municipalities (letters).
"""
