"""Which rules judged, and which templates wrote: fingerprints of their source, kept with every decision."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from hashlib import sha256
from pathlib import Path

from django.conf import settings

from assessments import rules
from municipalities import dutch, figures


@cache
def engine_version() -> str:
    """Return the SHA-256 over the source of the rules and of the figures they judge."""
    folder = Path(next(iter(rules.__path__)))
    return fingerprint([*sorted(folder.rglob("*.py")), Path(str(figures.__file__))])


@cache
def template_version(kind: str) -> str:
    """Return the SHA-256 over what writes the letters, or the reports: templates, blocks and wording."""
    here = Path(__file__).parent.parent
    own = sorted((here / f"{kind}s").glob("*.py"))
    templates = sorted((Path(settings.BASE_DIR) / "templates" / f"{kind}s").glob("*.html"))
    return fingerprint([*own, here / "typed_text.py", Path(str(dutch.__file__)), *templates])


def fingerprint(paths: Iterable[Path]) -> str:
    digest = sha256()
    for path in paths:
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()
