"""The fixed cast: who stands in the database of a test, and how they come in over HTTP.

`cast(database)` writes them; each test gets a fresh database. Everybody's password is PASSWORD.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

import httpx2 as httpx
from argon2 import PasswordHasher
from sqlmodel import Session

from web.accounts.tables import Account, InvitationCode, Role
from web.candidates.tables import Candidate
from web.companies.tables import Company
from web.db import Database

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
PASSWORD = "trois petits cailloux blancs"
CODE = "ABCDEFGHJK"
# Real SIRETs by their check digit.
SIRET, OTHER_SIRET, THIRD_SIRET = "73282932000074", "35600000000048", "55208131766522"


@dataclass(frozen=True)
class Cast:
    """company: of owner, teammate and newcomer; the owner and the teammate are members, the newcomer asks to be one.
    stranger: the member of another company. code: three uses, until NOW + 30 days."""

    company: Company
    other_company: Company
    owner: Account
    teammate: Account
    newcomer: Account
    stranger: Account
    staff: Account
    code: InvitationCode


def cast(database: Database, now: datetime = NOW) -> Cast:
    """Write the cast."""
    with database.writing() as session:
        ours, theirs = company(session, SIRET, "Les Ateliers", now), company(session, OTHER_SIRET, "Ailleurs", now)
        return Cast(
            company=ours,
            other_company=theirs,
            owner=account(session, "owner@ateliers.example", ours, now, first_name="Olive", last_name="Perrin"),
            teammate=account(session, "teammate@ateliers.example", ours, now, first_name="Théo", last_name="Marchand"),
            newcomer=account(
                session, "newcomer@ateliers.example", ours, now, member=False, first_name="Nora", last_name="Vidal"
            ),
            stranger=account(session, "stranger@ailleurs.example", theirs, now, first_name="Sacha", last_name="Roy"),
            staff=account(
                session, "staff@vivier.example", None, now, role=Role.STAFF, first_name="Éva", last_name="Blanc"
            ),
            code=code(session, CODE, uses=3, now=now),
        )


def company(session: Session, siret: str = SIRET, name: str = "Les Ateliers", now: datetime = NOW) -> Company:
    """A company."""
    one = Company(siren=siret[:9], siret=siret, name=name, created_at=now)
    session.add(one)
    session.flush()
    return one


def account(
    session: Session,
    email: str,
    of: Company | None,
    now: datetime = NOW,
    *,
    member: bool = True,
    confirmed: bool = True,
    **more: Any,
) -> Account:
    """An account of a company (None: of no company)."""
    one = Account(
        email=email,
        password_hash=hashed(PASSWORD),
        company_id=of.id if of else None,
        member_since=now if of and member else None,
        email_confirmed_at=now if confirmed else None,
        created_at=now,
        **{"first_name": "Camille", "last_name": "Durand", "phone": "0320123456", **more},
    )
    session.add(one)
    session.flush()
    return one


def code(session: Session, text: str = CODE, uses: int = 1, now: datetime = NOW, days: int = 30) -> InvitationCode:
    """An invitation code."""
    one = InvitationCode(code=text, uses=uses, uses_left=uses, expires_at=now + timedelta(days=days), created_at=now)
    session.add(one)
    session.flush()
    return one


def candidate(session: Session, number: int, now: datetime = NOW, **profile: Any) -> Candidate:
    """A candidate of Lille who consents and has stated no wish. profile: parts of the profile that differ."""
    one = Candidate(
        ref=f"candidate{number:07}",
        email=f"candidate{number}@people.example",
        first_name="Alex",
        last_name=f"Petit-{number}",
        profile={
            "skills": [],
            "home": {"citycode": "59350", "departement": "59", "lat": 50.633, "lon": 3.059},
            "mobility_km": 30,
            **profile,
        },
        consented_at=now,
        created_at=now,
        updated_at=now,
    )
    session.add(one)
    session.flush()
    return one


# A thousandth of the work that the product asks for; a site with the real parameters hashes anew at the first sign-in.
HASTY = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)


@cache
def hashed(password: str) -> str:
    """The hash of a password, made once a run."""
    return HASTY.hash(password)


def csrf(page: str) -> str:
    """The token of the first form of a page that carries one."""
    found = re.search(r'name="csrf" value="(\w+)"', page)
    assert found, "no form with a token on this page"
    return found[1]


def post(client: httpx.Client, path: str, data: dict[str, Any] | None = None, shown_on: str = "") -> httpx.Response:
    """Send a form as a browser would that shows it on `shown_on` (`path` when empty). Redirects are not followed."""
    token = csrf(client.get(shown_on or path).text)
    return client.post(path, data={"csrf": token, **(data or {})})


def sign_in(url: str, email: str, password: str = PASSWORD) -> httpx.Client:
    """A browser in which this person is signed in, on the running site at `url`. Close it (`contextlib.closing`)."""
    client = httpx.Client(base_url=url, timeout=20)
    answer = post(client, "/connexion", {"mail": email, "mot_de_passe": password})
    assert answer.status_code == 303, answer.text
    return client
