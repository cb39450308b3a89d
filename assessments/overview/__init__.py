"""All municipalities of a province over a period: table, map, pictures and download.

Not here: one municipality (judging, dossier), and sentences about a province (reports).
"""
