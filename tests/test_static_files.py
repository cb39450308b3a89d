"""Static files of another version: the application says so at its start, and not as an error on a page."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command

from ibt.settings import HASHED_STATIC_FILES
from ibt.static_files import require_static_files


@pytest.fixture
def source(settings: Any, tmp_path: Path) -> Path:
    """A folder with one file, beside those of Django, and an empty folder to collect into."""
    folder = tmp_path / "source"
    folder.mkdir()
    folder.joinpath("one.css").write_text("p { color: red }")
    settings.STATIC_ROOT = tmp_path / "collected"
    settings.STATICFILES_DIRS = [folder]
    settings.STORAGES = {**settings.STORAGES, "staticfiles": {"BACKEND": HASHED_STATIC_FILES}}
    return folder


def collect() -> None:
    call_command("collectstatic", interactive=False, verbosity=0)


def start_again(settings: Any) -> None:
    """Let the storage forget the manifest, which it reads once; a changed setting does."""
    settings.STATIC_ROOT = Path(settings.STATIC_ROOT)


def test_static_files_that_were_collected_are_accepted(source, settings):
    collect()
    start_again(settings)

    require_static_files()


def test_static_files_are_not_needed_while_developing(settings, tmp_path):
    settings.STATIC_ROOT = tmp_path

    require_static_files()


@pytest.mark.parametrize(
    ("name", "text"), [("two.css", "a { color: red }"), ("one.css", "p { color: blue }")]
)
def test_static_files_of_another_version_stop_the_start(source, settings, name, text):
    collect()
    start_again(settings)
    source.joinpath(name).write_text(text)

    with pytest.raises(ImproperlyConfigured, match="collectstatic"):
        require_static_files()


def test_static_files_that_were_never_collected_stop_the_start(source):
    with pytest.raises(ImproperlyConfigured, match="collectstatic"):
        require_static_files()


def test_static_files_without_their_manifest_stop_the_start(source, settings):
    collect()
    settings.STATIC_ROOT.joinpath("staticfiles.json").unlink()
    start_again(settings)

    with pytest.raises(ImproperlyConfigured, match="collectstatic"):
        require_static_files()
