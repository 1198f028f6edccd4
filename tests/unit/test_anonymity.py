"""What a person wrote of themselves in an answer is seen, told before sending, and struck until anonymity is lifted."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests import sheets
from web.anonymity import CONSENT_LIFE, STRUCK, Telling, seen, struck, telling
from web.candidates.tables import Candidate


def person(first: str = "Élodie", last: str = "Le Goff", phone: str = "06 39 98 12 34") -> Candidate:
    at = datetime(2026, 11, 1, tzinfo=UTC)
    return Candidate(
        email="elodie.legoff@exemple.example",
        first_name=first,
        last_name=last,
        phone=phone,
        profile={},
        created_at=at,
        updated_at=at,
    )


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Je m'appelle Élodie et j'aime ça", Telling.NAME),
        ("ELODIE", Telling.NAME),
        ("signé : le-goff", Telling.NAME),
        ("Le  Goff", Telling.NAME),
        ("demandez Goff", Telling.NAME),
        ("Legoff Elodie", Telling.NAME),
        ("écrivez à elodie.legoff@exemple.example", Telling.EMAIL),
        ("autre.adresse (at) exemple.fr", Telling.EMAIL),
        ("elodie arobase exemple point fr", Telling.EMAIL),
        ("06 39 98 12 34", Telling.PHONE),
        ("+32 475 12 34 56", Telling.PHONE),
        ("+33 6.39.98.12.34", Telling.PHONE),
        ("+33 (0)639981234", Telling.PHONE),
        ("0033639981234", Telling.PHONE),
        ("01-40-00-00-00", Telling.PHONE),
        ("voir linkedin.com/in/quelquun", Telling.LINK),
        ("https://exemple.example/moi", Telling.LINK),
        ("sur les réseaux : @elo_du_nord", Telling.LINK),
    ],
)
def test_what_tells_who_somebody_is_is_seen_and_struck(text: str, kind: Telling) -> None:
    assert kind in telling(text, person())
    left = struck(text, person())
    assert STRUCK in left
    assert telling(left, person()) == ()


@pytest.mark.parametrize(
    "text",
    [
        "J'ai 12 ans d'expérience, dont 3 en 2019-2022, pour 1 800 euros.",
        "Le goût du travail bien fait",
        "Diplôme obtenu en 2014, 35 h par semaine, de 8 h 30 à 16 h 30",
        "",
    ],
)
def test_ordinary_answers_are_left_alone(text: str) -> None:
    assert telling(text, person()) == ()
    assert struck(text, person()) == text


def test_a_name_of_two_letters_is_a_word_too_often() -> None:
    assert struck("il y a là un", person("Al", "Li")) == "il y a là un"
    assert struck("Le calme, signé Lê An", person("An", "Lê")) == f"Le calme, signé {STRUCK}"
    assert struck("je suis Claire", person("Marie-Claire", "Petit")) == f"je suis {STRUCK}"


@given(st.text(max_size=80), st.text(max_size=80))
def test_a_mail_is_never_left_whatever_stands_around_it(before: str, after: str) -> None:
    text = f"{before} elodie.legoff@exemple.example {after}"
    assert "legoff@exemple" not in struck(text, person()).lower()


@given(st.text(max_size=200))
def test_striking_twice_strikes_no_more(text: str) -> None:
    once = struck(text, person())
    assert struck(once, person()) == once


@pytest.mark.parametrize(
    ("at", "day"),
    [
        (datetime(2026, 11, 20, 22, 59, tzinfo=UTC), date(2026, 11, 20)),
        (datetime(2026, 11, 20, 23, 0, tzinfo=UTC), date(2026, 11, 21)),
        (datetime(2026, 7, 20, 22, 0, tzinfo=UTC), date(2026, 7, 21)),
    ],
)
def test_the_days_told_are_those_of_france_as_candidates_see_them(at: datetime, day: date) -> None:
    application, candidate = sheets.application(lifted=True), sheets.candidate()
    application.sent_at = candidate.consented_at = at
    told = seen(application, candidate)
    assert told.sent_on == day
    assert told.contact is not None
    assert told.contact.consent_until == day + CONSENT_LIFE
