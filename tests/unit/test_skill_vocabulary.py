"""Which skills a text means, on a small vocabulary; and what keystrokes on the whole one cost."""

import random
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.sources import catalogue
from search_api.skills import Vocabulary, entries
from search_api.skills.vocabulary import Entry

SMALL = Vocabulary(
    [
        Entry("dresser", "Dresser des assiettes", ("dressage",), 5),
        Entry("haccp", "Appliquer la méthode HACCP", ("hygiène alimentaire",), 40),
        Entry("tailler", "Éplucher, laver et tailler des légumes", ("brunoise", "légumerie"), 8),
        Entry("haies", "Tailler haies et arbustes", ("taille",), 6),
        Entry("vitres", "Laver des vitres", ("nettoyage de vitres",), 3),
        Entry("sols", "Nettoyer des sols", (), 9),
        Entry("caisse", "Encaisser un paiement", ("tenir une caisse",), 60),
        Entry("cheval", "Panser des chevaux", (), 2),
    ]
)
WHOLE = Vocabulary(entries([one.body() for one in catalogue.load().occupations.values()]))


def codes(text: str, limit: int = 8) -> list[str]:
    return [one.code for one in SMALL.suggest(text, limit)]


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("dresser des assiettes", "dresser"),
        ("ASSIETTES", "dresser"),
        ("assiette dress", "dresser"),
        ("eplu", "tailler"),
        ("legumerie", "tailler"),
        ("brunoise tailler", "tailler"),
        ("asiettes", "dresser"),
        ("encaiser", "caisse"),
        ("hcacp", "haccp"),
        ("cheval", "cheval"),
        ("chevaux", "cheval"),
        ("nettoyage", "vitres"),
        ("l'hygiène", "haccp"),
        ("tenir la caisse", "caisse"),
    ],
)
def test_a_skill_is_found_however_it_is_typed(typed: str, first: str) -> None:
    assert codes(typed)[0] == first


def test_a_label_comes_before_a_synonym_and_what_more_jobs_need_first() -> None:
    assert codes("taille") == ["haies", "tailler"]
    assert codes("la") == ["vitres", "tailler"]


def test_the_name_that_matched_is_told() -> None:
    (found,) = SMALL.suggest("brunoise", 5)
    assert (found.label, found.match) == ("Éplucher, laver et tailler des légumes", "brunoise")


@pytest.mark.parametrize("typed", ["", "  ", "?!", "zzzz"])
def test_nothing_is_made_up(typed: str) -> None:
    assert codes(typed) == []


def test_no_more_than_asked_for_and_none_twice() -> None:
    for typed in ("a", "conduire", "travail"):
        found = [one.code for one in WHOLE.suggest(typed, 10)]
        assert len(found) == len(set(found)) == 10


def test_every_skill_is_found_by_its_own_label_and_comes_first() -> None:
    labels = [WHOLE.label(skill.code) or "" for skill in catalogue.load().skills.values()]
    assert all(WHOLE.suggest(label, 3)[0].label == label for label in labels)


@given(st.text(max_size=60))
@settings(max_examples=150, deadline=None)
def test_any_text_is_answered(text: str) -> None:
    found = WHOLE.suggest(text, 7)
    assert len(found) <= 7
    assert all(WHOLE.label(one.code) == one.label for one in found)


def test_a_keystroke_costs_milliseconds() -> None:
    rng = random.Random(1)
    vocabulary = Vocabulary(entries([one.body() for one in catalogue.load().occupations.values()]))
    labels = [vocabulary.label(skill.code) or "" for skill in catalogue.load().skills.values()]
    took = []
    for label in rng.sample(labels, 100):
        for end in range(1, min(len(label), 20)):
            began = time.perf_counter()
            vocabulary.suggest(label[:end], 8)
            took.append(time.perf_counter() - began)
    # A tenth of that on a machine at rest.
    assert sorted(took)[round(len(took) * 0.99)] < 0.05
