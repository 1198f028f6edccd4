"""From offers to the lines of lists and the figures of sending. Pure."""

from datetime import datetime

from search_api.matching.disclosure import FLOOR, disclosed
from web.accounts.tables import Account
from web.clock import day_of
from web.invitations.service import Progress
from web.landing import wording as figures
from web.offers import rules, steps, wizard, wording
from web.offers.rules import Move
from web.offers.screens import Line, Sent
from web.offers.tables import Offer, State
from web.offers.tallies import Tally

STATES = {State.DRAFT: "Brouillon", State.PUBLISHED: "En ligne", State.CLOSED: "Fermée"}


def line(offer: Offer, author: str, tally: Tally, now: datetime) -> Line:
    """One offer as lists show it. author: name of who wrote it, empty for the reader."""
    today = day_of(now)
    wrong = steps.wrong(offer.answers, today)
    untouched = [step for step in steps.STEPS if step.key not in offer.answers]
    go_on = next(iter(wrong or untouched), steps.RECAP)
    told, at = _since(offer)
    return Line(
        ref=offer.ref,
        url=f"/offres/{offer.ref}",
        occupation=offer.occupation_label,
        near=wizard.near(offer),
        state=offer.state,
        told=STATES[State(offer.state)],
        since=f"{told} le {wording.day(day_of(at))}",
        author=author,
        tally=tally,
        next=f"étape {steps.position(go_on) + 1}, {go_on.title.lower()}" if offer.state == State.DRAFT else "",
        may=frozenset(move.value for move in Move if rules.allows(offer.state, move)),
    )


def _since(offer: Offer) -> tuple[str, datetime]:
    if offer.state == State.CLOSED and offer.closed_at:
        return "fermée", offer.closed_at
    if offer.state == State.PUBLISHED and offer.published_at:
        return "publiée", offer.published_at
    return "modifiée", offer.updated_at


def author_of(offer: Offer, reader: Account, names: dict[int, str]) -> str:
    """Who wrote an offer; empty when the reader did."""
    return "" if offer.author_id == reader.id else names.get(offer.author_id, "")


def sent(progress: Progress) -> Sent:
    """How far the inviting is, in figures cut as counts are: small ones would tell of one person."""
    invited, mailed = disclosed(progress.invited), disclosed(progress.sent)
    running = not progress.done or progress.waiting > 0
    share = 100 if not running else 100 * (mailed or 0) // max(progress.targeted, progress.invited, FLOOR)
    return Sent(
        running=running,
        begun=invited is not None,
        invited=_told(invited),
        mailed=_told(mailed) if mailed else "",
        share=min(share, 100),
        nobody=not running and invited is None,
        failed=disclosed(progress.dead) is not None,
    )


def _told(count: int | None) -> str:
    sentence = figures.people(count, FLOOR)
    return sentence[:1].upper() + sentence[1:]
