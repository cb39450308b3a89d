"""What a file says, and what is wrong with it: each with its cell, its reason and what to do."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from openpyxl.utils import get_column_letter

from municipalities.ledger.statements import Stated

if TYPE_CHECKING:
    from municipalities.intake.layout import Layout

MOST_FINDINGS = 200


@dataclass(frozen=True)
class FileFinding:
    """What is wrong in one place of a file. Without a row it is about the file as a whole."""

    reason: str
    remedy: str = ""
    row: int | None = None
    column: str = ""
    value: str = ""
    about: str = ""
    """Which municipality the row is about, as it stands there."""

    def __str__(self) -> str:
        column = f", kolom {self.column}" if self.column else ""
        where = f"Rij {self.row}{column}: " if self.row is not None else ""
        return f"{where}{self.reason} {self.remedy}".strip()

    def to_json(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(kw_only=True)
class Reading:
    """What a file says: lines with the cell of each, findings, and what was seen and left out."""

    layout: Layout
    lines: list[Stated] = field(default_factory=list)
    cells: list[tuple[int, int]] = field(default_factory=list)
    """Row and column of the number of each line; columns count from 0."""
    findings: list[FileFinding] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    unknown: dict[str, str] = field(default_factory=dict)
    """Names that were not recognised, each with a suggestion: a person may choose."""
    chosen: dict[str, str] = field(default_factory=dict)
    """Names that were not recognised, for which a person chose: the CBS code, or the code of a province."""
    more_findings: int = 0

    @property
    def needs_layout(self) -> bool:
        return bool(self.layout.problems)

    @property
    def total(self) -> int:
        return sum(line.number for line in self.lines)

    def add(self, finding: FileFinding) -> None:
        if len(self.findings) < MOST_FINDINGS:
            self.findings.append(finding)
        else:
            self.more_findings += 1

    def place(self, index: int) -> tuple[int, str]:
        """Return the row and the column letter of a line."""
        row, column = self.cells[index]
        return row, get_column_letter(column + 1)
