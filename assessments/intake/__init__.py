"""Pages on which a file becomes a delivery: uploading, the preview of what it changes, recording.

Not here: reading a file (municipalities.intake), and booking it (municipalities.ledger).
"""
