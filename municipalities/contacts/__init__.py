"""What was said with municipalities: talks, agreements, plans, and what stands beside the judgement."""
