"""The other formats of the anti-CV, and what none of them holds before lifting."""

import csv
import io
import zipfile
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import docx
import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft7Validator, FormatChecker

from tests import sheets
from tests.contents import readable
from web.anonymity import Contact
from web.anticv import json_resume, spreadsheets, word
from web.anticv.formats import BY_ENDING, FORMATS
from web.applications.sheet import Sheet, clean

ROOT = Path(__file__).parents[2]
# The person signs the answer: what tells who they are is struck out of it before lifting.
SIGNED = f"{sheets.ANSWER}\n{sheets.FIRST} {sheets.LAST} {sheets.EMAIL} {sheets.PHONE}"
ANONYMOUS, LIFTED = sheets.ordinary(SIGNED), sheets.ordinary(SIGNED, lifted=True)
SCHEMA = orjson.loads((ROOT / "node_modules/@jsonresume/schema/schema.json").read_bytes())
SHEETS = {
    "anonymous": ANONYMOUS,
    "lifted": LIFTED,
    "extreme": sheets.extreme(),
    "poor": sheets.ordinary("Oui.", skills=[], traits=[], experiences=[], wishes={}),
}


def made(one: Sheet, ending: str) -> bytes:
    if ending == "xlsx":
        return spreadsheets.xlsx_file([one], one.made_at)
    return BY_ENDING[ending].make(one)


def rows(file: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(file.decode("utf-8-sig"), newline=""), delimiter=";"))


@pytest.mark.parametrize("ending", [*BY_ENDING, "xlsx"])
def test_nothing_tells_who_the_person_is_before_lifting(ending: str) -> None:
    text = readable(made(ANONYMOUS, ending)) + ANONYMOUS.file_stem.lower()
    assert [marker for marker in sheets.MARKERS if marker in text] == []


@pytest.mark.parametrize("ending", [*BY_ENDING, "xlsx"])
def test_after_lifting_the_contact_is_there_and_still_no_commune_nor_id(ending: str) -> None:
    text = readable(made(LIFTED, ending))
    assert "quatremarre" in text
    assert sheets.EMAIL in text
    assert sheets.CITYCODE not in text
    assert "candidat-interne" not in text


@pytest.mark.parametrize("ending", [*BY_ENDING, "xlsx"])
def test_a_file_says_nothing_of_when_in_the_day_it_was_made(ending: str) -> None:
    later = replace(ANONYMOUS, made_at=ANONYMOUS.made_at.replace(hour=17, minute=42))
    assert made(later, ending) == made(ANONYMOUS, ending)


@pytest.mark.parametrize("ending", [*BY_ENDING, "xlsx"])
def test_a_file_made_after_midnight_in_france_is_of_the_new_day(ending: str) -> None:
    late = replace(ANONYMOUS, made_at=datetime(2026, 11, 22, 23, 30, tzinfo=UTC))
    assert made(late, ending) == made(ANONYMOUS, ending)


def test_each_format_has_an_ending_of_its_own() -> None:
    assert len(BY_ENDING) == len(FORMATS)


@pytest.mark.parametrize("one", SHEETS.values(), ids=SHEETS)
def test_json_resume_is_what_its_schema_says(one: Sheet) -> None:
    checker = Draft7Validator(SCHEMA, format_checker=FormatChecker())
    assert [error.message for error in checker.iter_errors(orjson.loads(json_resume.document(one)))] == []


def test_json_resume_holds_everything() -> None:
    resume = orjson.loads(json_resume.document(LIFTED))
    assert resume["basics"]["name"] == "Zéphyrine Quatremarre"
    assert resume["basics"]["email"] == sheets.EMAIL
    assert resume["x-vivier"]["answer"] == LIFTED.answer
    assert [job["position"] for job in resume["work"]] == [job.occupation for job in LIFTED.jobs]
    assert "endDate" not in resume["work"][0]
    assert resume["meta"]["lastModified"] == "2026-11-23T00:00:00"


def test_a_spreadsheet_has_the_contact_and_the_end_of_the_consent_in_columns_of_their_own() -> None:
    anonymous, lifted = rows(spreadsheets.csv_file([ANONYMOUS, LIFTED]))
    columns = ("Prénom", "Nom", "Mail", "Téléphone", "Fin du consentement")
    assert [lifted[name] for name in columns] == [
        sheets.FIRST,
        sheets.LAST,
        sheets.EMAIL,
        sheets.PHONE,
        date(2028, 5, 31).isoformat(),
    ]
    assert [anonymous[name] for name in columns] == [""] * 5
    assert anonymous["Compétences demandées"].split(" | ") == list(ANONYMOUS.asked)
    assert lifted["Réponse"] == LIFTED.answer


def test_a_french_excel_opens_the_csv_by_a_double_click() -> None:
    file = spreadsheets.csv_file([LIFTED])
    assert file.startswith("\ufeff".encode()), "UTF-8, said by its mark"
    assert file.split(b"\r\n")[0].count(b";") == len(spreadsheets.COLUMNS) - 1
    assert file.endswith(b"\r\n")


FORMULAS = ["=1+1", "+33 6", "-2", "@SUM(A1)", "\t=1", " =cmd|'/c calc'!A0", "\n=1", "＝1"]
FORMULAS += [f"{unseen}=1" for unseen in "\u00a0\u200b\ufeff"]


