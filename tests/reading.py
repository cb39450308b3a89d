"""What a visitor reads on a page, apart from how it is laid out."""

from __future__ import annotations

import re
from typing import Any


def source_of(response: Any) -> str:
    """Return a page on one line, without what only keeps a code together."""
    text = re.sub(r'<span class="nowrap">(.*?)</span>', r"\1", response.content.decode())
    return " ".join(text.split())
