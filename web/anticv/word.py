"""The anti-CV as a Word document: real headings and lists, French, no author."""

import io
import zipfile
from datetime import UTC, datetime, time
from typing import Any

import docx
from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from web import spans
from web.applications.sheet import Job, Sheet
from web.landing.wording import BOUND
from web.offers.wording import day

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_VIOLET, _SOFT = RGBColor(0x5A, 0x2B, 0xA8), RGBColor(0x57, 0x50, 0x69)
_FONT = "Calibri"


def document(sheet: Sheet) -> bytes:
    """The file."""
    page = docx.Document()
    _style(page)
    _describe(page, sheet)
    _head(page, sheet)
    _skills(page, sheet)
    page.add_heading("Souhaits", 2)
    for name, value in sheet.wishes:
        _named(page, name, value)
    if sheet.traits:
        page.add_heading("Comportements", 2)
        for trait in sheet.traits:
            _named(page, trait.label, trait.definition)
    if sheet.jobs:
        page.add_heading("Expériences", 2)
        for job in sheet.jobs:
            _job(page, job)
    page.add_heading("Réponse", 2)
    page.add_paragraph().add_run(sheet.question).italic = True
    for line in sheet.answer.split("\n"):
        if line.strip():
            page.add_paragraph(line)
    _curl(page)
    file = io.BytesIO()
    page.save(file)
    return _timeless(file.getvalue())


def _style(page: Document) -> None:
    part = page.sections[0]
    part.page_width, part.page_height = Mm(210), Mm(297)
    part.left_margin = part.right_margin = part.top_margin = part.bottom_margin = Mm(18)
    styles: Any = page.styles
    normal = styles["Normal"]
    normal.font.name, normal.font.size = _FONT, Pt(10)
    normal.paragraph_format.space_after = Pt(3)
    # What screen readers speak.
    spoken = OxmlElement("w:lang")
    spoken.set(qn("w:val"), "fr-FR")
    normal.element.get_or_add_rPr().append(spoken)
    for level, size in ((1, 20), (2, 13)):
        heading = styles[f"Heading {level}"]
        heading.font.size, heading.font.color.rgb = Pt(size), _VIOLET
        # The style's theme fonts would win over a name.
        fonts = heading.element.get_or_add_rPr().get_or_add_rFonts()
        for name in list(fonts.attrib):
            del fonts.attrib[name]
        heading.font.name = _FONT
        heading.paragraph_format.space_before = Pt(0 if level == 1 else 9)


def _describe(page: Document, sheet: Sheet) -> None:
    package = page.part.package
    assert package is not None  # noqa: S101 (for mypy: the page was made from a package)
    # The library's template carries a picture of an empty page.
    for name, link in list(package.rels.items()):
        if link.reltype == RELATIONSHIP_TYPE.THUMBNAIL:
            del package.rels[name]
    about = page.core_properties
    # The library's template has values of its own in all of these.
    about.author = about.last_modified_by = about.comments = about.keywords = about.subject = ""
    about.title, about.language = sheet.title, "fr-FR"
    about.created = about.modified = datetime.combine(sheet.made_on, time(), UTC)


def _head(page: Document, sheet: Sheet) -> None:
    contact = sheet.contact
    page.add_heading(contact.name if contact else sheet.occupation, 1)
    _soft(page, f"Anti-CV. Candidature {sheet.ref}, reçue le {day(sheet.sent_on)} pour {sheet.company}")
    if contact:
        _named(page, "Métier de l'offre", sheet.occupation)
        _named(page, "Mail", contact.email)
        if contact.phone:
            _named(page, "Téléphone", contact.phone)
        if contact.consent_until:
            _named(page, "Données à effacer après le", day(contact.consent_until))
    else:
        _soft(page, "Anonyme jusqu'à ce que l'entreprise s'engage à contacter la personne.")
    page.add_paragraph(" · ".join([sheet.availability, *sheet.facts]))


def _skills(page: Document, sheet: Sheet) -> None:
    page.add_heading("Compétences", 2)
    if sheet.asked:
        _soft(page, "Demandées pour ce poste")
    for label in sheet.asked:
        page.add_paragraph(label, style="List Bullet").runs[0].bold = True
    if sheet.asked and sheet.skills:
        _soft(page, "Aussi")
    if sheet.skills:
        page.add_paragraph(" · ".join(sheet.skills))


def _job(page: Document, job: Job) -> None:
    told = f"{spans.duration(job.months)}, {spans.period(job.since, job.to)}"
    shared = f". En commun{BOUND}: {' · '.join(job.common)}" if job.common else ""
    _named(page, job.occupation, told + shared)


def _curl(page: Document) -> None:
    """French apostrophes, but in mail addresses, which are copied."""
    for paragraph in page.paragraphs:
        for run in paragraph.runs:
            if "'" in run.text and "@" not in run.text:
                run.text = run.text.replace("'", "’")


def _timeless(file: bytes) -> bytes:
    """The same archive without the instant at which each part was written: the same sheet gives the same bytes."""
    whole = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(file)) as made, zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in made.namelist():
            archive.writestr(zipfile.ZipInfo(name), made.read(name), zipfile.ZIP_DEFLATED)
    return whole.getvalue()


def _named(page: Document, name: str, value: str) -> None:
    line = page.add_paragraph()
    line.add_run(f"{name}{BOUND}: " if value else name).bold = True
    line.add_run(value)


def _soft(page: Document, text: str) -> None:
    page.add_paragraph().add_run(text).font.color.rgb = _SOFT
