"""The document of the `occupations` index: one occupation of the catalogue, whatever its source.

A source gives an `Occupation`; `body()` adds what search needs and nobody should have to type: the words of each
name without gender, accents or stop words (mappings/occupation_text.py).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from mappings.occupation_text import name_words, start_forms


@dataclass(frozen=True)
class Name:
    """A name in both genders; `feminine` equals `masculine` when there is one form."""

    masculine: str
    feminine: str

    @property
    def text(self) -> str:
        """Both forms as they are shown: "Caissier / Caissière", or the one form."""
        return self.masculine if self.masculine == self.feminine else f"{self.masculine} / {self.feminine}"

    @classmethod
    def parse(cls, text: str) -> "Name":
        """Read "Masculin / Féminin", or a single form."""
        masculine, _, feminine = (part.strip() for part in text.partition(" / "))
        return cls(masculine, feminine or masculine)

    def body(self) -> dict[str, Any]:
        words = name_words(self.masculine)
        return {
            "text": self.text,
            "exact": sorted({" ".join(words), " ".join(name_words(self.feminine))}),
            "start": start_forms(self.masculine, self.feminine),
            "words": words,
            "forms": sorted({form for text in (self.masculine, self.feminine) for form in _forms(text)}),
            "length": len(words),
        }


def _forms(text: str) -> Iterator[str]:
    yield from name_words(text)
    yield from name_words(text, gendered=True)


@dataclass(frozen=True)
class Skill:
    code: str
    label: str


@dataclass(frozen=True)
class Occupation:
    """One entry of the catalogue.

    frequency: how often employers hire for it, 1 to 10, each step a doubling.
    core, secondary: skills in order of importance. nearby: occupation codes. traits: trait codes.
    requires: diplomas, licences and cards that the law demands, as text. skill_synonyms: by code, other words for those
    skills that have some.
    """

    code: str
    label: Name
    rome_code: str
    frequency: int = 1
    appellations: tuple[Name, ...] = ()
    keywords: tuple[str, ...] = ()
    description: str = ""
    core: tuple[Skill, ...] = ()
    secondary: tuple[Skill, ...] = ()
    nearby: tuple[str, ...] = ()
    traits: tuple[str, ...] = ()
    requires: tuple[str, ...] = field(default=())
    skill_synonyms: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def body(self) -> dict[str, Any]:
        """The document as `mappings/occupations.json` wants it."""
        return {
            "code": self.code,
            "label": self.label.masculine,
            "label_feminine": self.label.feminine,
            "rome_code": self.rome_code,
            "frequency": self.frequency,
            "demand": float(2**self.frequency),
            "names": [name.body() for name in self._distinct_names()],
            "keywords": list(self.keywords),
            "description": self.description,
            "core": [skill.code for skill in self.core],
            "secondary": [skill.code for skill in self.secondary],
            "skill_labels": {skill.code: skill.label for skill in (*self.core, *self.secondary)},
            "skill_synonyms": {code: list(words) for code, words in self.skill_synonyms.items()},
            "nearby": list(self.nearby),
            "traits": list(self.traits),
            "requires": list(self.requires),
        }

    def _distinct_names(self) -> Iterator[Name]:
        seen: set[str] = set()
        for name in (self.label, *self.appellations):
            if name.text not in seen:
                seen.add(name.text)
                yield name
