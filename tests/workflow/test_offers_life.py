"""What becomes of an offer: moves, rights, publishing once."""

import threading
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import col, select

from tests.cast import NOW, Cast, cast
from tests.offers import SEARCH, SEARCHED, answers, complete
from web.access import NotYours
from web.accounts.tables import Account
from web.companies.tables import Company
from web.db import Database
from web.invitations.tables import Sending
from web.landing.forms import Refinement, Search
from web.offers import rules, service, steps
from web.offers.access import offer_of
from web.offers.rules import Conflict, Move, Refused, Save
from web.offers.steps import COMPANY, CONTRACT, QUESTION
from web.offers.tables import Offer, State
from web.offers.terms import Terms
from web.outbox.tables import Channel, Message

LATER = NOW + timedelta(hours=1)


@pytest.fixture
def people(database: Database) -> Cast:
    return cast(database)


def draft(database: Database, account: Account, search: Search = SEARCHED) -> Offer:
    with database.writing() as session:
        return service.draft_from(session, account, search, "Aide-soignant / Aide-soignante", "Lille (59)", NOW)


def ready(database: Database, account: Account) -> Offer:
    """A draft that can be published."""
    offer = draft(database, account)
    with database.writing() as session:
        for step in steps.STEPS:
            if step.key in complete():
                service.save(session, account, offer.ref, step, complete()[step.key], Save("a", 0, 0), NOW)
    return offer


def do(database: Database, act: Any, account: Account, ref: str, *more: Any) -> Any:
    with database.writing() as session:
        return act(session, account, ref, *more)


def published(database: Database, account: Account) -> Offer:
    offer: Offer = do(database, service.publish, account, ready(database, account).ref, LATER)
    return offer


def as_it_is(database: Database, offer: Offer) -> Offer:
    with database.reading() as session:
        return session.exec(select(Offer).where(Offer.ref == offer.ref)).one()


def sendings(database: Database) -> list[Sending]:
    with database.reading() as session:
        return list(session.exec(select(Sending).order_by(col(Sending.id))))


ACTS: dict[Move, Any] = {
    Move.PUBLISH: service.publish,
    Move.CLOSE: service.close,
    Move.REOPEN: service.reopen,
    Move.DELETE: service.delete,
}


@pytest.mark.parametrize("state", list(State))
@pytest.mark.parametrize("move", list(Move))
def test_every_pair_of_state_and_move_does_what_the_table_says(
    database: Database, people: Cast, state: State, move: Move
) -> None:
    offer = ready(database, people.owner)
    if state != State.DRAFT:
        do(database, service.publish, people.owner, offer.ref, NOW)
    if state == State.CLOSED:
        do(database, service.close, people.owner, offer.ref, NOW)
    if (state, move) in rules.MOVES:
        do(database, ACTS[move], people.owner, offer.ref, LATER)
        with database.reading() as session:
            left = session.exec(select(Offer)).all()
        after = rules.MOVES[state, move]
        assert [one.state for one in left] == ([after] if after else [])
    elif (state, move) == (State.PUBLISHED, Move.PUBLISH):
        # Done already: no mistake, and nothing done twice.
        do(database, service.publish, people.owner, offer.ref, LATER)
        assert len(sendings(database)) == 1
    else:
        with pytest.raises(Refused):
            do(database, ACTS[move], people.owner, offer.ref, LATER)
        assert as_it_is(database, offer).state == state


def test_publishing_freezes_the_terms_and_hands_the_inviting_over(database: Database, people: Cast) -> None:
    offer = published(database, people.owner)
    assert (offer.state, offer.published_at) == (State.PUBLISHED, LATER)
    assert Terms.from_json(offer.terms or {}) == steps.terms(SEARCH, complete(), LATER.date())
    assert [one.offer_id for one in sendings(database)] == [offer.id]
    with database.reading() as session:
        messages = session.exec(select(Message)).all()
        company = session.exec(select(Company).where(Company.id == people.company.id)).one()
    assert {one.channel for one in messages} == {Channel.INVITE, Channel.INDEX}
    assert company.presentation == "Nous réparons des vélos."


def test_two_clicks_at_once_publish_once(database: Database, people: Cast) -> None:
    offer = ready(database, people.owner)
    gate, failed = threading.Barrier(4), []

    def click() -> None:
        gate.wait()
        try:
            do(database, service.publish, people.owner, offer.ref, LATER)
        except Exception as error:
            failed.append(error)

    clicks = [threading.Thread(target=click) for _ in range(4)]
    for one in clicks:
        one.start()
    for one in clicks:
        one.join()
    assert failed == []
    assert len(sendings(database)) == 1


def test_an_incomplete_draft_stays_one(database: Database, people: Cast) -> None:
    offer = draft(database, people.owner)
    with pytest.raises(steps.Incomplete):
        do(database, service.publish, people.owner, offer.ref, LATER)
    assert as_it_is(database, offer).state == State.DRAFT
    assert sendings(database) == []


def test_what_was_valid_when_typed_is_checked_again_on_the_day(database: Database, people: Cast) -> None:
    offer = ready(database, people.owner)
    with pytest.raises(steps.Incomplete) as told:
        do(database, service.publish, people.owner, offer.ref, NOW + timedelta(days=365))
    assert told.value.steps == (CONTRACT,)


def test_nothing_leaves_before_the_mail_address_is_confirmed(database: Database, people: Cast) -> None:
    offer = ready(database, people.owner)
    unconfirmed = people.owner.model_copy(update={"email_confirmed_at": None})
    with pytest.raises(service.Unconfirmed):
        do(database, service.publish, unconfirmed, offer.ref, LATER)
    assert sendings(database) == []


