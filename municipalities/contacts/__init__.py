"""What was said with municipalities, what stands beside the judgement, and what colleagues keep at hand."""
