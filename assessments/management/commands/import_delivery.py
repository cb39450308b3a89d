from __future__ import annotations

import json
import sys
from argparse import ArgumentTypeError
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils import timezone

from assessments.intake.kept_preview import Preview
from assessments.intake.preview import preview_file, refused_preview
from assessments.management.arguments import (
    OWN_ARGUMENTS,
    day_argument,
    period_argument,
    province_argument,
)
from audit.refused import Refused
from audit.upgrade import OwnCommand
from municipalities.dutch import listing, number, plural
from municipalities.intake.doubts import TITLES
from municipalities.intake.findings import FileFinding
from municipalities.intake.kinds import BY_KEY, IntakeKind
from municipalities.intake.layout import Wanted
from municipalities.intake.limits import MOST_BYTES, Unreadable
from municipalities.intake.particulars import Particulars
from municipalities.intake.record import FindingsRefused, RecordedFile, Unconfirmed, record_file
from municipalities.intake.values import HIGHEST, BadValue, whole_number
from municipalities.ledger.contents import differences_with_ledger
from municipalities.models import Period, Province, QuotaKind
from municipalities.wording import control_text, fit_name, trouble

FAILED = 1
EVERY = 500
"""Of how many rows one step of the progress bar tells."""


class Command(OwnCommand):
    help = (
        "Legt een bestand met cijfers vast, zoals de pagina Nieuwe aanlevering dat doet. Eindigt met 0 als alles is "
        "vastgelegd of al bekend was, en met 1 als er niets is vastgelegd."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        own = parser.add_argument_group(OWN_ARGUMENTS)
        own.add_argument("kind", metavar="SOORT", type=kind_argument, help=", ".join(BY_KEY))
        own.add_argument("file", metavar="BESTAND", type=Path, help="een .xlsx of .csv")
        own.add_argument("--province", metavar="CODE", default="", help="bijvoorbeeld PV26")
        own.add_argument("--period", metavar="PERIODE", help="waarover het bestand gaat, bijvoorbeeld 2024-1")
        own.add_argument(
            "--as-of", metavar="DAG", type=day_argument, help="de dag van de stand, als jjjj-mm-dd"
        )
        own.add_argument("--from", dest="first_day", metavar="DAG", type=day_argument, help="de eerste dag")
        own.add_argument("--until", dest="last_day", metavar="DAG", type=day_argument, help="de laatste dag")
        own.add_argument("--dated-on", metavar="DAG", type=day_argument, help="de datum van de bron")
        own.add_argument(
            "--quota-kind",
            metavar="SOORT",
            type=quota_kind_argument,
            help=f"van quotas: {', '.join(QuotaKind.values)}; zonder dit argument de eerste",
        )
        own.add_argument("--source", metavar="TEKST", default="", help="waar het bestand vandaan komt")
        own.add_argument("--control-total", metavar="AANTAL", help="de som die het bestand moet hebben")
        own.add_argument("--sheet", metavar="BLAD", default="", help="het blad, als er meer zijn")
        own.add_argument(
            "--reason", metavar="TEKST", default="", help="bevestigt alles wat opvalt, met deze reden"
        )
        own.add_argument("--dry-run", action="store_true", help="niets vastleggen, wel alles controleren")
        own.add_argument("--json", action="store_true", help="de uitkomst als JSON")

    def handle(self, **options: Any) -> None:
        about = particulars_of(options)
        name, content = fit_name(options["file"].name), content_of(options["file"])
        progress = Progress(self.stderr, shown=sys.stderr.isatty() and not options["json"])
        try:
            if options["dry_run"]:
                preview = preview_file(content, name, about, now=timezone.now, progress=progress.tell)
                result = preview.to_json()
                if not options["reason"].strip():
                    result["findings"] = [*preview.findings, *unconfirmed_in(preview)]
            else:
                confirmed = dict.fromkeys(TITLES, options["reason"])
                recorded = record_file(
                    content,
                    name,
                    about,
                    by=None,
                    now=timezone.now,
                    confirmed=confirmed,
                    progress=progress.tell,
                )
                result = result_of(recorded)
        except FindingsRefused as refusal:
            result = refused_preview(refusal.reading).to_json()
        except Unconfirmed as refusal:
            result = {"findings": [unconfirmed(TITLES[doubt.check], str(doubt)) for doubt in refusal.doubts]}
        except Refused as refusal:
            result = {"findings": [FileFinding(message).to_json() for message in refusal.messages]}
        except Unreadable as refusal:
            result = {"findings": [FileFinding(str(refusal)).to_json()]}
        progress.end()
        self.report(result, name, as_json=options["json"], dry_run=options["dry_run"])

    def report(self, result: dict[str, Any], name: str, *, as_json: bool, dry_run: bool) -> None:
        """Print the outcome, and end with status 1 when there were findings."""
        findings = result["findings"]
        if as_json:
            self.stdout.write(
                json.dumps({"file": name, "dry_run": dry_run, **result}, ensure_ascii=False, indent=2)
            )
        else:
            self.write_table(findings)
            for note in result.get("notes", []):
                self.stdout.write(note)
            self.stdout.write(sentence_on(result, name, dry_run))
        if findings:
            raise SystemExit(FAILED)

    def write_table(self, findings: list[dict[str, Any]]) -> None:
        if findings:
            self.stdout.write(f"{'Rij':>6}  {'Kolom':<5}  {'Waarde':<20}  Wat er mis is en wat u kunt doen")
        for found in findings:
            row, text = found["row"] or "", f"{found['reason']} {found['remedy']}".strip()
            self.stdout.write(f"{row:>6}  {found['column']:<5}  {found['value'][:20]:<20}  {text}")


class Progress:
    """A bar on the terminal for long files; nothing where nobody looks."""

    def __init__(self, stream: Any, *, shown: bool) -> None:
        self.stream, self.shown, self.told = stream, shown, False

    def tell(self, row: int) -> None:
        if self.shown and row % EVERY == 0:
            self.told = True
            self.stream.write(f"\r{number(row)} rijen gelezen", ending="")

    def end(self) -> None:
        if self.told:
            self.stream.write("")


def province_of(code: str) -> Province:
    if not code:
        raise CommandError("Geef de provincie op, bijvoorbeeld --province PV26.")
    return province_argument(code)


def kind_argument(text: str) -> IntakeKind:
    if text not in BY_KEY:
        raise ArgumentTypeError(f'"{text}" is geen soort bestand. Kies een van: {", ".join(BY_KEY)}.')
    return BY_KEY[text]


def quota_kind_argument(text: str) -> str:
    if text not in QuotaKind.values:
        raise ArgumentTypeError(
            f'"{text}" is geen soort taakstelling. Kies een van: {", ".join(QuotaKind.values)}.'
        )
    return text


def particulars_of(options: dict[str, Any]) -> Particulars:
    """Return what the arguments say of the file; refuse, in Dutch, what is missing or contradicts itself."""
    kind: IntakeKind = options["kind"]
    refuse_what_is_not_asked(kind, options)
    period = period_argument(options["period"]) if options["period"] else None
    first, last = days_of(kind, options, period)
    dated_on = options["dated_on"] or options["as_of"] or last
    if dated_on is None:
        raise CommandError("De datum van de bron ontbreekt. Geef --dated-on of --as-of.")
    return Particulars(
        kind=kind,
        province=province_of(options["province"]),
        dated_on=dated_on,
        period=period if kind.asks == "period" else None,
        first_day=first,
        last_day=last,
        entry_kind=(options["quota_kind"] or QuotaKind.ANNOUNCED) if kind.key == "quotas" else "",
        source=options["source"],
        control_total=control_total_of(options["control_total"]),
        wanted=Wanted(sheet=options["sheet"]),
    )


NOT_ASKED = {"period": ("first_day", "last_day"), "day": ("first_day", "last_day"), "days": ("as_of",)}
"""Arguments that say nothing of a kind of file, by what that kind asks."""
NAMES = {"first_day": "--from", "last_day": "--until", "as_of": "--as-of", "quota_kind": "--quota-kind"}


def refuse_what_is_not_asked(kind: IntakeKind, options: dict[str, Any]) -> None:
    """Refuse an argument that would be passed over: who gave it meant something by it."""
    others = [*NOT_ASKED[kind.asks], *([] if kind.key == "quotas" else ["quota_kind"])]
    given = [NAMES[name] for name in others if options[name] is not None]
    if given:
        raise CommandError(f"{listing(given)} {'hoort' if len(given) == 1 else 'horen'} niet bij {kind.key}.")


def days_of(
    kind: IntakeKind, options: dict[str, Any], period: Period | None
) -> tuple[date | None, date | None]:
    """Return the first and last day that a file is about; of a kind about a period there are none."""
    if kind.asks == "period":
        if period is None:
            raise CommandError("Geef de periode op, bijvoorbeeld --period 2024-1.")
        return None, None
    last: date | None = options["as_of"] if kind.asks == "day" else options["last_day"]
    first: date | None = options["first_day"] if kind.asks == "days" else last
    if last is None or first is None:
        asked = "--as-of DAG" if kind.asks == "day" else "--from DAG en --until DAG"
        raise CommandError(f"Geef op over welke dagen het bestand gaat: {asked}.")
    if last < first:
        raise CommandError("De laatste dag ligt voor de eerste dag. Draai ze om.")
    if period is not None and not period.start <= first <= last <= period.last_day:
        raise CommandError(f"Deze dagen liggen niet in periode {period}.")
    if kind.key == "housings-total":
        around = period or Period.objects.filter(start__lte=last, end__gt=last).first()
        if around is None:
            raise CommandError("Deze dag valt in geen enkele periode. Voeg die periode eerst toe bij Beheer.")
        first = around.start
    return first, last


def control_total_of(text: str | None) -> int | None:
    try:
        return whole_number(text, signed=True, highest=HIGHEST * 100)
    except BadValue as bad:
        raise CommandError(f"--control-total: {bad}") from bad


def content_of(path: Path) -> bytes:
    try:
        if path.stat().st_size > MOST_BYTES:
            raise CommandError(f"{path.name} is groter dan {MOST_BYTES // 1024 // 1024} MB.")
        return path.read_bytes()
    except OSError as error:
        raise CommandError(f"{path} is niet te lezen: {trouble(error)}.") from error


def unconfirmed(title: str, text: str) -> dict[str, Any]:
    return FileFinding(f"{title}. {text}", "Klopt dit? Bevestig met --reason.").to_json()


def unconfirmed_in(preview: Preview) -> list[dict[str, Any]]:
    """Return what recording would refuse without a reason, so that a rehearsal ends as the real thing would."""
    return [unconfirmed(doubt["title"], text) for doubt in preview.doubts for text in doubt["texts"]]


def result_of(recorded: RecordedFile) -> dict[str, Any]:
    delivery = recorded.delivery
    return {
        "findings": [],
        "notes": recorded.reading.notes,
        "is_new": recorded.is_new,
        "delivery": delivery.number if recorded.is_new else None,
        "control": control_text(differences_with_ledger(delivery)) if delivery.is_control else "",
        "lines": len(recorded.reading.lines),
        "total": recorded.reading.total,
        "changed": sum(recorded.before[key] != after for key, after in recorded.after.items()),
        "doubts": [doubt.to_json() for doubt in recorded.doubts],
    }


def sentence_on(result: dict[str, Any], name: str, dry_run: bool) -> str:
    """Say in one line what came of it."""
    if result["findings"]:
        count = len(result["findings"]) + result.get("more_findings", 0)
        errors = f"{'is' if count == 1 else 'zijn'} {plural(count, 'fout', 'fouten')}"
        return f"Er {errors} in {name}. Er is niets vastgelegd."
    if not result["is_new"]:
        return f"Niets gewijzigd: alle cijfers in {name} waren al bekend."
    if result["control"]:
        return str(result["control"])
    lines = plural(result["lines"], "regel", "regels")
    changed = f"{lines} gelezen, bij {plural(result['changed'], 'gemeente', 'gemeenten')} een ander aantal."
    if dry_run:
        return f"{changed} Er is niets vastgelegd (--dry-run)."
    return f"{changed} Vastgelegd als aanlevering {result['delivery']}."
