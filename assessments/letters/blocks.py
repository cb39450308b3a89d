"""The Dutch of all letters, by the key of each block.

A key is the name of a block; a variant of a block stands behind a dot. A line break starts a numbered item.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from assessments.letters import blocks_of_acts, blocks_of_half_year
from assessments.letters.block import Block

PARTS: Mapping[str, tuple[Block, ...]] = MappingProxyType(
    {**blocks_of_half_year.PARTS, **blocks_of_acts.PARTS}
)
"""In the order of the letter."""
BLOCKS: Mapping[str, Block] = MappingProxyType({row.key: row for part in PARTS.values() for row in part})
TEXTS: Mapping[str, str] = MappingProxyType({key: block.standard for key, block in BLOCKS.items()})
