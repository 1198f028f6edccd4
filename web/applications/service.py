"""What recruiters do with applications: each function is the body of one transaction."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session, col, select

from web.accounts.tables import Account
from web.applications.access import application_of
from web.applications.rules import LIFTS, Move, Standing, after
from web.applications.tables import Application, ApplicationEvent, Happening, Stage
from web.offers.tables import Offer

# What was acted on, as it is now, and its offer.
Acted = tuple[Application, Offer]

# So many are told one by one.
MOST_TOLD = 20


class Changed(Exception):
    """The application is no longer as the page showed it: a colleague was first. It is to be read anew."""


_TOLD = {
    Move.LIFT_NOW: Happening.CONTACTED,
    Move.LIFT_LATER: Happening.TO_CONTACT,
    Move.CONTACTED: Happening.CONTACTED,
    Move.TO_CONTACT: Happening.TO_CONTACT,
    Move.REFUSE: Happening.REFUSED,
    Move.RESTORE: Happening.RESTORED,
}


def move(session: Session, account: Account, ref: str, wanted: Move, revision: int, now: datetime) -> Acted:
    """Do `wanted`, seen from the page of `revision`. Raises NotYours, Changed, IllegalMove.

    Lifting is noted as an event of its own, with who committed themselves to contact the person, and when. A second
    click, which the first one has overtaken, does nothing and is no mistake.
    """
    application, offer = application_of(session, account, ref, to_change=True)
    if application.revision != revision:
        if _just_done(session, application, account, wanted, revision):
            return application, offer
        raise Changed(ref)
    then = after(standing(application), wanted)
    if wanted in LIFTS:
        application.lifted_at, application.lifted_by = now, account.id
        note_event(session, application, account, Happening.LIFTED, now)
    application.stage = then.stage
    _changed(session, application, account, _TOLD[wanted], now)
    return application, offer


def favour(session: Session, account: Account, ref: str, star: bool, revision: int, now: datetime) -> Acted:
    """Put the star or take it away. Raises NotYours, Changed."""
    application, offer = application_of(session, account, ref, to_change=True)
    if application.favourite == star:
        return application, offer
    if application.revision != revision:
        raise Changed(ref)
    application.favourite = star
    _changed(session, application, account, Happening.FAVOURED if star else Happening.UNFAVOURED, now)
    return application, offer


def standing(application: Application) -> Standing:
    """What decides which moves are possible."""
    erased = application.candidate_id is None
    return Standing(Stage(application.stage), application.lifted_at is not None, erased)


def last_event(session: Session, application: Application) -> tuple[ApplicationEvent, Account] | None:
    """What was done last, and by whom."""
    return session.exec(
        select(ApplicationEvent, Account)
        .join(Account, col(Account.id) == ApplicationEvent.account_id)
        .where(ApplicationEvent.application_id == application.id)
        .order_by(col(ApplicationEvent.id).desc())
        .limit(1)
    ).first()


def told_since(
    session: Session, account: Account, offer_id: int, since: datetime
) -> Sequence[tuple[ApplicationEvent, Account]]:
    """What colleagues of `account` did to the applications of an offer since, in this order."""
    return session.exec(
        select(ApplicationEvent, Account)
        .join(Application, col(Application.id) == ApplicationEvent.application_id)
        .join(Account, col(Account.id) == ApplicationEvent.account_id)
        .where(
            Application.offer_id == offer_id,
            # By its index: an event of then belongs to an application that changed then.
            Application.updated_at > since,
            ApplicationEvent.at > since,
            ApplicationEvent.account_id != account.id,
        )
        .order_by(col(ApplicationEvent.id))
        .limit(MOST_TOLD)
    ).all()


def note_event(session: Session, application: Application, account: Account, what: Happening, now: datetime) -> None:
    """Write down what was done, by whom and when."""
    assert application.id is not None  # noqa: S101 (for mypy: both come from the database)
    assert account.id is not None  # noqa: S101
    session.add(ApplicationEvent(application_id=application.id, account_id=account.id, what=what, at=now))


def _just_done(session: Session, application: Application, account: Account, wanted: Move, revision: int) -> bool:
    """Is the one change since `revision` this very move, by the same person?"""
    last = last_event(session, application) if application.revision == revision + 1 else None
    # Withdrawing is a change too, and no event.
    left_since = last and application.erased_at and last[0].at <= application.erased_at
    return last is not None and not left_since and (last[0].what, last[1].id) == (_TOLD[wanted], account.id)


def _changed(session: Session, application: Application, account: Account, what: Happening, now: datetime) -> None:
    application.revision += 1
    application.updated_at = now
    session.add(application)
    note_event(session, application, account, what, now)
