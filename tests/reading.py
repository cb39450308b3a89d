"""What a visitor reads on a page, apart from how it is laid out."""

from __future__ import annotations

import re
from html import unescape
from typing import Any


def source_of(response: Any) -> str:
    """Return a page on one line, without what only keeps a code together."""
    return on_one_line(response.content.decode())


def on_one_line(page: str) -> str:
    """Return the source of a page without line breaks, and without what only keeps a code together."""
    return " ".join(re.sub(r'<span class="nowrap">(.*?)</span>', r"\1", page).split())


def text_of(html: str) -> str:
    """Return what one reads of a page or a letter: words, with one space between them."""
    text = re.sub(r"</?(?:a|b|code|span)\b[^>]*>", "", html)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", text)).replace("\N{SOFT HYPHEN}", "").split())
