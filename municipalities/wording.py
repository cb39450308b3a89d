"""How the facts are written in Dutch, in the admin and on the pages about deliveries."""

from __future__ import annotations

import errno
from collections.abc import Mapping

from municipalities.dutch import clock_text, day_text, plural, signed
from municipalities.models import CorrectionKind, CouplingKind, Delivery, HousingKind, QuotaKind

ENTRY_KINDS: dict[str, str] = dict(
    [*QuotaKind.choices, *HousingKind.choices, *CouplingKind.choices, *CorrectionKind.choices]
)


LONGEST_NAME = 200


def fit_name(name: str) -> str:
    """Return the name of a file as it can be shown, kept and sent back: printable, and not endless."""
    kept = "".join(letter for letter in name if letter.isprintable()).strip()
    return kept[-LONGEST_NAME:] or "bestand"


def trouble(error: OSError) -> str:
    """Return why a file cannot be read or written; what is not known here, as the system says it."""
    return TROUBLES.get(error.errno or 0, str(error.strerror))


TROUBLES = {
    errno.ENOENT: "het bestaat niet",
    errno.EISDIR: "het is een map",
    errno.ENOTDIR: "een deel van het pad is geen map",
    errno.EACCES: "er is geen toegang",
    errno.EPERM: "er is geen toegang",
    errno.ENOSPC: "de schijf is vol",
    errno.EROFS: "er kan daar alleen worden gelezen",
}


def about(delivery: Delivery) -> str:
    """Say which period, or which days, a delivery is about."""
    if delivery.period is not None:
        return str(delivery.period)
    if delivery.first_day == delivery.last_day:
        return day_text(delivery.first_day)
    return f"{day_text(delivery.first_day)} tot en met {day_text(delivery.last_day)}"


def reach(delivery: Delivery) -> str:
    return str(delivery.municipality or "hele provincie")


def status(delivery: Delivery) -> str:
    if delivery.takes_back is not None:
        return f"tegenboeking van {delivery.takes_back.number}"
    if hasattr(delivery, "taken_back_by"):
        return f"teruggenomen met {delivery.taken_back_by.number}"
    return "controle, niets vastgelegd" if delivery.is_control else "vastgelegd"


def who(delivery: Delivery) -> str:
    """Name who recorded a delivery, by the name of then; it must come from `with_who`."""
    return delivery.name_then or str(delivery.recorded_by or "opdracht op de server")


def entry_kind(delivery: Delivery) -> str:
    """Name the one kind of entries that a delivery speaks of."""
    return ENTRY_KINDS.get(delivery.entry_kind, "alle soorten")


def facts(delivery: Delivery) -> list[tuple[str, str]]:
    """Return what a delivery says about itself, as labels and texts; what is not said is left out."""
    rows = [
        ("Soort", delivery.get_kind_display()),
        ("Vorm", delivery.get_form_display()),
        ("Soort boeking", entry_kind(delivery)),
        ("Waarover", about(delivery)),
        ("Gemeente", reach(delivery)),
        ("Datum van de bron", day_text(delivery.dated_on)),
        ("Bron", delivery.source),
        ("Reden", delivery.reason),
        ("Vastgelegd op", clock_text(delivery.recorded_at)),
        ("Vastgelegd door", who(delivery)),
        ("Ingevoerd op", clock_text(delivery.entered_at)),
    ]
    return [(label, text) for label, text in rows if text]


def control_text(differences: Mapping[str, int]) -> str:
    """Say that a total booked nothing, and how far it is from what is known per day: as a sum, and of whom."""
    total = sum(differences.values())
    text = (
        f"Dit overzicht is een controle: er is niets vastgelegd. Verschil met het grootboek: {signed(total)}."
    )
    if not differences:
        return text
    where = ", ".join(f"{name} {signed(difference)}" for name, difference in differences.items())
    return f"{text} Het wijkt af bij {plural(len(differences), 'gemeente', 'gemeenten')}: {where}."


def nothing_said(delivery: Delivery) -> str:
    """Say why a delivery has no lines."""
    if delivery.takes_back_id is not None:
        return "Een tegenboeking heeft geen eigen regels: zij neemt een eerdere aanlevering terug."
    return "Geen regels: over deze dagen is niemand opgegeven."


def nothing_booked(delivery: Delivery) -> str:
    """Say why no entries came with a delivery."""
    if delivery.is_control:
        return "Er zijn geen boekingen: dit overzicht is een controle."
    if not delivery.lines and delivery.takes_back_id is None:
        return "Er zijn geen boekingen: er is niemand opgegeven."
    if delivery.lines and not any(line[3] for line in delivery.lines):
        return "Er zijn geen boekingen: het opgegeven aantal was 0."
    return "Er zijn geen boekingen: deze cijfers waren al bekend."
