"""Whether the static files that were collected are those of this version."""

from __future__ import annotations

from collections.abc import Iterator

from django.contrib.staticfiles.finders import get_finders
from django.contrib.staticfiles.storage import ManifestFilesMixin, staticfiles_storage
from django.core.exceptions import ImproperlyConfigured
from django.core.files.storage import Storage


def require_static_files() -> None:
    """Refuse to start with files of another version: a page that names a new one would be an error."""
    # While developing, files come straight from their folders.
    if isinstance(staticfiles_storage, ManifestFilesMixin) and any(stale_files(staticfiles_storage)):
        raise ImproperlyConfigured(
            "De statische bestanden ontbreken of horen bij een andere versie. "
            "Draai: python manage.py collectstatic --no-input"
        )


def stale_files(collected: Storage) -> Iterator[str]:
    """Give the files that were not collected, or that changed since."""
    known = getattr(collected, "hashed_files", {})
    for finder in get_finders():
        for path, storage in finder.list([]):
            if (
                path not in known
                or not collected.exists(path)
                or content(storage, path) != content(collected, path)
            ):
                yield path


def content(storage: Storage, path: str) -> bytes:
    with storage.open(path) as file:
        return bytes(file.read())
