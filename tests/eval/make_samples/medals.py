"""The workbook of the samples: two sheets of Olympic medals."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Font

HEAD = ("Rank", "Team", "Gold", "Silver", "Bronze", "Total")
PARIS = (
    ("United States", 40, 44, 42),
    ("China", 40, 27, 24),
    ("Japan", 20, 12, 13),
    ("Australia", 18, 19, 16),
    ("France", 16, 26, 22),
    ("Netherlands", 15, 7, 12),
    ("Great Britain", 14, 22, 29),
    ("South Korea", 13, 9, 10),
    ("Italy", 12, 13, 15),
    ("Germany", 12, 13, 8),
)
TOKYO = (
    ("United States", 39, 41, 33),
    ("China", 38, 32, 18),
    ("Japan", 27, 14, 17),
    ("Great Britain", 22, 21, 22),
    ("ROC (Russian Olympic Committee)", 20, 28, 23),
    ("Australia", 17, 7, 22),
    ("Netherlands", 10, 12, 14),
    ("France", 10, 12, 11),
    ("Germany", 10, 11, 16),
    ("Italy", 10, 10, 20),
)


def write_medals(target: Path) -> None:
    """The ten leading teams of Paris 2024 and Tokyo 2020 when the Games closed."""
    workbook = Workbook()
    sheet = workbook.active
    assert sheet is not None
    sheet.title = "Paris 2024"
    _fill(sheet, PARIS)
    _fill(workbook.create_sheet("Tokyo 2020"), TOKYO)
    properties = workbook.properties
    properties.title, properties.creator = "Olympic medals: Paris 2024 and Tokyo 2020", "Tove Akinola"
    properties.created = properties.modified = datetime(2024, 8, 12, 9)
    workbook.save(target)


def _fill(sheet: object, teams: tuple[tuple[str, int, int, int], ...]) -> None:
    sheet.append(HEAD)  # type: ignore[attr-defined]
    for rank, (team, gold, silver, bronze) in enumerate(teams, 1):
        sheet.append((rank, team, gold, silver, bronze, gold + silver + bronze))  # type: ignore[attr-defined]
    for cell in sheet[1]:  # type: ignore[index]
        cell.font = Font(bold=True)
    sheet.column_dimensions["B"].width = 32  # type: ignore[attr-defined]
