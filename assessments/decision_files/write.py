"""The file of a decision as it leaves the house: one document, or a ZIP with everything beside it."""

from __future__ import annotations

import json
import re
from dataclasses import asdict
from datetime import date, datetime
from hashlib import sha256
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from assessments.decision_files.decision_file import DecisionFile
from assessments.letters.export import CHECKSUMS, zipped
from assessments.spreadsheets import as_csv

KINDS = ("html", "zip")


def files_written(file: DecisionFile, kind: str) -> bytes:
    """Return the file as one document or as a ZIP; the same state gives the same bytes."""
    return document_of_file(file) if kind == "html" else zipped(files_of(file))


def document_of_file(file: DecisionFile) -> bytes:
    context = {"file": file, "letter": within(file.letter.html)}
    return render_to_string("decision_files/document.html", context).encode()


def within(letter: str) -> SafeString:
    """Return what a letter says, with its headings below those of the file: the letter itself stands beside it."""
    body = letter.partition("<main>")[2].partition("</main>")[0]
    lower = re.sub(r"<(/?)h([123])\b", lambda found: f"<{found[1]}h{int(found[2]) + 2}", body)
    return mark_safe(lower)


def files_of(file: DecisionFile) -> dict[str, bytes]:
    """Return everything by name, with the checksums beside it."""
    files = {
        "stukken.html": document_of_file(file),
        "brief.html": file.letter.html.encode(),
        "cijfers.json": json_text(
            {
                "cijfers": file.version.figures_snapshot,
                "uitkomst": file.version.placement_snapshot,
                "vooruitblik": [asdict(row) for row in file.next_figures],
            }
        ),
        "herkomst.csv": as_csv(list(entries_in(file))),
        "verzegeld.json": json_text([asdict(seal) for seal in file.proof.seals]),
        "logboek.json": json_text([asdict(line) for line in file.proof.lines]),
    }
    if file.pdf:
        files["brief.pdf"] = bytes(file.pdf.content)
    lines = (f"{sha256(content).hexdigest()}  {name}\n" for name, content in sorted(files.items()))
    return {**files, CHECKSUMS: "".join(lines).encode()}


def entries_in(file: DecisionFile) -> Any:
    """Yield a row for every entry behind a figure, as a spreadsheet shows it."""
    yield ["Cijfer", "Dag", "Soort", "Aantal", "Aanlevering", "Cel", "Reden"]
    for page in file.provenance:
        for entry in page.provenance.entries:
            yield [
                page.label,
                entry.day.isoformat(),
                entry.kind,
                entry.amount,
                entry.delivery,
                entry.cell,
                entry.reason,
            ]


def json_text(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True, default=plain_text).encode()


def plain_text(value: Any) -> str:
    if isinstance(value, datetime | date):
        return value.isoformat()
    raise TypeError(value)
