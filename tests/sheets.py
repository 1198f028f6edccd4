"""Anti-CVs for tests: an ordinary one, an extreme one, and how to make any other. Everything that tells who the person
is holds a MARKER, so that a file can be searched for it."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from indexer.sources import catalogue
from indexer.sources.candidates_ndjson import Experience, WeeklyHours, Wishes
from tests import offers
from web.anonymity import Contact, Seen, seen
from web.applications.sheet import Matches, Sheet, sheet
from web.applications.sheets import labels
from web.applications.tables import Application, Availability
from web.candidates.tables import Candidate
from web.offers.tables import Offer

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
FIRST, LAST, EMAIL, PHONE = "Zéphyrine", "Quatremarre", "zephyrine.q@marqueur.example", "06 39 98 77 66"
CITYCODE = "59350"
MARKERS = ("zephyrine", "zéphyrine", "quatremarre", "marqueur", "39987766", "39 98 77 66", CITYCODE, "candidat-interne")
OCCUPATION, CASHIER = "aide-soignant", "hote-de-caisse"
QUESTION = "Racontez un moment où quelqu'un est reparti mieux qu'il n'était arrivé."
ANSWER = (
    "J'étais de nuit quand une résidente s'est réveillée en pleurant. Je me suis assise, et nous avons parlé de son "
    "jardin pendant une demi-heure.\n\nLe lendemain, elle a demandé à descendre déjeuner avec les autres, pour la "
    "première fois depuis un mois. Depuis, je lui apporte une fleur quand je passe devant le massif."
)
TERMS = replace(offers.PLAIN, question=QUESTION)


def candidate(**profile: Any) -> Candidate:
    """The marked person. profile: parts that differ."""
    return Candidate(
        ref="candidat-interne",
        email=EMAIL,
        first_name=FIRST,
        last_name=LAST,
        phone=PHONE,
        consented_at=datetime(2026, 6, 1, tzinfo=UTC),
        created_at=NOW,
        updated_at=NOW,
        profile={
            "skills": [*core()[:5], "encaisser-paiement", "conduire-vehicule-leger", "accueillir-public"],
            "home": {"citycode": CITYCODE, "departement": "59", "lat": 50.633, "lon": 3.059},
            "mobility_km": 30,
            "licences": ["B"],
            "traits": ["autonomie", "bienveillance", "patience"],
            "wishes": {
                "occupations": [OCCUPATION],
                "contracts": ["cdi", "cdd"],
                "time": ["full", "part"],
                "weekly_hours": {"least": 28, "most": 35},
                "salary": 22_500,
                "hours": ["day", "weekend"],
                "remote": ["none"],
            },
            "experiences": [
                {"occupation": CASHIER, "months": 12, "since": "2018-03", "to": "2019-03"},
                {"occupation": OCCUPATION, "months": 38, "since": "2020-03"},
            ],
            **profile,
        },
    )


def application(answer: str = ANSWER, *, lifted: bool = False, ref: str = "K7xQ2mPz4TgB") -> Application:
    """An application of the marked person."""
    return Application(
        ref=ref,
        offer_id=1,
        candidate_id=1,
        availability=Availability.NOW,
        answer=answer,
        sent_at=datetime(2026, 11, 20, 21, 30, tzinfo=UTC),
        updated_at=NOW,
        lifted_at=NOW if lifted else None,
    )


def offer(**search: Any) -> Offer:
    """The offer, as a row. search: what was asked that differs."""
    asked = {"occupation": OCCUPATION, "citycode": "59009", "radius_km": 30, "required": [], "excluded": [], **search}
    return Offer(
        ref="offre-de-test",
        company_id=1,
        author_id=1,
        occupation=OCCUPATION,
        occupation_label="Aide-soignant / Aide-soignante",
        citycode="59009",
        place_label="Villeneuve-d'Ascq (59)",
        search=asked,
        answers={},
        terms=TERMS.to_json(),
        created_at=NOW,
        updated_at=NOW,
    )


def core() -> tuple[str, ...]:
    """Codes of the core skills of OCCUPATION."""
    return tuple(skill.code for skill in catalogue.load().occupations[OCCUPATION].core)


MATCHES = Matches(
    "Aide-soignant / Aide-soignante",
    frozenset(core()),
    {OCCUPATION: (1.0, core()[:3]), CASHIER: (0.05, ())},
    ("5 des 8 compétences principales", "à 12\u00a0km du poste"),
)


def ordinary(answer: str = ANSWER, *, lifted: bool = False, ref: str = "K7xQ2mPz4TgB", **profile: Any) -> Sheet:
    """An ordinary anti-CV; lifted: with the contact details."""
    person = candidate(**profile)
    return sheet(seen(application(answer, lifted=lifted, ref=ref), person), TERMS, labels(), MATCHES, NOW)


def extreme(characters: int = 5_000, **changes: Any) -> Sheet:
    """60 skills, 20 experiences, 12 traits, and an answer of so many characters."""
    held = catalogue.load()
    occupations = list(held.occupations)[:20]
    text = (ANSWER.replace("\n\n", " ") + " ") * 60
    one = ordinary(
        text[:characters],
        skills=[*core(), *[code for code in held.skills if code not in core()]][:60],
        traits=list(held.traits)[:12],
        experiences=[{"occupation": code, "months": 14, "since": "2019-01", "to": "2020-03"} for code in occupations],
    )
    return replace(one, **changes)


def profile_seen(skills: tuple[str, ...], experiences: tuple[Experience, ...], wishes: Wishes) -> Seen:
    """An anonymous application with this profile."""
    one = seen(application(), candidate())
    assert one.profile is not None
    return replace(one, profile=replace(one.profile, skills=skills, experiences=experiences, wishes=wishes))


__all__ = ["Contact", "WeeklyHours"]
