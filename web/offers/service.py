"""What a recruiter does to offers. A function is the body of one transaction (`await database.write(fn, ...)`)."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from web.accounts.tables import Account
from web.clock import day_of
from web.companies.rules import siren
from web.companies.tables import Company
from web.db.writes import id_of
from web.invitations import service as invitations
from web.landing.forms import Search
from web.offers import rules, steps
from web.offers.access import offer_of, visible_to
from web.offers.documents import KIND
from web.offers.rules import Conflict, Move, Save, Typed
from web.offers.steps import Step
from web.offers.tables import Offer, State
from web.outbox.queue import Order, enqueue
from web.outbox.tables import Channel


class Unconfirmed(Exception):
    """The author has not yet followed the link in the first mail: nothing goes out to candidates before."""


def search_json(search: Search) -> dict[str, Any]:
    """What `Offer.search` holds."""
    return {
        "occupation": search.occupation,
        "citycode": search.citycode,
        "radius_km": search.refinement.radius_km,
        "required": list(search.refinement.required),
        "excluded": list(search.refinement.excluded),
    }


def draft_from(
    session: Session, account: Account, search: Search, occupation_label: str, place_label: str, now: datetime
) -> Offer:
    """A draft of this search; the same author's untouched draft of the same search is used again."""
    wanted = search_json(search)
    mine = select(Offer).where(
        visible_to(account),
        Offer.author_id == account.id,
        Offer.state == State.DRAFT,
        Offer.occupation == search.occupation,
        Offer.citycode == search.citycode,
        Offer.revision == 0,
    )
    for draft in session.exec(mine.order_by(col(Offer.id).desc())):
        if draft.search == wanted and not draft.answers:
            return draft
    offer = Offer(
        company_id=_company_id(account),
        author_id=id_of(account),
        occupation=search.occupation,
        occupation_label=occupation_label,
        citycode=search.citycode,
        place_label=place_label,
        search=wanted,
        answers={},
        created_at=now,
        updated_at=now,
    )
    session.add(offer)
    session.flush()
    return offer


def listed(session: Session, account: Account) -> Sequence[Offer]:
    """The offers that the account sees, drafts and the last changed first."""
    rank = {State.DRAFT.value: 0, State.PUBLISHED.value: 1, State.CLOSED.value: 2}
    found = session.exec(select(Offer).where(visible_to(account)).order_by(col(Offer.updated_at).desc())).all()
    return sorted(found, key=lambda offer: rank[offer.state])


def company_of(session: Session, offer: Offer) -> Company:
    """The company that an offer belongs to."""
    return session.exec(select(Company).where(Company.id == offer.company_id)).one()


def save(session: Session, account: Account, ref: str, step: Step[Any], typed: Typed, by: Save, now: datetime) -> Offer:
    """Keep the answers of one step as typed. Raises NotYours, Refused (published meanwhile), Conflict."""
    offer = offer_of(session, account, ref, to_change=True)
    if offer.state != State.DRAFT:
        raise rules.Refused(f"save in {offer.state}")
    here, there, last = steps.kept(step, typed), offer.answers.get(step.key, {}), offer.saves.get(step.key)
    if rules.is_late(last, by):
        return offer
    if rules.overwrites_unseen(last, by) and (found := rules.differences(step, here, there)):
        raise Conflict(found, offer.revision)
    if here == there:
        return offer
    offer.revision += 1
    offer.answers = offer.answers | {step.key: here}
    offer.saves = offer.saves | {step.key: {"page": by.page, "order": by.order, "revision": offer.revision}}
    offer.updated_at = now
    session.add(offer)
    return offer


def publish(session: Session, account: Account, ref: str, now: datetime) -> Offer:
    """Freeze the offer's terms and hand the inviting to the worker; a second time, it is published already.

    Raises NotYours, Unconfirmed, Refused (closed), steps.Incomplete.
    """
    offer = offer_of(session, account, ref, to_change=True)
    if offer.state == State.PUBLISHED:
        return offer
    state = rules.after(offer.state, Move.PUBLISH)
    if account.email_confirmed_at is None:
        raise Unconfirmed
    today = day_of(now)
    terms = steps.terms(offer.search, offer.answers, today)
    offer.terms = terms.to_json()
    offer.standing = steps.read(steps.RECAP, offer.answers, today)[0].standing
    offer.published_at = now
    _become(session, offer, state, now)
    company = company_of(session, offer)
    # Offered again for the next offer.
    company.name, company.presentation, company.website = terms.company_name, terms.presentation, terms.website
    if siren(terms.siret) == company.siren:
        company.siret = terms.siret
    session.add(company)
    invitations.start(session, offer, now)
    return offer


def close(session: Session, account: Account, ref: str, now: datetime) -> Offer:
    """Stop inviting. Raises NotYours, Refused."""
    offer = offer_of(session, account, ref, to_change=True)
    stop(session, offer, now)
    return offer


def stop(session: Session, offer: Offer, now: datetime) -> None:
    """Close an offer that the caller may close and has locked. Raises Refused."""
    state = rules.after(offer.state, Move.CLOSE)
    offer.closed_at = now
    _become(session, offer, state, now)
    # Nobody who arrives is compared with it any more.
    order = Order(f"standing-offer:{offer.id}:revision:{offer.revision}", Channel.INDEX, KIND, id_of(offer))
    enqueue(session, [order], now)


def reopen(session: Session, account: Account, ref: str, now: datetime) -> Offer:
    """Open a closed offer again: people who are targeted now and were not invited yet are. Raises NotYours, Refused."""
    offer = offer_of(session, account, ref, to_change=True)
    state = rules.after(offer.state, Move.REOPEN)
    if account.email_confirmed_at is None:
        raise Unconfirmed
    offer.closed_at = None
    _become(session, offer, state, now)
    invitations.start(session, offer, now)
    return offer


def duplicate(session: Session, account: Account, ref: str, now: datetime) -> Offer:
    """A new draft of the account's own with the same search and answers. Raises NotYours."""
    model = offer_of(session, account, ref)
    offer = Offer(
        company_id=model.company_id,
        author_id=id_of(account),
        occupation=model.occupation,
        occupation_label=model.occupation_label,
        citycode=model.citycode,
        place_label=model.place_label,
        search=model.search,
        answers=model.answers,
        revision=1,
        created_at=now,
        updated_at=now,
    )
    session.add(offer)
    session.flush()
    return offer


def delete(session: Session, account: Account, ref: str, _: datetime) -> None:
    """Remove a draft. Raises NotYours, Refused."""
    offer = offer_of(session, account, ref, to_change=True)
    rules.after(offer.state, Move.DELETE)
    session.delete(offer)


def _become(session: Session, offer: Offer, state: State | None, now: datetime) -> None:
    offer.state = State(state or offer.state)
    offer.revision += 1
    offer.updated_at = now
    session.add(offer)


def _company_id(account: Account) -> int:
    if account.company_id is None:
        raise ValueError(f"account {account.ref} belongs to no company")
    return account.company_id
