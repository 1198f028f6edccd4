"""The only way to an application: fetching it and proving the right to it are one call."""

from sqlmodel import Session, col, select

from web.access import NotYours
from web.accounts.tables import Account
from web.applications.tables import Application
from web.offers.access import visible_to
from web.offers.tables import Offer


def application_of(
    session: Session, account: Account, ref: str, *, to_change: bool = False
) -> tuple[Application, Offer]:
    """The application with this reference and its offer. to_change: nobody else changes it until the transaction ends.

    Raises NotYours, for one that does not exist as for one of an offer that the account may not see.
    """
    wanted = (
        select(Application, Offer)
        .join(Offer, col(Offer.id) == Application.offer_id)
        .where(Application.ref == ref, visible_to(account))
    )
    # SQLite has no such lock, and needs none: a transaction that writes is alone.
    found = session.exec(wanted.with_for_update(of=Application) if to_change else wanted).one_or_none()
    if found is None or account.company_id is None:
        raise NotYours
    return found
