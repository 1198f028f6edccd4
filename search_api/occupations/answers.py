"""Engine answer -> what callers get."""

from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from typing import Any

from mappings.occupation_text import name_words
from mappings.occupations import Name, Skill
from search_api.occupations.query import ENOUGH, START, TYPOS


@dataclass(frozen=True)
class Suggestion:
    """One line under the occupation field.

    label: name in both genders ("Caissier / Caissière"). appellation: the name that matched, the label or another.
    """

    code: str
    label: str
    appellation: str
    rome_code: str

    def body(self) -> dict[str, str]:
        return {
            "code": self.code,
            "label": self.label,
            "appellation": self.appellation,
            "rome_code": self.rome_code,
        }


@dataclass(frozen=True)
class OccupationDetail:
    """An occupation as pages and API show it."""

    code: str
    label: str
    label_feminine: str
    rome_code: str
    description: str
    appellations: tuple[str, ...]
    keywords: tuple[str, ...]
    core: tuple[Skill, ...]
    secondary: tuple[Skill, ...]
    nearby: tuple[str, ...]
    traits: tuple[str, ...]
    requires: tuple[str, ...]

    @property
    def both_labels(self) -> str:
        """The label in both genders."""
        return Name(self.label, self.label_feminine).text


def suggestions(answer: dict[str, Any], text: str) -> list[Suggestion]:
    """Suggestions of an answer to `text`. Related names are left out where stronger tiers hold enough."""
    hits = _hits(answer)
    strong = [hit for hit in hits if hit["_score"] >= TYPOS]
    words = name_words(text)
    return [_suggestion(hit["_source"], words) for hit in (strong if len(strong) >= ENOUGH else hits)]


def settled(answer: dict[str, Any]) -> bool:
    """Whether an answer needs no weaker names beside it: some name starts as typed, or enough hold each word."""
    hits = _hits(answer)
    return bool(hits) and (hits[0]["_score"] >= START or len(hits) >= ENOUGH)


def _hits(answer: dict[str, Any]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = answer.get("hits", {}).get("hits", [])
    return found


def _suggestion(source: dict[str, Any], words: list[str]) -> Suggestion:
    label = Name(source["label"], source["label_feminine"]).text
    appellation = closest_name([name["text"] for name in source["names"]], words)
    return Suggestion(source["code"], label, appellation, source["rome_code"])


def closest_name(names: list[str], words: list[str]) -> str:
    """The name that `words` (of `name_words`) mean: the engine ranks occupations, this picks what to show.

    The whole name, else one that starts so, else one of which each word was begun, else the one most like it. Among
    equals the label, which stands first, then the shorter name.
    """
    typed = "".join(words)
    forms = [_form(name) for name in names]
    for matches in (
        [at for at, (joined, _) in enumerate(forms) if joined == typed],
        [at for at, (joined, _) in enumerate(forms) if joined.startswith(typed)],
        [at for at, (_, own) in enumerate(forms) if all(_begins(word, own) for word in words)],
    ):
        if matches:
            return names[min(matches, key=lambda at: (at > 0, len(forms[at][1])))]
    return max(names, key=lambda name: _likeness(name, typed, words))


def _begins(word: str, own: tuple[str, ...]) -> bool:
    return any(one.startswith(word) for one in own)


def _likeness(name: str, typed: str, words: list[str]) -> float:
    joined, own = _form(name)
    return sum(_begins(word, own) for word in words) + SequenceMatcher(None, joined, typed).ratio()


@lru_cache(maxsize=65_536)
def _form(name: str) -> tuple[str, tuple[str, ...]]:
    """The words of a name joined by nothing, and apart."""
    words = tuple(name_words(name.partition(" / ")[0]))
    return "".join(words), words


def detail(source: dict[str, Any]) -> OccupationDetail:
    """An occupation from its document."""
    labels = source["skill_labels"]

    def skills(codes: list[str]) -> tuple[Skill, ...]:
        return tuple(Skill(code, labels[code]) for code in codes)

    return OccupationDetail(
        code=source["code"],
        label=source["label"],
        label_feminine=source["label_feminine"],
        rome_code=source["rome_code"],
        description=source["description"],
        appellations=tuple(name["text"] for name in source["names"][1:]),
        keywords=tuple(source["keywords"]),
        core=skills(source["core"]),
        secondary=skills(source["secondary"]),
        nearby=tuple(source["nearby"]),
        traits=tuple(source["traits"]),
        requires=tuple(source["requires"]),
    )
