"""What can be delivered: which columns a file has, which kinds of rows, and what it is about."""

from __future__ import annotations

from dataclasses import dataclass, field

from municipalities.intake.columns import (
    CODE,
    COUPLED_ON,
    COUPLED_TO,
    EVENT_KIND,
    HOUSED_IN,
    HOUSED_ON,
    NAME,
    PROVINCE,
    REASON,
    FileColumn,
    number_column,
)
from municipalities.intake.values import NOT_NEGATIVE, plain_number
from municipalities.models import CouplingKind, DeliveryForm, DeliveryKind, HousingKind


@dataclass(frozen=True, kw_only=True)
class IntakeKind:
    """One kind of file; `key` names it in addresses and commands."""

    key: str
    label: str
    explanation: str
    kind: DeliveryKind
    form: DeliveryForm
    asks: str
    """What the file is about: "period", "days" (first and last) or "day"."""
    columns: tuple[FileColumn, ...]
    signed: bool = False
    instead: str = NOT_NEGATIVE
    """What to write for a number below zero."""
    words: dict[str, str] = field(default_factory=dict)
    """The kinds of events a row can be of, by the words that files use."""
    unit: str = "regels"
    """What one line is. A line of events may be of more people, and so is none of them."""

    @property
    def number(self) -> FileColumn:
        return self.column("number")

    def column(self, name: str) -> FileColumn:
        return next(column for column in self.columns if column.name == name)

    @property
    def examples(self) -> str:
        """One word for each kind that a row can be of."""
        first = {value: word for word, value in reversed(self.words.items())}
        return " of ".join(f'"{first[value]}"' for value in dict.fromkeys(self.words.values()))

    @property
    def own_columns(self) -> tuple[FileColumn, ...]:
        """The columns of our own template."""
        return tuple(column for column in self.columns if column is not PROVINCE)

    @property
    def is_events(self) -> bool:
        return self.form == DeliveryForm.EVENTS and self.asks == "days"


HOUSING_WORDS = {
    HousingKind.REGULAR: (
        "regulier",
        "reguliere huisvesting",
        "gehuisvest",
        "huisvesting",
        "vergunninghouder",
        "vergunninghouders",
    ),
    HousingKind.NIDOS: ("nidos", "amv", "amv nidos", "nidos amv"),
    HousingKind.HOTEL_SCHEME: (
        "hotel- en accommodatieregeling",
        "hotel en accommodatieregeling (har)",
        "har",
        "hotelregeling",
    ),
}
COUPLING_WORDS = {
    CouplingKind.COUPLED: ("gekoppeld", "koppeling"),
    CouplingKind.WITHDRAWN: (
        "ingetrokken",
        "ingetrokken koppeling",
        "koppeling ingetrokken",
        "ontkoppeld",
        "intrekking",
    ),
}


def by_word(
    words: dict[HousingKind, tuple[str, ...]] | dict[CouplingKind, tuple[str, ...]],
) -> dict[str, str]:
    return {plain_number(word): str(kind.value) for kind, all_words in words.items() for word in all_words}


