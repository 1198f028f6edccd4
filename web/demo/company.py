"""The lived-in company: a residence for old people that recruits with two colleagues, three offers, sixty applications.

Everything is done by the services that the pages use, at the instants when it would have been done: so what stands
here could have come about. What the worker would have done in between (finding people, sending mails) is written down
as done. The same seed and the same day give the same company, but for the random references.
"""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from argon2 import PasswordHasher
from sqlalchemy import Text, cast, or_
from sqlmodel import Session, col, select

from web.accounts.tables import Account, ContactRequest, Role
from web.candidates.documents import indexed, statement
from web.candidates.tables import Candidate
from web.clock import day_of
from web.companies.tables import Company
from web.db import Database
from web.demo import applicants, doors, offers, people, stories
from web.demo.offers import Published
from web.demo.stories import OfferStory

# Luhn's check digits are right, and no company has such a number: those that are given out begin with 1 to 9.
SIREN, SIRET = "000999003", "00099900300015"
NAME = "Résidence Les Tilleuls"
# Since when the company and its people have been here.
SINCE = timedelta(days=200)


@dataclass(frozen=True)
class Team:
    """The people of the company, by the names that the stories use."""

    claire: Account
    karim: Account

    def of(self, name: str) -> Account:
        return self.claire if name == "claire" else self.karim


def is_empty(database: Database) -> bool:
    """Is there nobody yet, on either side?"""
    with database.reading() as session:
        return not any(session.exec(select(key).limit(1)).first() for key in (Account.id, Candidate.id))


def fill(database: Database, now: datetime, seed: int = 1) -> int:
    """Write the company unless somebody has an account already; how many applications were written.

    No message goes to the index for its people: it is filled from SQL afterwards.
    """
    rng = random.Random(seed)  # noqa: S311 (an invented company, not secrets)
    with database.writing() as session:
        if session.exec(select(Account.id).limit(1)).first():
            return 0
        team = _team(session, now)
        where, told = applicants.world(), stories.load()
        plans = [offers.plan(rng, story, where, now) for story in told]
        cast_of = _people(session, rng, told, plans, where, now)
        _neighbours(session, rng, plans, where, now)
        targeted = _targeted(session, plans, where, now)
        for plan, refs in zip(plans, targeted, strict=True):
            offers.live(session, rng, offers.publish(session, plan, team, refs), cast_of, now)
        _request(session, now)
        return sum(len(story.applications) for story in told)


def _team(session: Session, now: datetime) -> Team:
    since = now - SINCE
    company = Company(siren=SIREN, siret=SIRET, name=NAME, created_at=since)
    session.add(company)
    session.flush()
    hashed = PasswordHasher().hash(doors.PASSWORD)

    def account(email: str, first_name: str, last_name: str, days: int, **more: Any) -> Account:
        joined = since + timedelta(days=days)
        one = Account(
            email=email,
            first_name=first_name,
            last_name=last_name,
            password_hash=hashed,
            email_confirmed_at=joined,
            created_at=joined,
            **more,
        )
        session.add(one)
        session.flush()
        return one

    ours = {"company_id": company.id, "phone": "0639980102"}
    team = Team(
        account(doors.RECRUITER, "Claire", "Delattre", 0, member_since=since, **ours),
        account(doors.COLLEAGUE, "Karim", "Ziani", 3, member_since=since + timedelta(days=4), **ours),
    )
    account(doors.STAFF, "Lou", "Perrin", 0, role=Role.STAFF)
    return team


def _people(
    session: Session,
    rng: random.Random,
    told: Sequence[OfferStory],
    plans: Sequence[Published],
    where: applicants.World,
    now: datetime,
) -> dict[str, Candidate]:
    """The applicants, by name."""
    rules = {plan.story.occupation: plan.rule for plan in plans}
    found: dict[str, Candidate] = {}
    for story, plan in zip(told, plans, strict=True):
        for one in story.applications:
            wanted = [story.occupation, *([one.also_for] if one.also_for else [])]
            profile = applicants.profile(rng, one, wanted, [rules[code] for code in wanted], where, day_of(now))
            found[one.name] = _candidate(rng, one.name, one.email or applicants.email(one.name), profile, plan)
    session.add_all(found.values())
    session.flush()
    return found


def _neighbours(
    session: Session, rng: random.Random, plans: Sequence[Published], where: applicants.World, now: datetime
) -> None:
    """People whom the offers target too, and who did not apply: most do not."""
    number = 0
    for plan in plans:
        for _ in range(plan.story.neighbours):
            number += 1
            first, last = people.name(rng)
            profile = applicants.neighbour(rng, plan.story.occupation, plan.rule, where, day_of(now))
            email = applicants.email(f"{first} {last} {number}")
            session.add(_candidate(rng, f"{first} {last}", email, profile, plan))
    session.flush()


def _candidate(rng: random.Random, name: str, email: str, profile: dict[str, Any], plan: Published) -> Candidate:
    """Somebody who came a while before the offer was published."""
    since = plan.at - timedelta(days=rng.randint(2, 60), minutes=rng.randrange(600))
    first, _, last = name.partition(" ")
    return Candidate(
        ref=f"{rng.getrandbits(96):024x}",
        email=email,
        first_name=first,
        last_name=last,
        phone=f"06 39 98 {rng.randrange(100):02d} {rng.randrange(100):02d}",
        profile=profile,
        consented_at=since,
        created_at=since,
        updated_at=since,
    )


def _targeted(session: Session, plans: Sequence[Published], where: applicants.World, now: datetime) -> list[list[str]]:
    """References of the people whom each offer targets, of all that there are."""
    # Whoever is targeted lives around the place of work, or accepts all of its département.
    around = [cast(col(Candidate.profile), Text).contains(f'"{code}"') for code in where.departements]
    found: list[list[str]] = [[] for _ in plans]
    first: dict[str, datetime] = {}
    for row in session.execute(statement(now).where(or_(*around))):
        candidate = indexed(row)
        for plan, refs in zip(plans, found, strict=True):
            if plan.rule.targets(candidate):
                refs.append(candidate.id)
                # Plans are in the order of time.
                first.setdefault(candidate.id, plan.at)
    _were_there(session, first)
    return found


def _were_there(session: Session, first: Mapping[str, datetime]) -> None:
    """Nobody was invited before they came. first: when each person was invited for the first time."""
    for one in session.exec(select(Candidate).where(col(Candidate.ref).in_(first))):
        if one.created_at >= first[one.ref]:
            one.created_at = one.updated_at = first[one.ref] - timedelta(days=3)
            one.consented_at = one.consented_at and one.created_at
            session.add(one)


def _request(session: Session, now: datetime) -> None:
    """Somebody who waits for an answer of the team."""
    session.add(
        ContactRequest(
            name="Hélène Garnier",
            email="helene.garnier@atelier-velo.example",
            phone="0639980304",
            company="L'Atelier du vélo",
            message="Bonjour, nous sommes cinq et cherchons une personne pour la mécanique cycle à Roubaix. "
            "Une collègue de la Résidence Les Tilleuls m'a parlé de vous. Comment obtenir un code ?",
            search="",
            created_at=now - timedelta(days=2, hours=3),
        )
    )
