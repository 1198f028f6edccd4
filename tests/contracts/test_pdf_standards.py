"""veraPDF, the reference checker, finds nothing wrong with the anti-CV: PDF/A-3a (to keep), PDF/UA-1 (for all)."""

import random
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from tests import sheets
from tests.verapdf import FLAVOURS, VeraPdf
from web.anticv import pdf
from web.applications.sheet import Sheet, Trait, clean

ODD = (
    "مرحبا بالعالم שלום 王小明 नमस्ते ไทย 👩🏽\u200d🚒 🇫🇷 e\u0301 ﬁ ﷺ "
    "\u202eesrever\u202c \u200bzéro\u200d \ufeff½ ① ℃ ™ \u00adx "
    "ÆŒœßẞ ŁłŐőŢţ Ἀθῆναι Ѣ \x00\x07\ufffe \ud800 <b>&amp;</b> #set page(width: 1pt) $x$ \\u{1F600} *_~`@[]{}"
)


def lifted(**changes: object) -> Sheet:
    return replace(sheets.ordinary(lifted=True), **changes)  # type: ignore[arg-type]


def odd(text: str) -> Sheet:
    """A sheet with this text wherever people type."""
    one, text = lifted(), clean(text)
    assert one.contact is not None
    contact = replace(one.contact, first_name=text, last_name=text, email=f"{text}@x.example", phone=text)
    more = {"question": text, "answer": f"{text}\n\n{text}", "company": text, "occupation": text}
    return lifted(contact=contact, **more, traits=(Trait(text, text),), wishes=((text, text),))


def random_texts(count: int) -> list[str]:
    """Letters from everywhere in Unicode, the same each run."""
    letters = random.Random(4)
    some = [
        [letters.randrange(0x20, 0x250), letters.randrange(0x20, 0x3000), letters.randrange(0x20, sys.maxunicode)]
        for _ in range(count * 20)
    ]
    words = ["".join(map(chr, codes)) for codes in some]
    return [" ".join(words[at * 20 : at * 20 + 20]) for at in range(count)]


SHEETS = {
    "anonymous": sheets.ordinary(),
    "lifted": lifted(),
    "extreme": sheets.extreme(),
    "poor": sheets.ordinary("Oui.", skills=[], traits=[], experiences=[], wishes={}),
    "long-answer": sheets.extreme(characters=20_000),
    "long-words": odd("x" * 300),
    "odd": odd(ODD),
    "empty": odd(""),
    **{f"random-{number}": odd(text) for number, text in enumerate(random_texts(12))},
}


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    folder = tmp_path_factory.mktemp("pdf")
    paths = [folder / f"{name}.pdf" for name in SHEETS]
    for path, one in zip(paths, SHEETS.values(), strict=True):
        path.write_bytes(pdf.pdf(one))
    return paths


@pytest.mark.slow
@pytest.mark.parametrize("flavour", FLAVOURS)
def test_every_anti_cv_complies(verapdf: VeraPdf, files: list[Path], flavour: str) -> None:
    assert verapdf.failures(files, flavour) == []


@pytest.mark.slow
def test_the_checker_finds_what_is_wrong(verapdf: VeraPdf, tmp_path: Path) -> None:
    broken = tmp_path / "broken.pdf"
    # A title in the metadata that the document itself does not have.
    broken.write_bytes(pdf.pdf(sheets.ordinary()).replace(b"/Lang", b"/Lnag"))
    assert any("broken.pdf" in line for line in verapdf.failures([broken], "ua1"))