KINDS = (
    IntakeKind(
        key="quotas",
        label="Taakstellingen",
        explanation="De taakstelling per gemeente uit de circulaire van het Rijk, of een wijziging daarvan.",
        kind=DeliveryKind.QUOTAS,
        form=DeliveryForm.STATEMENT,
        asks="period",
        columns=(
            CODE,
            NAME,
            PROVINCE,
            number_column(
                "Taakstelling",
                "Netto taakstelling",
                "Taakstelling netto",
                "Halfjaartaakstelling",
                "Nieuwe taakstelling",
                "Te huisvesten",
                "Te huisvesten vergunninghouders",
                "Aantal te huisvesten vergunninghouders",
            ),
        ),
        unit="taakstellingen",
    ),
    IntakeKind(
        key="housings",
        label="Huisvestingen per dag",
        explanation="Wie op welke dag is gehuisvest. Een dag zonder regel betekent: niemand.",
        kind=DeliveryKind.HOUSINGS,
        form=DeliveryForm.EVENTS,
        asks="days",
        columns=(
            CODE,
            HOUSED_IN,
            PROVINCE,
            HOUSED_ON,
            number_column("Gehuisvest", "Aantal gehuisvest", "Huisvestingen", "Realisatie", "Gerealiseerd"),
            EVENT_KIND,
        ),
        words=by_word(HOUSING_WORDS),
    ),
    IntakeKind(
        key="housings-total",
        label="Huisvestingen tot en met een dag",
        explanation="Hoeveel er vanaf het begin van de periode zijn gehuisvest, opgeteld.",
        kind=DeliveryKind.HOUSINGS,
        form=DeliveryForm.STATEMENT,
        asks="day",
        columns=(
            CODE,
            HOUSED_IN,
            PROVINCE,
            number_column(
                "Gehuisvest t/m",
                "Gehuisvest tot en met",
                "Gehuisvest",
                "Aantal gehuisvest",
                "Totaal gehuisvest",
                "Cumulatief gehuisvest",
                "Gehuisvest cumulatief",
                "Aantal gehuisvest cumulatief",
                "Gerealiseerd",
                "Realisatie",
                "Huisvestingen",
            ),
        ),
        unit="aantallen",
    ),
    IntakeKind(
        key="couplings",
        label="Koppelingen per dag",
        explanation="Wie op welke dag is gekoppeld, of van wie de koppeling is ingetrokken.",
        kind=DeliveryKind.COUPLINGS,
        form=DeliveryForm.EVENTS,
        asks="days",
        columns=(
            CODE,
            COUPLED_TO,
            PROVINCE,
            COUPLED_ON,
            number_column("Gekoppeld", "Aantal gekoppeld", "Koppelingen", "Aantal koppelingen"),
            EVENT_KIND,
        ),
        instead='Schrijf het aantal zonder min, met als soort "ingetrokken".',
        words=by_word(COUPLING_WORDS),
    ),
    IntakeKind(
        key="couplings-open",
        label="Wacht op woning op een dag",
        explanation="Hoeveel er aan het einde van een dag gekoppeld zijn en wachten op een woning.",
        kind=DeliveryKind.STOCK,
        form=DeliveryForm.STATEMENT,
        asks="day",
        columns=(
            CODE,
            COUPLED_TO,
            PROVINCE,
            number_column(
                "Wacht op woning",
                "Openstaand",
                "Openstaande koppelingen",
                "Open koppelingen",
                "Aantal openstaand",
                "Gekoppeld niet gehuisvest",
                "Gekoppeld nog niet gehuisvest",
                "Gekoppeld en nog niet gehuisvest",
            ),
        ),
        unit="standen",
    ),
    IntakeKind(
        key="openings",
        label="Beginstanden",
        explanation="De achterstand of voorsprong waarmee gemeenten hun eerste periode beginnen.",
        kind=DeliveryKind.OPENINGS,
        form=DeliveryForm.STATEMENT,
        asks="period",
        columns=(
            CODE,
            NAME,
            PROVINCE,
            number_column("Beginstand", "Achterstand", "Achterstand (+) of voorsprong (-)", "Stand"),
        ),
        signed=True,
        unit="beginstanden",
    ),
    IntakeKind(
        key="corrections",
        label="Correcties",
        explanation="Verschillen met een beginstand die al bekend is; elke regel komt erbij.",
        kind=DeliveryKind.CORRECTIONS,
        form=DeliveryForm.EVENTS,
        asks="period",
        columns=(CODE, NAME, PROVINCE, number_column("Correctie", "Verschil", "Mutatie"), REASON),
        signed=True,
        unit="correcties",
    ),
)
BY_KEY = {kind.key: kind for kind in KINDS}
