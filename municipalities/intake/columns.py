"""The columns of files: how our own templates call them, and by which other words they are known."""

from __future__ import annotations

from dataclasses import dataclass, replace

from municipalities.intake.values import plain_number


@dataclass(frozen=True)
class FileColumn:
    """One column: `header` is how our own templates call it, `synonyms` how others do."""

    name: str
    header: str
    synonyms: tuple[str, ...] = ()
    required: bool = True

    def is_called(self, heading: str) -> bool:
        """Return whether a heading, in plain words and without its period, names this column."""
        return heading in {plain_number(word) for word in (self.header, *self.synonyms)}


CODE = FileColumn(
    "code",
    "CBS-code",
    (
        "Gemeentecode",
        "Code gemeente",
        "CBS gemeentecode",
        "GM-code",
        "Gemeente code",
        "Gem. code",
        "Gemeentenummer",
        "Gemeente nr",
        "CBS nr",
        "Code",
    ),
    required=False,
)
NAME = FileColumn(
    "name",
    "Gemeente",
    (
        "Gemeentenaam",
        "Naam gemeente",
        "Gemeente naam",
        "Gem. naam",
        "Naam",
        "Naam van de gemeente",
        "Gemeenten",
        "Rijlabels",
    ),
    required=False,
)
HOUSED_IN = replace(
    NAME, synonyms=(*NAME.synonyms, "Gemeente van huisvesting", "Huisvestingsgemeente", "Gehuisvest in")
)
COUPLED_TO = replace(
    NAME, synonyms=(*NAME.synonyms, "Koppelgemeente", "Gekoppelde gemeente", "Gekoppeld aan")
)
"""Someone may be housed elsewhere than where they were coupled: a file can name both."""
PROVINCE = FileColumn(
    "province",
    "Provincie",
    ("Provincienaam", "Naam provincie", "Prov.", "Provinciecode", "Code provincie", "PV-code"),
    required=False,
)
HOUSED_ON = FileColumn(
    "day",
    "Datum",
    (
        "Dag",
        "Datum huisvesting",
        "Datum van huisvesting",
        "Huisvestingsdatum",
        "Gehuisvest op",
        "Datum gehuisvest",
        "Uitplaatsdatum",
        "Datum uitplaatsing",
    ),
)
COUPLED_ON = FileColumn(
    "day",
    "Datum",
    ("Dag", "Datum koppeling", "Datum van koppeling", "Koppeldatum", "Gekoppeld op", "Datum gekoppeld"),
)
EVENT_KIND = FileColumn("kind", "Soort", ("Type", "Categorie", "Regeling", "Status"), required=False)
REASON = FileColumn("reason", "Reden", ("Toelichting", "Opmerking", "Omschrijving", "Reden correctie"))
NUMBERS = ("Aantal", "Personen", "Aantal personen", "Aantal vergunninghouders")
ANY_NUMBER = {plain_number(heading) for heading in NUMBERS}
"""Headings that do not say of what the number is."""


def number_column(header: str, *synonyms: str) -> FileColumn:
    return FileColumn("number", header, (*synonyms, *NUMBERS))
