"""Figures and memory in, a rung and its reasons out: ladder, policies, findings, sentences.

No Django, no clock, no database. Not here: what is kept of it (models, judging).
"""
