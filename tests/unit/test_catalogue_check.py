"""Each rule of the catalogue check finds what it is for, and the built-in catalogue passes them all."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest

from indexer.catalogue_check import check, likeness, rules
from indexer.catalogue_check.reference import Reference
from indexer.catalogue_check.spelling import Dictionary
from indexer.sources.catalogue import Catalogue, Trait, load
from mappings.occupations import Name, Occupation, Skill

ROOT = Path(__file__).parents[2]
SKILLS = {code: Skill(code, f"Savoir {code}") for code in "abcdefghijklmnopqrstuvwxyz"}


def entry(code: str = "cordier", **changes: Any) -> Occupation:
    """A sound entry, with changes."""
    values: dict[str, Any] = {
        "code": code,
        "label": Name("Cordier", "Cordière"),
        "rome_code": "B1801",
        "frequency": 2,
        "appellations": (Name("Fabricant de cordages", "Fabricante de cordages"),),
        "keywords": ("chanvre", "toron", "corderie", "gréement", "épissure"),
        "description": "Tord des fils de chanvre en torons puis en cordages. Travaille en corderie, pour la marine.",
        "core": tuple(SKILLS[one] for one in "abcdef"),
        "secondary": tuple(SKILLS[one] for one in "ghij"),
        "nearby": ("voilier", "tisserand"),
        "traits": ("patience", "minutie", "endurance"),
    }
    return Occupation(**values | changes)


def catalogue(*entries: Occupation) -> Catalogue:
    traits = {code: Trait(code, code, code) for code in ("patience", "minutie", "endurance")}
    return Catalogue(dict(SKILLS), traits, {one.code: one for one in entries})


Rule = Callable[[list[Occupation]], Iterable[str]]


@pytest.mark.parametrize(
    ("rule", "changes", "fault"),
    [
        (rules.counts, {"keywords": ("chanvre",)}, "1 keywords"),
        (rules.counts, {"core": tuple(SKILLS[one] for one in "aabcde")}, "core holds one thing twice"),
        (rules.counts, {"secondary": tuple(SKILLS[one] for one in "aghi")}, "both core and secondary"),
        (rules.counts, {"description": "Une seule phrase."}, "1 sentences"),
        (rules.genders, {"label": Name("Cordier", "Cordier")}, "has no feminine form"),
        (rules.genders, {"label": Name("Cordier", "Tisserande")}, "for two names"),
        (rules.nearby, {"nearby": ("cordier",)}, "nearby names cordier"),
    ],
)
def test_a_fault_within_an_entry_is_found(rule: Rule, changes: dict[str, Any], fault: str) -> None:
    (found,) = [line for line in rule([entry(**changes)]) if fault in line]
    assert found.startswith("cordier:")


@pytest.mark.parametrize("rule", [rules.counts, rules.names, rules.genders, likeness.skill_sets, likeness.moulds])
def test_a_sound_entry_has_no_fault(rule: Rule) -> None:
    assert list(rule([entry()])) == []


def test_two_labels_that_say_the_same_are_found_in_any_order_gender_and_number() -> None:
    one, other = (
        entry("a", label=Name("Cordier marin", "Cordière marine")),
        entry("b", label=Name("Marins cordiers", "x")),
    )
    assert list(rules.names([one, other])) == ["b: its label says the same as a's"]


def test_entries_that_a_recruiter_could_not_tell_apart_are_found() -> None:
    assert any("same core skills" in line for line in likeness.skill_sets([entry("a"), entry("b")]))
    assert any("of its description" in line for line in likeness.descriptions([entry("a"), entry("b")]))


def test_sentences_cast_in_one_mould_are_found() -> None:
    names = ("toron", "chanvre", "voile", "ancre", "filin")
    texts = [f"Assure chaque matin la bonne préparation du {name}. Range {name} et outils." for name in names]
    entries = [entry(name, description=text) for name, text in zip(names, texts, strict=True)]
    assert any("5 descriptions hold" in line for line in likeness.moulds(entries))
    assert not list(likeness.moulds(entries[:4]))


def test_skills_that_mean_the_same_or_serve_nobody_are_found() -> None:
    skills = {"a": Skill("a", "Tordre des fils"), "b": Skill("b", "Tordre des fils")}
    found = list(rules.vocabulary(Catalogue(skills, {}, {})))
    assert "skills a, b have the same label" in found
    assert any("no occupation uses it" in line for line in found)


def test_a_rome_code_that_does_not_exist_and_hirings_out_of_reach_are_found() -> None:
    reference = Reference({"A1101": "A1101", "B1801": "B1801"}, {}, {"A1101": 90, "B1801": 10})
    found = list(reference.faults([entry(rome_code="Z9999")]))
    assert "cordier: Z9999 is no ROME code" in found
    assert any(line.startswith("no occupation in the domain A11") for line in found)
    assert any("largest gaps: A1101" in line for line in found)


def test_a_word_in_no_dictionary_is_found_once_unless_it_was_reviewed() -> None:
    class Speller:
        def spell(self, word: str) -> bool:
            return word.lower() in {"tord", "des", "fils"}

    twice = catalogue(entry("a", description="Tord des fils. Tord des cordajes, des cordajes."))
    faults = list(Dictionary(Speller(), frozenset()).faults(twice))
    assert sum("'cordajes'" in line for line in faults) == 1
    assert not [line for line in Dictionary(Speller(), frozenset({"cordajes"})).faults(twice) if "cordajes" in line]


def test_the_built_in_catalogue_is_sound(shared_data: Path) -> None:
    reference = Reference.read(shared_data / "rome", shared_data / "stats" / "rome_naf_mapping.csv")
    dictionary = Dictionary.load(ROOT / "node_modules" / "dictionary-fr")
    assert dictionary, "make test installs the dictionary"
    outcome = check(load(), reference, dictionary)
    assert outcome.faults == []
    assert outcome.figures["occupations"] >= rules.LEAST_OCCUPATIONS
    assert outcome.figures["hirings covered"] >= 0.995