def test_a_published_offer_takes_no_other_answers(database: Database, people: Cast) -> None:
    offer = published(database, people.owner)
    with pytest.raises(Refused):
        do(database, service.save, people.owner, offer.ref, QUESTION, {"question": ["?"]}, Save("b", 0, 99), LATER)


def test_closing_stops_and_reopening_invites_again(database: Database, people: Cast) -> None:
    offer = published(database, people.owner)
    closed = do(database, service.close, people.owner, offer.ref, LATER)
    assert closed.closed_at == LATER
    again = do(database, service.reopen, people.owner, offer.ref, LATER)
    assert (again.closed_at, again.terms) == (None, offer.terms)
    assert len(sendings(database)) == 2
    # The index learns of each change by a message of its own.
    with database.reading() as session:
        assert len(session.exec(select(Message).where(Message.channel == Channel.INDEX)).all()) == 3


def test_a_duplicate_is_a_draft_of_ones_own(database: Database, people: Cast) -> None:
    offer = published(database, people.owner)
    copy = do(database, service.duplicate, people.teammate, offer.ref, LATER)
    assert copy.ref != offer.ref
    assert (copy.state, copy.author_id, copy.answers, copy.terms) == ("draft", people.teammate.id, offer.answers, None)
    assert as_it_is(database, offer).model_dump() == offer.model_dump()
    # It is no untouched draft: a new search makes another.
    assert draft(database, people.teammate).ref != copy.ref


def test_the_same_search_leads_to_the_same_untouched_draft(database: Database, people: Cast) -> None:
    first = draft(database, people.owner)
    assert draft(database, people.owner).ref == first.ref
    other = draft(database, people.owner, Search("aide-soignant", "59350", Refinement(50)))
    assert other.ref != first.ref
    assert draft(database, people.teammate).ref != first.ref
    do(database, service.save, people.owner, first.ref, QUESTION, {"question": ["Pourquoi ?"]}, Save("a", 0, 0), NOW)
    assert draft(database, people.owner).ref != first.ref


@pytest.mark.parametrize("who", ["owner", "teammate", "newcomer", "stranger", "staff"])
def test_who_sees_an_offer(database: Database, people: Cast, who: str) -> None:
    offer = draft(database, people.owner)
    account: Account = getattr(people, who)
    allowed = who in {"owner", "teammate"}
    with database.reading() as session:
        assert [one.ref for one in service.listed(session, account)] == ([offer.ref] if allowed else [])
    acts: list[tuple[Any, ...]] = [
        (offer_of,),
        (service.save, COMPANY, {}, Save("x", 0, 0), LATER),
        (service.duplicate, LATER),
    ]
    acts += [] if allowed else [(act, LATER) for act in ACTS.values()]
    for act, *more in acts:
        if allowed:
            do(database, act, account, offer.ref, *more)
        else:
            with pytest.raises(NotYours):
                do(database, act, account, offer.ref, *more)


def test_a_newcomer_sees_the_offers_that_they_wrote(database: Database, people: Cast) -> None:
    mine, theirs = draft(database, people.newcomer), draft(database, people.owner)
    with database.reading() as session:
        assert [one.ref for one in service.listed(session, people.newcomer)] == [mine.ref]
        assert {one.ref for one in service.listed(session, people.owner)} == {mine.ref, theirs.ref}


def _save(database: Database, account: Account, ref: str, text: str, by: Save) -> Offer:
    offer: Offer = do(database, service.save, account, ref, QUESTION, {"question": [text]}, by, LATER)
    return offer


def test_a_second_tab_cannot_overwrite_what_it_has_not_seen(database: Database, people: Cast) -> None:
    offer = draft(database, people.owner)
    _save(database, people.owner, offer.ref, "Pourquoi ?", Save("first", 1, 0))
    with pytest.raises(Conflict) as told:
        _save(database, people.owner, offer.ref, "Comment ?", Save("second", 1, 0))
    assert [(one.label, one.here, one.there) for one in told.value.differences] == [
        ("Question", ("Comment ?",), ("Pourquoi ?",))
    ]
    # Seen and confirmed, it counts; and now it is the first tab that has something to see.
    _save(database, people.owner, offer.ref, "Comment ?", Save("second", 2, told.value.revision))
    with pytest.raises(Conflict):
        _save(database, people.owner, offer.ref, "Pourquoi pas ?", Save("first", 2, 0))
    assert as_it_is(database, offer).answers["question"] == {"question": ["Comment ?"]}


def test_the_same_answers_are_no_conflict_and_other_steps_neither(database: Database, people: Cast) -> None:
    offer = draft(database, people.owner)
    _save(database, people.owner, offer.ref, "Pourquoi ?", Save("first", 1, 0))
    assert _save(database, people.owner, offer.ref, "Pourquoi ?", Save("second", 1, 0)).revision == 1
    typed = answers(company={"company_name": "Ailleurs"})["company"]
    do(database, service.save, people.owner, offer.ref, COMPANY, typed, Save("second", 2, 0), LATER)


def test_a_late_autosave_changes_nothing(database: Database, people: Cast) -> None:
    offer = draft(database, people.owner)
    _save(database, people.owner, offer.ref, "Pourquoi ce métier ?", Save("tab", 7, 0))
    _save(database, people.owner, offer.ref, "Pourquoi c", Save("tab", 6, 0))
    assert as_it_is(database, offer).answers["question"] == {"question": ["Pourquoi ce métier ?"]}


def test_an_unseen_place_is_no_difference_to_show() -> None:
    here, there = {"workplace": ["Lille"], "spot": ["{}"]}, {"workplace": ["Lille"], "spot": ["{1}"]}
    assert rules.differences(steps.CONDITIONS, here, there) == []
