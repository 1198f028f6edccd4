"""Spelling by a French dictionary (npm dictionary-fr, read by hunspell) and a reviewed list of trade words."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any

from indexer.sources.catalogue import Catalogue

_ELISION = re.compile(r"\b(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu|quelqu)'", re.IGNORECASE)
# "aujourd'hui" and "prud'homme" are one word each; other apostrophes part two.
_WORD = re.compile(r"aujourd'hui|prud'hom\w+|[^\W\d_]+(?:-[^\W\d_]+)*", re.IGNORECASE)
_LIST = "catalogue/trade-words.txt"


@dataclass(frozen=True)
class Dictionary:
    """speller: anything with `spell(word) -> bool`. known: trade words that were reviewed, case kept."""

    speller: Any
    known: frozenset[str]

    @classmethod
    def load(cls, folder: Path) -> "Dictionary | None":
        """The dictionary of `folder` (index.aff, index.dic), or None where it or its reader is absent."""
        try:
            from hunspell import Hunspell
        except ImportError:
            return None
        if not (folder / "index.dic").exists():
            return None
        text = resources.files("data").joinpath(_LIST).read_text("utf-8")
        words = (line.partition("#")[0].strip() for line in text.splitlines())
        return cls(Hunspell("index", hunspell_data_dir=str(folder)), frozenset(word for word in words if word))

    def faults(self, catalogue: Catalogue) -> Iterator[str]:
        """Each unknown word once, with the first entry that holds it."""
        seen: set[str] = set()
        for where, text in _texts(catalogue):
            for word in _WORD.findall(_ELISION.sub(" ", text)):
                if word not in seen and not self.knows(word):
                    yield f"{where}: {word!r} is in no dictionary nor in data/{_LIST}"
                seen.add(word)

    def knows(self, word: str) -> bool:
        """A word as it stands, or in small letters, or each part of a compound."""
        if word in self.known or word.lower() in self.known or self.speller.spell(word):
            return True
        parts = word.split("-")
        return len(parts) > 1 and all(self.knows(part) for part in parts)


def _texts(catalogue: Catalogue) -> Iterator[tuple[str, str]]:
    for one in catalogue.occupations.values():
        named = (one.label, *one.appellations)
        yield one.code, " . ".join([name.text for name in named] + [*one.keywords, one.description, *one.requires])
    for skill in catalogue.skills.values():
        yield f"skill {skill.code}", skill.label
    for trait in catalogue.traits.values():
        yield f"trait {trait.code}", f"{trait.label} . {trait.definition}"
