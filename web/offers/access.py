"""The only way to an offer: fetching it and proving the right to it are one call."""

from sqlalchemy import ColumnElement, and_
from sqlmodel import Session, col, select

from web.access import NotYours
from web.accounts.tables import Account
from web.offers.tables import Offer


def visible_to(account: Account) -> ColumnElement[bool]:
    """Which offers an account sees: those of its company once it is a member, else those that it wrote."""
    of_company = col(Offer.company_id) == account.company_id
    if account.member_since is not None:
        return of_company
    return and_(of_company, col(Offer.author_id) == account.id)


def offer_of(session: Session, account: Account, ref: str, *, to_change: bool = False) -> Offer:
    """The offer with this reference. to_change: nobody else changes it until the transaction ends.

    Raises NotYours, for an offer that does not exist as for one that the account may not see.
    """
    wanted = select(Offer).where(Offer.ref == ref, visible_to(account))
    # SQLite has no such lock, and needs none: a transaction that writes is alone.
    offer = session.exec(wanted.with_for_update() if to_change else wanted).one_or_none()
    if offer is None or account.company_id is None:
        raise NotYours
    return offer
