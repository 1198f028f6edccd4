"""The account behind a link in a mail."""

from dataclasses import dataclass
from datetime import timedelta

from starlette.requests import Request

from web.accounts import links
from web.accounts.tables import Account
from web.companies.rules import shown
from web.companies.tables import Company
from web.db import Database, Session
from web.tokens import BadToken, Tokens


@dataclass(frozen=True)
class Behind:
    """subject: what the link holds (links.subject). company: as people know it, empty for staff."""

    subject: str
    account: Account
    company: str

    @property
    def person(self) -> str:
        return self.account.name


async def behind(request: Request, purpose: str, life: timedelta) -> Behind | None:
    """What the link of this page opens; None when it was not made by us, has expired, or was used."""
    tokens: Tokens = request.app.state.tokens
    database: Database = request.app.state.database
    try:
        subject = tokens.read(purpose, request.path_params["token"], life, request.app.state.clock())
    except BadToken:
        return None
    return await database.read(_find, subject)


def _find(session: Session, subject: str) -> Behind | None:
    account = links.account_of(session, subject)
    if account is None:
        return None
    company = session.get(Company, account.company_id) if account.company_id else None
    return Behind(subject, account, (company.name or f"SIRET {shown(company.siret)}") if company else "")
