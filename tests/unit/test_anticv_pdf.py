"""The anti-CV as a PDF: one page, every field in reading order, any text."""

import io
import re
from collections.abc import Iterator
from dataclasses import replace

import orjson
import pypdf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests import sheets
from tests.contents import readable
from web import spans, typesetting
from web.anticv import json_resume, pdf
from web.applications.sheet import Sheet, Trait, clean

A4 = (595, 842)
SHEETS = {
    "anonymous": sheets.ordinary(),
    "lifted": sheets.ordinary(lifted=True),
    "extreme": sheets.extreme(),
    "poor": sheets.ordinary("Oui.", skills=[], traits=[], experiences=[], wishes={}),
    "long answer": sheets.ordinary(sheets.ANSWER * 12),
}


def read(file: bytes) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(file))


def flat(text: str) -> str:
    """As it is drawn, without blanks: where lines end is the layout's business."""
    return re.sub(r"[\s\u200b]", "", typesetting.drawable(text))


def fields(one: Sheet) -> Iterator[str]:
    """Everything that a sheet says, in the order in which it is to be read."""
    yield from ("ANTI-CV", one.availability)
    yield one.contact.name if one.contact else one.occupation
    yield from (one.ref, one.company, *one.facts)
    if one.contact:
        yield from (one.contact.email, one.contact.phone)
    yield from ("Compétences", *one.asked, *one.skills, "Souhaits")
    for pair in one.wishes:
        yield from pair
    for trait in one.traits:
        yield from (trait.label, trait.definition)
    for job in one.jobs:
        yield from (job.occupation, spans.duration(job.months), spans.period(job.since, job.to))
    yield from ("Réponse", one.question, *one.answer.split("\n"))


@pytest.mark.parametrize("one", SHEETS.values(), ids=SHEETS)
def test_every_field_can_be_taken_back_out_in_reading_order(one: Sheet) -> None:
    text, at = flat("".join(page.extract_text() for page in read(pdf.pdf(one)).pages)), 0
    for field in fields(one):
        found = text.find(flat(field), at)
        assert found >= 0, f"{field!r} is not after {text[max(at - 60, 0) : at]!r}"
        at = found + len(flat(field))


@pytest.mark.parametrize("name", ["anonymous", "lifted", "poor", "long answer"])
def test_an_ordinary_one_is_one_page_of_a4(name: str) -> None:
    (page,) = read(pdf.pdf(SHEETS[name])).pages
    assert (round(page.mediabox.width), round(page.mediabox.height)) == A4


def test_what_cannot_be_on_one_page_goes_on_and_the_first_page_says_so() -> None:
    first, second = (flat(page.extract_text()) for page in read(pdf.pdf(SHEETS["extreme"])).pages)
    assert flat("Page 1 sur 2, suite page 2") in first
    assert flat("Page 2 sur 2") in second


def test_the_same_sheet_gives_the_same_bytes_whatever_was_made_before() -> None:
    first = pdf.pdf(SHEETS["anonymous"])
    pdf.pdf(SHEETS["lifted"])
    assert pdf.pdf(SHEETS["anonymous"]) == first


def test_the_machine_profile_is_attached() -> None:
    for one in (SHEETS["anonymous"], SHEETS["lifted"]):
        attached = read(pdf.pdf(one)).attachments
        assert list(attached) == [f"anti-cv-{one.ref}.json"]
        assert orjson.loads(attached[f"anti-cv-{one.ref}.json"][0]) == json_resume.resume(one)


def test_metadata_tell_the_title_the_language_and_the_day_only() -> None:
    made = read(pdf.pdf(SHEETS["anonymous"]))
    assert made.metadata is not None
    assert made.metadata.title == "Anti-CV, candidature K7xQ2mPz4TgB\u00a0: Aide-soignant / Aide-soignante"
    assert made.metadata.author is None
    assert str(made.root_object["/Lang"]) == "fr"
    assert "d:20261123000000" in readable(pdf.pdf(SHEETS["anonymous"]))


def test_a_mail_address_is_drawn_as_it_is_dialled() -> None:
    lifted = SHEETS["lifted"]
    assert lifted.contact is not None
    address = f"o'hara.{'longuement' * 3}@{'marqueur' * 3}.example"
    one = replace(lifted, contact=replace(lifted.contact, email=address, first_name="Zoé-L'Or"))
    text = read(pdf.pdf(one)).pages[0].extract_text()
    assert address in text
    assert "Zoé-L’Or" in text


def test_every_sign_that_is_drawn_as_it_is_has_its_picture_in_each_weight() -> None:
    # PDF/A refuses a sign without a picture, so making it is the proof. Words of thirty, so that none is broken.
    drawn = [
        chr(code) for code in range(0x20, 0x2800) if typesetting.DRAWN.fullmatch(chr(code)) and not chr(code).isspace()
    ]
    assert len(drawn) > 500
    text = " ".join("".join(drawn[at : at + 30]) for at in range(0, len(drawn), 30))
    everywhere = replace(
        SHEETS["lifted"], answer=text, question=text, asked=(text,), occupation=text, traits=(Trait(text, text),)
    )
    read_back = flat("".join(page.extract_text() for page in read(pdf.pdf(everywhere)).pages))
    # One picture serves three hyphens, and one both the Greek letter and the sign of a millionth.
    assert flat(text).translate(str.maketrans("‐‑μ", "--µ")) in read_back


def test_a_name_that_cannot_be_spelt_leaves_a_heading() -> None:
    lifted = SHEETS["lifted"]
    assert lifted.contact is not None
    one = replace(lifted, contact=replace(lifted.contact, first_name="👍", last_name=""))
    assert "Candidature K7xQ2mPz4TgB" in read(pdf.pdf(one)).pages[0].extract_text()


_TEXTS = st.text(st.characters(), max_size=200).map(clean)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(answer=_TEXTS, question=_TEXTS, company=_TEXTS, name=_TEXTS)
def test_any_text_makes_a_pdf_that_says_it(answer: str, question: str, company: str, name: str) -> None:
    lifted = SHEETS["lifted"]
    assert lifted.contact is not None
    contact = replace(lifted.contact, first_name=" ".join(name.split()))
    one = replace(lifted, answer=answer, question=question, company=company, contact=contact)
    text = flat("".join(page.extract_text() for page in read(pdf.pdf(one)).pages))
    for said in (answer, question):
        # How a reader of PDFs puts letters of several directions or joined letters together is not ours.
        if said.isascii():
            assert flat(said) in text


@pytest.mark.parametrize(
    ("typed", "drawn"),
    [
        ("l'été", "l’été"),
        ("Łukasz Ćwiąkalski", "Łukasz Ćwiąkalski"),
        ("e\u0301", "é"),
        ("王小明", "Wang Xiao Ming"),
        ("👍", ""),
        ("a\u00adb\tc", "ab c"),
        ("½ œuf à 3 €", "½ œuf à 3 €"),
    ],
)
def test_signs_without_a_picture_are_spelt(typed: str, drawn: str) -> None:
    assert typesetting.drawable(typed).strip() == drawn


def test_a_word_without_end_may_be_broken() -> None:
    assert typesetting.drawable("x" * 100).count("\u200b") == 2
