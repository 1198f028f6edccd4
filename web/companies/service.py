"""Companies: looked up by SIRET, and ours."""

import logging
from datetime import datetime

from anyio import to_thread
from sqlmodel import Session, select

from search_api import companies as register
from search_api.companies import Establishment
from search_api.engine.client import Engine
from search_api.engine.errors import EngineError
from web.companies import api, rules
from web.companies.tables import Company

_log = logging.getLogger(__name__)


async def look_up(engine: Engine, api_url: str, siret: str) -> Establishment | None:
    """What is known of a SIRET (14 digits, valid): from our index, else from the public API when `api_url` names one.

    None: unknown, or nobody answers; the recruiter then types the name. Raises nothing.
    """
    try:
        found = await register.get(engine, siret)
    except EngineError as error:
        _log.info("companies: %s", error)
        found = None
    if found is None and api_url:
        found = await to_thread.run_sync(api.ask, api_url, siret)
    return found


def company_of(session: Session, siret: str, now: datetime, name: str = "") -> Company:
    """The company of this establishment; made, with this name, when nobody of it has come yet.

    To be called in a writing transaction, where nobody else can make the same one on SQLite; on PostgreSQL the
    unique SIREN stops the second, whose transaction is run again by the person.
    """
    siren = rules.siren(siret)
    found = session.exec(select(Company).where(Company.siren == siren)).one_or_none()
    if found is None:
        found = Company(siren=siren, siret=siret, name=name, created_at=now)
        session.add(found)
        session.flush()
    return found
