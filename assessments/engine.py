"""Which rules judged: a fingerprint of their source, kept with every decision."""

from __future__ import annotations

from functools import cache
from hashlib import sha256
from pathlib import Path

from assessments import rules
from municipalities import figures


@cache
def engine_version() -> str:
    """Return the SHA-256 over the source of the rules and of the figures they judge."""
    folder = Path(next(iter(rules.__path__)))
    digest = sha256()
    for path in [*sorted(folder.rglob("*.py")), Path(str(figures.__file__))]:
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()
