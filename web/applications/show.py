"""Applications as screens: from what web.anonymity lets through to words. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from web.anonymity import Contact, Seen
from web.applications import wording
from web.applications.board import Asked, Filter, Order, belongs
from web.applications.rules import Move, Standing, moves
from web.applications.screens import Acts, Board, Choice, Clash, Identity, Lift, Lifted, News, Row
from web.clock import day_of
from web.landing.wording import number
from web.offers.tallies import Tally
from web.offers.wording import day

# Most answers fit in here; of the others one reads the beginning and unfolds the rest.
HEAD = 420
_PICTURES = {
    Filter.OPEN: "toutes",
    Filter.PENDING: "sablier",
    Filter.TO_CONTACT: "enveloppe",
    Filter.CONTACTED: "contactee",
    Filter.FAVOURITES: "etoile",
    Filter.REFUSED: "croix",
}


@dataclass(frozen=True)
class Listed:
    """What a board is made from. ref: of the offer; found: of one part of the list, more: whether others follow."""

    ref: str
    occupation: str
    near: str
    question: str
    tally: Tally
    version: str
    found: Sequence[Seen]
    more: bool
    done: Seen | None


def acts(seen: Seen) -> Acts:
    """What the buttons of an application need."""
    standing = Standing(seen.stage, seen.lifted_at is not None, seen.erased)
    may = moves(standing)
    return Acts(
        ref=seen.ref,
        title=f"candidature du {day(seen.sent_on)}",
        stage=seen.stage,
        favourite=seen.favourite,
        revision=seen.revision,
        may=tuple(may),
        lift=Move.LIFT_LATER in may,
    )


def row(seen: Seen, asked: Asked, notice: str = "") -> Row:
    """One application in the list that was asked for."""
    blind = asked.order is Order.BLIND
    answer, rest = folded(seen.answer)
    mine = acts(seen)
    return Row(
        ref=seen.ref,
        acts=mine,
        title=f"Candidature du {day(seen.sent_on)}",
        name=seen.contact.name if seen.contact and not blind else "",
        availability=wording.availability(seen),
        answer=answer,
        rest=rest,
        gone=wording.GONE if seen.erased else "",
        stage_word=wording.STAGES[seen.stage],
        blind=blind,
        left=not belongs(asked.filter, seen.stage, seen.favourite),
        notice=notice,
    )


def called(seen: Seen, asked: Asked) -> str:
    """How an application is called in a sentence."""
    if asked.order is Order.BLIND:
        return "une candidature"
    return seen.contact.name if seen.contact else f"la candidature du {day(seen.sent_on)}"


def folded(answer: str) -> tuple[str, str]:
    """A long answer as its beginning and the rest, cut between two words."""
    if len(answer) <= HEAD + HEAD // 3:
        return answer, ""
    cut = max(answer.rfind(" ", 0, HEAD), answer.rfind("\n", 0, HEAD))
    cut = cut if cut > HEAD // 2 else HEAD
    return answer[:cut], answer[cut:].lstrip()


def board(listed: Listed, asked: Asked) -> Board:
    """The list page."""
    ref, tally = listed.ref, listed.tally
    here = replace(asked, done="")
    return Board(
        title=f"Candidatures, {listed.occupation} {listed.near}",
        offer_url=f"/offres/{ref}",
        occupation=listed.occupation,
        near=listed.near,
        question=listed.question,
        told=wording.answered(tally.all),
        empty="" if listed.found else wording.empty(asked.filter, tally.all),
        filters=filters(ref, tally, asked),
        orders=tuple(
            Choice("", word, asked.but(order=one).url(ref), one is asked.order) for one, word in wording.ORDERS.items()
        ),
        rows=tuple(row(one, here) for one in listed.found),
        done=row(listed.done, here) if listed.done else None,
        here=here.url(ref),
        watch=here.url(ref, version=listed.version),
        version=listed.version,
        first_url=asked.but().url(ref) if asked.after else "",
        next_url=Asked(asked.filter, asked.order, listed.found[-1].ref).url(ref) if listed.more else "",
        downloads_url=f"/offres/{ref}/favoris" if asked.filter is Filter.FAVOURITES and listed.found else "",
    )


def filters(ref: str, tally: Tally, asked: Asked) -> tuple[Choice, ...]:
    """The lists to choose from, with how many applications each holds."""
    return tuple(
        Choice(_PICTURES[one], word, asked.but(filter=one).url(ref), one is asked.filter, number(_count(tally, one)))
        for one, word in wording.FILTERS.items()
    )


def news(
    ref: str, rows: Sequence[Row], tally: Tally, asked: Asked, said: str, version: str = "", fresh: int = 0
) -> News:
    """The pieces of a board that change."""
    return News(
        rows=tuple(rows),
        filters=filters(ref, tally, asked),
        told=wording.answered(tally.all),
        said=said,
        watch=asked.url(ref, version=version) if version else "",
        version=version,
        fresh=wording.fresh(fresh),
        here=asked.url(ref),
    )


def clash(seen: Seen, notice: str, back: str) -> Clash:
    """Somebody was first."""
    mine = row(seen, Asked(), notice)
    return Clash("Cette candidature a changé", replace(mine, left=False), back)


def lift(seen: Seen, occupation: str, near: str, back: str) -> Lift:
    """The page that recalls the commitment."""
    return Lift("Lever l'anonymat", acts(seen), occupation, near, back)


def lifted(seen: Seen, contact: Contact, by: str, at: datetime, back: str) -> Lifted:
    """The page that shows who the person is. by: who lifted; at: when."""
    mine = acts(seen)
    return Lifted(contact.name, mine, identity(contact, (by, at)), Move.TO_CONTACT in mine.may, back)


def identity(contact: Contact, lifted: tuple[str, datetime] | None) -> Identity:
    """How to reach the person. lifted: by whom anonymity was, and when; None when that was not written down."""
    return Identity(
        email=contact.email,
        mail_url=f"mailto:{contact.email}",
        phone=contact.phone,
        phone_url="tel:" + "".join(one for one in contact.phone if one.isdigit() or one == "+"),
        by=f"Anonymat levé par {lifted[0]} le {day(day_of(lifted[1]))}." if lifted else "",
    )


def _count(tally: Tally, which: Filter) -> int:
    return {
        Filter.OPEN: tally.all - tally.refused,
        Filter.PENDING: tally.pending,
        Filter.TO_CONTACT: tally.to_contact,
        Filter.CONTACTED: tally.contacted,
        Filter.FAVOURITES: tally.favourites,
        Filter.REFUSED: tally.refused,
    }[which]
