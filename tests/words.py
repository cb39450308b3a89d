"""One word for one concept: what no page says any more, and the places that may."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tests.reading import text_of

NO_LONGER = {
    "gemeten aan": r"basis|norm|waarop beoordeeld|beoordeeld op(?! \d| de dag)",
    "uitkomst van het beleidskader": r"rekenregels?|beoordelingscriteria",
    "los van de trede": r"naast de beoordeling|los van (de|deze) beoordeling|buiten de beoordeling|extra verzoek\w*",
    "wacht op woning": r"openstaande koppeling\w*|nog niet gehuisvest",
    "langer dan 12 weken": r"over de termijn",
    "stap van Gedeputeerde Staten": r"rechtshandeling\w*",
    "staat in": r"rust op|berust\w*",
}
"""What is said everywhere, and what of before means the same."""
EXCUSED = {
    r"-logboek": "the log keeps the words of the day on which it was written",
}
"""Pages, by the name they are kept under, on which another word may stand, each with its reason."""


def words_no_longer_said(page: str, html: str) -> Iterator[str]:
    """Yield where a page says a concept otherwise, with what it is called now."""
    if any(re.search(place, page) for place in EXCUSED):
        return
    text = text_of(html)
    for word, before in NO_LONGER.items():
        for found in re.finditer(rf"\b(?:{before})\b", text, re.IGNORECASE):
            yield f"{page}: {text[max(0, found.start() - 40) : found.end() + 40]!r}, say {word!r}"