@pytest.mark.parametrize("typed", FORMULAS)
def test_what_people_type_is_never_run_by_a_spreadsheet(typed: str) -> None:
    contact = Contact(typed, typed, typed, typed, None)
    one = replace(LIFTED, answer=typed, question=typed, contact=contact)
    (row,) = rows(spreadsheets.csv_file([one]))
    for name in ("Prénom", "Nom", "Mail", "Téléphone", "Question", "Réponse"):
        assert row[name].startswith(("'", "0")), row[name]


@given(st.text())
def test_no_text_at_all_begins_as_a_formula(typed: str) -> None:
    safe = spreadsheets.harmless(clean(typed))
    seen = "".join(letter for letter in safe if letter.isprintable() and not letter.isspace())
    assert not seen.startswith(("=", "+", "-", "@", "＝", "＋", "－", "＠"))
    assert safe.removeprefix("'") in clean(typed)


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("+33 6 39 98 00 01", "06 39 98 00 01"),
        ("+33639980001", "0639980001"),
        ("+33 (0)6 39 98 00 01", "06 39 98 00 01"),
        ("+32 470 12 34 56", "0032 470 12 34 56"),
        ("06 39 98 00 01", "06 39 98 00 01"),
        ("", ""),
    ],
)
def test_a_phone_number_is_dialled_as_in_france(typed: str, told: str) -> None:
    one = replace(LIFTED, contact=Contact("A", "B", "a@b.example", typed, None))
    assert rows(spreadsheets.csv_file([one]))[0]["Téléphone"] == told


def test_an_answer_of_several_lines_stays_in_one_cell_with_its_quotes() -> None:
    typed = 'Un ; deux\n"trois"\nquatre'
    (row,) = rows(spreadsheets.csv_file([replace(LIFTED, answer=typed)]))
    assert row["Réponse"] == typed


def test_the_workbook_has_text_in_every_cell_and_no_formula() -> None:
    one = replace(LIFTED, answer="=1+1", question="https://lien.example")
    with zipfile.ZipFile(io.BytesIO(spreadsheets.xlsx_file([one], sheets.NOW))) as book:
        sheet = ElementTree.fromstring(book.read("xl/worksheets/sheet1.xml"))  # noqa: S314 (our own)
        names = book.namelist()
    space = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
    cells = list(sheet.iter(f"{space}c"))
    assert len(cells) == 2 * len(spreadsheets.COLUMNS)
    assert {cell.get("t") for cell in cells} <= {"s", None}, "shared strings, or empty"
    assert list(sheet.iter(f"{space}f")) == []
    assert list(sheet.iter(f"{space}hyperlink")) == []
    assert not [name for name in names if "comment" in name or "thumbnail" in name]


def test_a_workbook_of_nobody_has_its_headings() -> None:
    with zipfile.ZipFile(io.BytesIO(spreadsheets.xlsx_file([], sheets.NOW))) as book:
        assert "Fin du consentement" in book.read("xl/sharedStrings.xml").decode()


def text_of(file: bytes) -> str:
    return "\n".join(paragraph.text for paragraph in docx.Document(io.BytesIO(file)).paragraphs)


@pytest.mark.parametrize("one", SHEETS.values(), ids=SHEETS)
def test_the_word_document_says_everything_in_the_same_order(one: Sheet) -> None:
    text, at = text_of(word.document(one)), 0
    wanted: list[str] = [one.contact.name if one.contact else one.occupation, one.ref, *one.asked, *one.skills]
    wanted += [part for pair in one.wishes for part in pair]
    wanted += [trait.definition for trait in one.traits] + [job.occupation for job in one.jobs]
    for field in [*wanted, one.question, *filter(str.strip, one.answer.split("\n"))]:
        curly = field if "@" in field else field.replace("'", "’")
        assert curly in text[at:], field
        at = text.index(curly, at)


def test_the_word_document_has_headings_french_and_nobody_s_name_as_author() -> None:
    page = docx.Document(io.BytesIO(word.document(LIFTED)))
    styled = [(one.style.name or "" if one.style else "", one.text) for one in page.paragraphs]
    headings = [text for style, text in styled if style.startswith("Heading")]
    assert headings == [
        "Zéphyrine Quatremarre",
        "Compétences",
        "Souhaits",
        "Comportements",
        "Expériences",
        "Réponse",
    ]
    about = page.core_properties
    assert (about.author, about.last_modified_by, about.comments, about.language) == ("", "", "", "fr-FR")


def test_the_word_document_carries_no_picture_of_another_page() -> None:
    with zipfile.ZipFile(io.BytesIO(word.document(ANONYMOUS))) as parts:
        assert not [name for name in parts.namelist() if "thumbnail" in name]
        assert "thumbnail" not in parts.read("_rels/.rels").decode()
        assert "jpeg" not in parts.read("[Content_Types].xml").decode()
        assert {part.date_time for part in parts.infolist()} == {(1980, 1, 1, 0, 0, 0)}


@settings(max_examples=25, deadline=None)
@given(st.text(max_size=200))
def test_any_text_makes_every_format(typed: str) -> None:
    text: Any = clean(typed)
    one = replace(LIFTED, answer=text, question=text, company=text, contact=Contact(text, text, text, text, None))
    for ending in ("docx", "json", "ler.json", "csv", "xlsx"):
        assert made(one, ending)
