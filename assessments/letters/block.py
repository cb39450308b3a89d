"""One text block of a letter (tekstblok)."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Block:
    """One text block, in the words that hold without those of a province."""

    key: str
    title: str
    """What it is for, as the administrator reads it."""
    standard: str
    """What it says without words of the province; empty for what only the province says."""
    needed: tuple[str, ...] = ()
    """The fields that a letter cannot do without: which one it replaces; the scope, terms and appeal of a legal act."""
    is_fixed: bool = False
    """Whether it guards a letter against being taken for another; such a block is never in a province's own words."""
    to_be_checked: bool = False
    """Whether a lawyer of the province must confirm it before a real letter leaves."""
    follows: str = ""
    """What stands before it, of a paragraph that only the province adds."""


def legal(key: str, title: str, text: str, needed: tuple[str, ...] = ()) -> Block:
    return Block(key, title, text, needed, to_be_checked=True)
