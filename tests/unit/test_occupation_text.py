"""Words of job names: the same for both genders, for documents and for questions."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mappings.occupation_text import masculine, name_words, singular, start_forms


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("Aide-soignante de nuit", ["aide", "soignant", "nuit"]),
        ("Chauffeur PL", ["chauffer", "poid", "lourd"]),
        ("Professeure de maths", ["professer", "mathematique"]),
        ("Vendeur (H/F)", ["vender"]),
        ("Agent d'entretien", ["agent", "entretien"]),
        ("Conductrice d’engins de travaux publics", ["conducter", "engin", "travail", "public"]),
    ],
)
def test_a_name_becomes_its_words(typed: str, words: list[str]) -> None:
    assert name_words(typed) == words


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("serveur", "serveuse"),
        ("directeur", "directrice"),
        ("infirmier", "infirmière"),
        ("technicien", "technicienne"),
        ("chargé de clientèle", "chargée de clientèle"),
        ("chef de chantier", "cheffe de chantier"),
        ("ingénieur", "ingénieure"),
        ("hôte de caisse", "hôtesse de caisse"),
        ("maître d'hôtel", "maîtresse d'hôtel"),
        ("agent privé", "agente privée"),
        ("paysan", "paysanne"),
        ("manager", "manageuse"),
        ("cuisinier japonais", "cuisinière japonaise"),
        ("garçon d'étage", "fille d'étage"),
        ("toréro", "toréra"),
        ("décontaminateur nucléaire", "décontamineuse nucléaire"),
    ],
)
def test_both_genders_have_the_same_words(one: str, other: str) -> None:
    assert name_words(one) == name_words(other)


def test_a_question_of_stop_words_alone_keeps_them() -> None:
    assert name_words("de la") == ["de", "la"]


def test_a_question_without_letters_has_no_words() -> None:
    assert name_words("!?") == []


def test_typing_may_follow_either_gender_with_or_without_blanks() -> None:
    forms = start_forms("Aide-soignant", "Aide-soignante")
    assert {"aide soignant", "aide soignante", "aidesoignante"} <= set(forms)


@given(st.text(st.characters(max_codepoint=0x17F), max_size=40))
def test_words_are_stable_and_ascii(text: str) -> None:
    words = name_words(text)
    assert all(word.isascii() and word for word in words)
    assert name_words(text.upper()) == name_words(text.upper().lower())


@given(st.from_regex(r"[a-z]{1,15}", fullmatch=True))
def test_gender_is_taken_off_once_and_for_all(word: str) -> None:
    assert masculine(masculine(word)) == masculine(word)
    assert singular(word) in {word, word[:-1], word[:-3] + "al", "travail"}
