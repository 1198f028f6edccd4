"""The criteria of discrimination, and the words that touch on each (words.txt)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib import resources

_SECTION = re.compile(r"\[(\w+)\]")
_PART = re.compile(r"\{([A-Z_]+)\}")


class Criterion(StrEnum):
    """The criteria of article L1132-1 of the code du travail (in force since 1 September 2022), in words for a sentence
    that goes "... touche à l'âge"."""

    ORIGIN = "à l'origine ou à la nationalité"
    SEX = "au sexe ou à l'identité de genre"
    ORIENTATION = "à l'orientation sexuelle"
    AGE = "à l'âge"
    FAMILY = "à la situation de famille"
    PREGNANCY = "à la grossesse ou à la parentalité"
    HEALTH = "à l'état de santé"
    DISABILITY = "au handicap"
    GENETICS = "aux caractéristiques génétiques"
    MEANS = "à la situation économique"
    POLITICS = "aux opinions politiques"
    MANDATE = "à un mandat électif"
    UNION = "aux activités syndicales"
    RELIGION = "aux convictions religieuses"
    APPEARANCE = "à l'apparence physique"
    NAME = "au nom de famille"
    RESIDENCE = "au lieu de résidence"
    HABITS = "aux mœurs"
    ALERT = "à la qualité de lanceur d'alerte"


@dataclass(frozen=True)
class Words:
    """Whole words of folded text. benign: about the work, to be blanked first; by: what touches on each criterion."""

    benign: re.Pattern[str]
    by: Mapping[Criterion, re.Pattern[str]]


@cache
def words() -> Words:
    """Those of words.txt."""
    text = resources.files("web.notes").joinpath("words.txt").read_text(encoding="utf-8")
    sections: dict[str, list[str]] = {}
    for line in text.splitlines():
        if section := _SECTION.fullmatch(line):
            lines = sections.setdefault(section[1], [])
        elif line and not line.startswith("#"):
            lines.append(line)
    parts: dict[str, str] = {}
    for line in sections["parts"]:
        name, _, pattern = line.partition(" = ")
        parts[name] = _filled(pattern, parts)
    return Words(
        _whole(sections["benign"], parts), {one: _whole(sections[one.name.lower()], parts) for one in Criterion}
    )


def _whole(patterns: list[str], parts: Mapping[str, str]) -> re.Pattern[str]:
    return re.compile(rf"(?<![a-z0-9])(?:{'|'.join(_filled(one, parts) for one in patterns)})(?![a-z0-9])")


def _filled(pattern: str, parts: Mapping[str, str]) -> str:
    return _PART.sub(lambda part: parts[part[1]], pattern)
