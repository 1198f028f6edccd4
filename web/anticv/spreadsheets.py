"""Anti-CVs as rows, for spreadsheets and applicant tracking systems: CSV and XLSX with the same columns.

The name, the mail, the phone and the end of the consent have columns of their own, empty before lifting.
"""

import csv
import io
import re
import unicodedata
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, time

import xlsxwriter

from web import spans
from web.applications.sheet import Job, Sheet
from web.clock import day_of

CSV_TYPE = "text/csv; charset=utf-8"
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# Spreadsheets take a cell that begins so for a formula (OWASP, "CSV injection"); also after blanks and unseen letters.
_SIGNS = frozenset("=+-@＝＋－＠")
# Excel's longest cell.
_LONGEST = 32_767

COLUMNS: dict[str, tuple[int, Callable[[Sheet], str]]] = {
    # Heading: width in characters, value. Lists are parted by " | ", which no label holds.
    # As the PDFs of a ZIP are called; a reference alone may begin with a dash, which spreadsheets take for a formula.
    "Anti-CV": (24, lambda one: one.file_stem),
    "Métier de l'offre": (32, lambda one: one.occupation),
    "Reçue le": (12, lambda one: one.sent_on.isoformat()),
    "Prénom": (14, lambda one: one.contact.first_name if one.contact else ""),
    "Nom": (18, lambda one: one.contact.last_name if one.contact else ""),
    "Mail": (28, lambda one: one.contact.email if one.contact else ""),
    "Téléphone": (16, lambda one: _dialled(one.contact.phone) if one.contact else ""),
    "Fin du consentement": (18, lambda one: _until(one)),
    "Disponibilité": (30, lambda one: one.availability),
    "Compétences demandées": (50, lambda one: " | ".join(one.asked)),
    "Autres compétences": (50, lambda one: " | ".join(one.skills)),
    "Souhaits": (50, lambda one: " | ".join(f"{name} : {value}" for name, value in one.wishes)),
    "Permis": (10, lambda one: " | ".join(one.licences)),
    "Comportements": (30, lambda one: " | ".join(trait.label for trait in one.traits)),
    "Expériences": (50, lambda one: " | ".join(map(_job, one.jobs))),
    "Question": (40, lambda one: one.question),
    "Réponse": (80, lambda one: one.answer),
}


def csv_file(sheets: Iterable[Sheet]) -> bytes:
    """A CSV of the sheets: UTF-8 with a mark, semicolons, as a French Excel opens it by a double click."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";", quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for one in sheets:
        writer.writerow([harmless(value(one)) for _, value in COLUMNS.values()])
    return text.getvalue().encode("utf-8-sig")


def harmless(text: str) -> str:
    """`text` as no spreadsheet runs it: an apostrophe goes before what would be a formula."""
    seen = next((letter for letter in text if unicodedata.category(letter)[0] not in "CZ"), "")
    return f"'{text}" if seen in _SIGNS or text.startswith(("\t", "\r")) else text


def xlsx_file(sheets: Iterable[Sheet], made_at: datetime) -> bytes:
    """A workbook of the sheets, with a filter and a heading that stays in sight. Cells are text, never formulas."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True, "strings_to_formulas": False}) as book:
        # Without an author; the day, for a time would tell which files were asked for together.
        book.set_properties({"title": "Anti-CV", "created": datetime.combine(day_of(made_at), time(), UTC)})
        page = book.add_worksheet("Candidatures")
        head = book.add_format({"bold": True, "font_color": "#FFFFFF", "bg_color": "#5A2BA8", "valign": "vcenter"})
        body = book.add_format({"text_wrap": True, "valign": "top"})
        for column, (heading, (width, _)) in enumerate(COLUMNS.items()):
            page.set_column(column, column, width)
            page.write_string(0, column, heading, head)
        row = 0
        for row, one in enumerate(sheets, 1):
            for column, (_, value) in enumerate(COLUMNS.values()):
                page.write_string(row, column, value(one)[:_LONGEST], body)
        page.freeze_panes(1, 1)
        page.autofilter(0, 0, row, len(COLUMNS) - 1)
    return file.getvalue()


def _dialled(phone: str) -> str:
    """A number as one dials it in France: without the plus, which would make it a formula."""
    national = re.sub(r"^\+33[\s.]*(?:\(0\))?[\s.]*", "0", phone)
    return re.sub(r"^\+", "00", national)


def _until(sheet: Sheet) -> str:
    until = sheet.contact.consent_until if sheet.contact else None
    return until.isoformat() if until else ""


def _job(job: Job) -> str:
    return f"{job.occupation} ({spans.duration(job.months)}, {spans.period(job.since, job.to)})"
