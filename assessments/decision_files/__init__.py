"""One file per decision, for a court or an objection: everything an adopted version stands on, and the proof of it.

Here belongs what is collected for one adopted version, and how it leaves the house. Figures and words come from what
was frozen; nothing is judged or written here.
"""
