"""What `vivier bench board` measures on: recruiters of one company, an offer with thousands of applications."""

import random
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import insert, text
from sqlmodel import Session, col, select

from web.accounts import sessions
from web.accounts.tables import Account
from web.applications.tables import Application, ApplicationEvent, Availability, Happening, Stage
from web.bench.offer import TERMS
from web.candidates.tables import Candidate
from web.clock import utc_now
from web.companies.tables import Company
from web.db import Database
from web.db.writes import id_of
from web.demo import people
from web.offers.tables import Offer, State
from web.refs import new_ref

SEED = 20261123
FAVOURITES = 200
_SENTENCES = (
    "J'ai appris à écouter avant d'agir, et à demander quand je ne sais pas.",
    "Dans mon dernier poste, nous étions quatre pour tout faire ; j'y ai pris le goût de l'ordre et des choses finies.",
    "Ce que je retiens surtout, c'est l'équipe : on se relayait, on se prévenait, personne ne restait seul.",
    "Je suis à l'aise avec les horaires décalés, et j'habite assez près pour arriver à l'heure même tôt le matin.",
    "Un client mécontent m'a un jour remercié d'avoir pris le temps de lui expliquer ; je m'en souviens encore.",
    "J'ai quitté ce métier deux ans pour m'occuper d'un proche, et j'ai très envie d'y revenir.",
    "Le plus difficile a été la première semaine, le plus beau la dernière.",
)


@dataclass(frozen=True)
class Scene:
    """offer: its reference. tokens: of the session of each recruiter. refs: of the applications, oldest first.
    pending: of those that wait and are nobody's favourite."""

    offer: str
    tokens: tuple[str, ...]
    refs: tuple[str, ...]
    pending: tuple[str, ...]


def tidy(database: Database) -> None:
    """Have PostgreSQL do what its autovacuum would have done by the time that recruiters come."""
    if database.engine.name == "postgresql":
        with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("VACUUM ANALYZE"))


def fill(database: Database, size: int, recruiters: int) -> Scene:
    """Write it: applications at every stage, each with its last event, some hundred favourites among them."""
    now, rng = utc_now(), random.Random(SEED)  # noqa: S311 (a draw, not a secret)
    people.fill(database, size, now)
    with database.writing() as session:
        company = Company(siren="732829320", siret="73282932000074", name="Banc d'essai", created_at=now)
        session.add(company)
        session.flush()
        accounts = [_recruiter(session, id_of(company), number) for number in range(recruiters)]
        tokens = tuple(sessions.begin(session, id_of(one), now) for one in accounts)
        offer = _offer(session, accounts[0])
        candidates = session.exec(select(Candidate.id).order_by(col(Candidate.id)).limit(size)).all()
        rows = [_row(rng, id_of(offer), person, number, id_of(accounts[0])) for number, person in enumerate(candidates)]
        session.connection().execute(insert(Application), rows)
        events = [
            {"application_id": number, "account_id": id_of(accounts[0]), "what": Happening.FAVOURED, "at": now}
            for number in session.exec(select(Application.id).where(Application.offer_id == offer.id))
        ]
        session.connection().execute(insert(ApplicationEvent), events)
        pending = (row["ref"] for row in rows if row["stage"] == Stage.PENDING and not row["favourite"])
        return Scene(offer.ref, tokens, tuple(row["ref"] for row in rows), tuple(pending))


def _recruiter(session: Session, company_id: int, number: int) -> Account:
    now = utc_now()
    one = Account(
        email=f"bench{number}@bench.example",
        first_name="Camille",
        last_name=f"Essai {number}",
        password_hash="",
        company_id=company_id,
        member_since=now,
        email_confirmed_at=now,
        created_at=now,
    )
    session.add(one)
    session.flush()
    return one


def _offer(session: Session, author: Account) -> Offer:
    now = utc_now()
    one = Offer(
        company_id=author.company_id or 0,
        author_id=id_of(author),
        state=State.PUBLISHED,
        occupation="aide-soignant",
        occupation_label="Aide-soignant / Aide-soignante",
        citycode="59350",
        place_label="Lille (59)",
        search={"occupation": "aide-soignant", "citycode": "59350", "radius_km": 30, "required": [], "excluded": []},
        answers={},
        terms=TERMS.to_json(),
        created_at=now,
        updated_at=now,
        published_at=now,
    )
    session.add(one)
    session.flush()
    return one


def _row(rng: random.Random, offer_id: int, person: int | None, number: int, by: int) -> dict[str, Any]:
    sent = utc_now() - timedelta(minutes=10_000 - number)
    stage = rng.choices([*Stage], [60, 10, 15, 15])[0]
    lifted = stage in {Stage.TO_CONTACT, Stage.CONTACTED}
    return {
        "ref": new_ref(),
        "offer_id": offer_id,
        "candidate_id": person,
        "availability": Availability.NOW,
        "answer": " ".join(rng.choices(_SENTENCES, k=rng.randint(1, 9))),
        "match": rng.randrange(1000),
        "stage": stage,
        "favourite": number < FAVOURITES,
        "sent_at": sent,
        "updated_at": sent,
        "lifted_at": sent if lifted else None,
        "lifted_by": by if lifted else None,
        "revision": 1,
    }
