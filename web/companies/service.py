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
from web.db.writes import insert_new
from web.refs import new_ref

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

    Two first people who come at once find the same one: the SIREN is unique.
    """
    siren = rules.siren(siret)
    fresh = {"ref": new_ref(), "siren": siren, "siret": siret, "name": name, "presentation": "", "website": ""}
    insert_new(session, Company, [fresh | {"created_at": now}], ("siren",))
    return session.exec(select(Company).where(Company.siren == siren)).one()
