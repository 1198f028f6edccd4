"""Everything that can be read in a file: the texts of archives, PDFs and what they carry, however deep."""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator

import pypdf

_STREAM = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.DOTALL)


def readable(content: bytes) -> str:
    """All of it as one text, in lower case: names of parts, metadata, attachments, and the bytes themselves."""
    return "\n".join(_parts(content)).lower()


def _parts(content: bytes) -> Iterator[str]:
    yield content.decode("utf-8", "ignore")
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            yield archive.comment.decode("utf-8", "ignore")
            for entry in archive.infolist():
                yield from (entry.filename, entry.comment.decode("utf-8", "ignore"))
                yield from _parts(archive.read(entry))
    elif content.startswith(b"%PDF"):
        yield from _of_pdf(content)


def _of_pdf(content: bytes) -> Iterator[str]:
    # How a title is written that is not ASCII.
    yield content.decode("utf-16-be", "ignore")
    for stream in _STREAM.finditer(content):
        try:
            yield zlib.decompress(stream[1]).decode("utf-8", "ignore")
        except zlib.error:
            continue
    reader = pypdf.PdfReader(io.BytesIO(content))
    yield from (page.extract_text() for page in reader.pages)
    yield str(reader.metadata)
    for name, files in reader.attachments.items():
        yield name
        for file in files:
            yield from _parts(file)
