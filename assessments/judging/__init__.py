"""Figures and memory go through a policy and become a concept; its page, its versions, and where two judgements differ.

Not here: steps with legal effect (decisions), what a letter says (letters), sums over a province (overview).
"""
