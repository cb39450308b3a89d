"""Facts: who is supervised, what was reported, what was said. It knows nothing of assessments."""
