"""The only way to an offer: fetching it and proving the right to it are one call."""

from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, and_, bindparam
from sqlmodel import Session, col, select

from web.access import NotYours
from web.accounts.tables import Account
from web.offers.tables import Offer


def visible_to(account: Account) -> ColumnElement[bool]:
    """Which offers an account sees: those of its company once it is a member, else those that it wrote."""
    return _visible(account.company_id, account.id, member=account.member_since is not None)


def visible(*, member: bool) -> ColumnElement[bool]:
    """The same for a question that is made once and asked often, with the values of `reader`."""
    return _visible(bindparam("reader_company"), bindparam("reader_id"), member=member)


def _visible(company: Any, account: Any, *, member: bool) -> ColumnElement[bool]:
    of_company = col(Offer.company_id) == company
    return of_company if member else and_(of_company, col(Offer.author_id) == account)


def reader(account: Account) -> dict[str, Any]:
    """Who asks, for `visible`."""
    return {"reader_company": account.company_id, "reader_id": account.id}


def offer_of(session: Session, account: Account, ref: str, *, to_change: bool = False) -> Offer:
    """The offer with this reference. to_change: nobody else changes it until the transaction ends.

    Raises NotYours, for an offer that does not exist as for one that the account may not see.
    """
    wanted = _wanted(account.member_since is not None, to_change)
    offer: Offer | None = session.exec(wanted, params={"ref": ref, **reader(account)}).one_or_none()
    if offer is None or account.company_id is None:
        raise NotYours
    return offer


@cache
def _wanted(member: bool, to_change: bool) -> Any:
    # Made once: making the question costs more than asking it.
    wanted = select(Offer).where(col(Offer.ref) == bindparam("ref"), visible(member=member))
    # SQLite has no such lock, and needs none: a transaction that writes is alone.
    return wanted.with_for_update() if to_change else wanted
