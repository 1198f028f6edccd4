"""The only way to an application: fetching it and proving the right to it are one call."""

from functools import cache
from typing import Any

from sqlalchemy import bindparam
from sqlmodel import Session, col, select

from web.access import NotYours
from web.accounts.tables import Account
from web.applications.tables import Application
from web.offers.access import reader, visible
from web.offers.tables import Offer


def application_of(
    session: Session, account: Account, ref: str, *, to_change: bool = False
) -> tuple[Application, Offer]:
    """The application with this reference and its offer. to_change: nobody else changes it until the transaction ends.

    Raises NotYours, for one that does not exist as for one of an offer that the account may not see.
    """
    wanted = _wanted(account.member_since is not None, to_change)
    found: tuple[Application, Offer] | None = session.exec(wanted, params={"ref": ref, **reader(account)}).one_or_none()
    if found is None or account.company_id is None:
        raise NotYours
    return found


@cache
def _wanted(member: bool, to_change: bool) -> Any:
    # Made once: making the question costs more than asking it.
    wanted = (
        select(Application, Offer)
        .join(Offer, col(Offer.id) == Application.offer_id)
        .where(col(Application.ref) == bindparam("ref"), visible(member=member))
    )
    # SQLite has no such lock, and needs none: a transaction that writes is alone.
    return wanted.with_for_update(of=Application) if to_change else wanted
