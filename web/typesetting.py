"""Layouts made with typst into PDFs, in our own font: the anti-CV, and what is kept on a person.

A layout lies beside the code that fills it, shows words only, and finds them in `sys.inputs`.
"""

import re
import threading
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cache
from importlib import resources
from typing import Any, Literal

import typst
from unidecode import unidecode

MEDIA_TYPE = "application/pdf"
Standard = Literal["a-3a", "ua-1"]
# A longer run of letters without a blank may be broken, else it would leave the page.
LONGEST_WORD = 40
# What the font draws (Latin, Greek, Cyrillic, signs); a test compares it with the font. Anything else is spelt in
# these letters, for PDF/A forbids a character without a picture.
DRAWN = re.compile(
    "[ -~¡-¬®-žΑ-ΡΣ-Ωα-ωΆΈ-ΊΌΎΏά-ώЀ-ўҐґẀ-ẅẞỲỳ\u00a0\u2009\u202f‐-—‘-“”„†‡•…‰‹›⁄€№™←-↓−≈≠≤≥■□▪▲▼◆●✓✔✗♥\n]"
)
_local = threading.local()


def typeset(
    package: str, layout: str, words: Mapping[str, bytes], standards: Sequence[Standard], made: datetime
) -> bytes:
    """The PDF of a layout (`web.anticv`, `sheet.typ`). words: JSON by name; made: when, for its metadata. The same
    words and time give the same bytes."""
    file = _compiler(package, layout).compile(
        # Said anew at each call: a compiler does not look at its input again by itself.
        input=_layout(package, layout),
        format="pdf",
        sys_inputs={name: text.decode() for name, text in words.items()},
        pdf_standards=list(standards),
        timestamp=made,
    )
    assert isinstance(file, bytes)  # noqa: S101 (a list comes for pictures of many pages only)
    return file


def drawable(text: str) -> str:
    """`text` in characters that the font has, with French apostrophes; very long words may be broken."""
    return as_typed(text.replace("'", "’"), LONGEST_WORD)


def as_typed(text: str, longest: int) -> str:
    """`text` in characters that the font has, to be copied from the page: only words longer than `longest` break."""
    composed = unicodedata.normalize("NFC", text).replace("\u00ad", "").replace("\t", " ")
    letters = "".join(one if DRAWN.fullmatch(one) else _spelt(one) for one in composed)
    return re.sub(rf"\S{{{longest}}}(?=\S)", "\\g<0>\u200b", letters)


def each(value: Any) -> Any:
    """Every text in `value`, drawable."""
    if isinstance(value, str):
        return drawable(value)
    if isinstance(value, dict):
        return {name: each(one) for name, one in value.items()}
    return [each(one) for one in value]


def _spelt(letter: str) -> str:
    return "".join(one for one in unidecode(letter) if DRAWN.fullmatch(one))


def _compiler(package: str, layout: str) -> typst.Compiler:
    # It keeps what it laid out before, and is of one thread.
    kept: dict[str, typst.Compiler] = _local.__dict__.setdefault("compilers", {})
    if package not in kept:
        kept[package] = typst.Compiler(_layout(package, layout), font_paths=_fonts())
    return kept[package]


@cache
def _layout(package: str, layout: str) -> bytes:
    return resources.files(package).joinpath(layout).read_bytes()


@cache
def _fonts() -> typst.Fonts:
    # Ours alone: the same file on every machine.
    folder = resources.files("web").joinpath("fonts")
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(folder)])
