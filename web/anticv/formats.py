"""The formats of an anti-CV: what each is called, and what makes it from a sheet."""

from collections.abc import Callable
from dataclasses import dataclass

from web import typesetting
from web.anticv import hr_open, json_resume, pdf, spreadsheets, word
from web.applications.sheet import Sheet


@dataclass(frozen=True, slots=True)
class Format:
    """ending: of the URL and of the file. name, use: French, as the pages say them. make: a sheet -> the file."""

    ending: str
    name: str
    use: str
    media_type: str
    make: Callable[[Sheet], bytes]


FORMATS = (
    Format("pdf", "PDF", "une page à imprimer, lisible par les lecteurs d'écran", typesetting.MEDIA_TYPE, pdf.pdf),
    Format("docx", "Word", "le même texte, à reprendre dans un document", word.MEDIA_TYPE, word.document),
    Format(
        "csv",
        "CSV",
        "une ligne de tableur",
        spreadsheets.CSV_TYPE,
        lambda sheet: spreadsheets.csv_file([sheet]),
    ),
    Format("json", "JSON Resume", "pour un logiciel de recrutement", json_resume.MEDIA_TYPE, json_resume.document),
    Format("ler.json", "HR Open", "pour un logiciel de recrutement (LER-RS)", hr_open.MEDIA_TYPE, hr_open.document),
)
BY_ENDING = {one.ending: one for one in FORMATS}


@dataclass(frozen=True, slots=True)
class Link:
    """One format as the pages offer it."""

    url: str
    name: str
    use: str


def links(ref: str) -> tuple[Link, ...]:
    """The downloads of an application."""
    return tuple(Link(f"/candidatures/{ref}/anti-cv.{one.ending}", one.name, one.use) for one in FORMATS)
