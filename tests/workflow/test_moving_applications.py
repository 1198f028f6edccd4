"""What recruiters do with applications, against a model; and two of them at once."""

import itertools
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from sqlmodel import col, select

from tests import applications as rows
from tests import cast
from web.access import NotYours
from web.accounts.tables import Account
from web.applications import applying, reply, service, withdrawing
from web.applications.access import application_of
from web.applications.drafts import OnPage
from web.applications.nearness import Weights
from web.applications.reply import Reply
from web.applications.rules import IllegalMove, Move
from web.applications.tables import Application, ApplicationEvent, Availability, Happening, Stage
from web.db import Database
from web.invitations.tables import Invitation
from web.offers.rules import Save
from web.offers.tallies import Tally, counts

NOW = cast.NOW + timedelta(days=1)
COUNT = 4


@pytest.fixture
def people(database: Database) -> cast.Cast:
    return cast.cast(database)


def published(database: Database, owner: Account, count: int = 1) -> tuple[int, list[str]]:
    """Id of an offer of the owner's, and the references of its applications."""
    with database.writing() as session:
        offer = rows.offer(session, owner)
        assert offer.id is not None
        return offer.id, [one.ref for one in rows.several(session, offer, count)]


def read(database: Database, ref: str) -> Application:
    with database.reading() as session:
        return session.exec(select(Application).where(Application.ref == ref)).one()


def test_lifting_is_noted_with_who_committed_themselves(database: Database, people: cast.Cast) -> None:
    _, (ref,) = published(database, people.owner)
    with database.writing() as session:
        service.move(session, people.teammate, ref, Move.LIFT_LATER, 0, NOW)
    lifted = read(database, ref)
    assert (lifted.stage, lifted.lifted_at, lifted.lifted_by) == (Stage.TO_CONTACT, NOW, people.teammate.id)
    with database.reading() as session:
        told = session.exec(select(ApplicationEvent).order_by(col(ApplicationEvent.id))).all()
    assert [(one.what, one.account_id) for one in told] == [
        (Happening.LIFTED, people.teammate.id),
        (Happening.TO_CONTACT, people.teammate.id),
    ]


def test_the_second_of_two_colleagues_sees_what_the_first_did(database: Database, people: cast.Cast) -> None:
    _, (ref,) = published(database, people.owner)
    with database.writing() as session:
        service.move(session, people.owner, ref, Move.REFUSE, 0, NOW)
    with pytest.raises(service.Changed), database.writing() as session:
        service.move(session, people.teammate, ref, Move.LIFT_NOW, 0, NOW)
    assert read(database, ref).lifted_at is None
    with database.reading() as session:
        last = service.last_event(session, read(database, ref))
    assert last is not None
    assert (last[0].what, last[1].id) == (Happening.REFUSED, people.owner.id)


def test_of_two_who_act_in_the_same_instant_one_wins(database: Database, people: cast.Cast) -> None:
    _, (ref,) = published(database, people.owner)

    def act(who: Account, wanted: Move) -> bool:
        try:
            with database.writing() as session:
                service.move(session, who, ref, wanted, 0, NOW)
        except service.Changed:
            return False
        return True

    with ThreadPoolExecutor(2) as pool:
        both = [pool.submit(act, people.owner, Move.REFUSE), pool.submit(act, people.teammate, Move.LIFT_NOW)]
        assert sorted(one.result() for one in both) == [False, True]
    assert read(database, ref).revision == 1


@pytest.mark.parametrize("who", ["stranger", "newcomer", "staff"])
def test_nobody_else_reaches_an_application(database: Database, people: cast.Cast, who: str) -> None:
    _, (ref,) = published(database, people.owner)
    account: Account = getattr(people, who)
    with pytest.raises(NotYours), database.reading() as session:
        application_of(session, account, ref)
    with pytest.raises(NotYours), database.writing() as session:
        service.move(session, account, ref, Move.REFUSE, 0, NOW)
    with pytest.raises(NotYours), database.writing() as session:
        service.favour(session, account, ref, star=True, revision=0, now=NOW)


class Life(RuleBasedStateMachine):
    """Any order of requests, also from stale pages, against a model of five lines."""

    database: Database
    people: cast.Cast

    def __init__(self) -> None:
        super().__init__()
        self.offer, self.refs = published(self.database, self.people.owner, 0)
        with self.database.writing() as session:
            offer = session.get_one(rows.Offer, self.offer)
            self.refs = [
                rows.application(session, offer, self.next_candidate(session), cast.NOW + timedelta(minutes=number)).ref
                for number in range(COUNT)
            ]
        self.model = dict.fromkeys(self.refs, (Stage.PENDING, False, False, 0))
        # The last move of each, and by whom, while nothing came after it.
        self.done: dict[str, tuple[Move, int | None]] = {}
        with self.database.reading() as session:
            self.invitations = dict(
                session.exec(
                    select(Application.ref, Invitation.ref)
                    .join(Invitation, col(Invitation.id) == Application.invitation_id)
                    .where(Application.offer_id == self.offer)
                ).all()
            )
        self.withdrawn: set[str] = set()
        self.settled: dict[str, bool] = {}

    numbers = iter(range(10**6))
    instants = (NOW + timedelta(seconds=number) for number in itertools.count())

    def tick(self) -> datetime:
        return next(self.instants)

    def next_candidate(self, session: Any) -> Any:
        return cast.candidate(session, next(self.numbers))

    @rule(which=st.integers(0, COUNT - 1), wanted=st.sampled_from(Move), late=st.booleans(), mate=st.booleans())
    def move(self, which: int, wanted: Move, late: bool, mate: bool) -> None:
        ref = self.refs[which]
        stage, lifted, star, revision = self.model[ref]
        liftable = stage == Stage.PENDING and ref not in self.withdrawn
        goes = {
            Move.LIFT_NOW: liftable and Stage.CONTACTED,
            Move.LIFT_LATER: liftable and Stage.TO_CONTACT,
            Move.CONTACTED: stage == Stage.TO_CONTACT and Stage.CONTACTED,
            Move.TO_CONTACT: stage == Stage.CONTACTED and Stage.TO_CONTACT,
            Move.REFUSE: stage != Stage.REFUSED and Stage.REFUSED,
            Move.RESTORE: stage == Stage.REFUSED and (Stage.TO_CONTACT if lifted else Stage.PENDING),
        }[wanted]
        who = self.people.teammate if mate else self.people.owner
        told = {Move.LIFT_NOW: Move.CONTACTED, Move.LIFT_LATER: Move.TO_CONTACT}.get(wanted, wanted)
        if late and self.done.get(ref) == (told, who.id):
            # A second click.
            with self.database.writing() as session:
                service.move(session, who, ref, wanted, revision - 1, self.tick())
            return
        expected = service.Changed if late else None if goes else IllegalMove
        try:
            with self.database.writing() as session:
                service.move(session, who, ref, wanted, revision - late, self.tick())
        except (service.Changed, IllegalMove) as error:
            assert expected is type(error)
            return
        assert expected is None
        assert isinstance(goes, Stage)
        self.done[ref] = told, who.id
        lifted = lifted or wanted in {Move.LIFT_NOW, Move.LIFT_LATER}
        self.model[ref] = (goes, lifted, star, revision + 1)

    @rule(which=st.integers(0, COUNT - 1), star=st.booleans())
    def favour(self, which: int, star: bool) -> None:
        ref = self.refs[which]
        stage, lifted, before, revision = self.model[ref]
        with self.database.writing() as session:
            service.favour(session, self.people.owner, ref, star=star, revision=revision, now=self.tick())
        if star != before:
            self.done.pop(ref, None)
        self.model[ref] = (stage, lifted, star, revision + (star != before))

    @rule(which=st.integers(0, COUNT - 1), late=st.booleans())
    def withdraw(self, which: int, late: bool) -> None:
        ref = self.refs[which]
        stage, lifted, star, revision = self.model[ref]
        seen = withdrawing.shown(read(self.database, ref)).replace(stage, "another" if late else stage)
        gone, expected = ref in self.withdrawn, []
        try:
            with self.database.writing() as session:
                expected = withdrawing.withdraw(session, self.invitations[ref], seen, self.tick())
        except withdrawing.Otherwise:
            assert late and not gone
            return
        assert expected == ([] if gone else [ref])
        if not gone:
            assert not late
            self.withdrawn.add(ref)
            self.settled[ref] = stage != Stage.PENDING
            self.done.pop(ref, None)
            self.model[ref] = (stage, lifted, star, revision + 1)

    @rule(which=st.integers(0, COUNT - 1))
    def apply_again(self, which: int) -> None:
        """Whoever withdrew before an answer may; the new application is a row like any other."""
        ref = self.refs[which]
        if ref not in self.withdrawn:
            return
        told = Reply(Availability.NOW, None, None, "Encore.")
        page = OnPage({**dict.fromkeys(reply.FIELDS, ""), "answer": "Encore."}, Save("page", 1, 0))
        try:
            with self.database.writing() as session:
                sent = applying.send(session, self.invitations[ref], told, page, Weights({}, {}), self.tick())
        except applying.Closed:
            assert self.settled[ref]
            return
        assert not self.settled[ref]
        self.refs[which] = sent.ref
        self.invitations[sent.ref] = self.invitations[ref]
        self.model[sent.ref] = (Stage.PENDING, False, False, 0)

    @rule(which=st.integers(0, COUNT - 1), wanted=st.sampled_from(Move))
    def stranger(self, which: int, wanted: Move) -> None:
        with pytest.raises(NotYours), self.database.writing() as session:
            service.move(session, self.people.stranger, self.refs[which], wanted, 0, self.tick())

    @invariant()
    def the_counters_are_the_rows(self) -> None:
        stages = [stage for stage, *_ in self.model.values()]
        wanted = Tally(
            pending=stages.count(Stage.PENDING),
            to_contact=stages.count(Stage.TO_CONTACT),
            contacted=stages.count(Stage.CONTACTED),
            favourites=sum(star for _, _, star, _ in self.model.values()),
            refused=stages.count(Stage.REFUSED),
        )
        with self.database.reading() as session:
            assert counts(session, [self.offer]) == {self.offer: wanted}

    @invariant()
    def the_rows_are_the_model(self) -> None:
        with self.database.reading() as session:
            found = session.exec(select(Application).where(Application.offer_id == self.offer)).all()
        assert {one.ref for one in found if one.candidate_id is None} == self.withdrawn
        assert {one.ref for one in found if not one.answer} == self.withdrawn
        assert {
            one.ref: (Stage(one.stage), one.lifted_at is not None, one.favourite, one.revision) for one in found
        } == self.model


def test_no_order_of_requests_breaks_the_rules(database: Database, people: cast.Cast) -> None:
    class OnThisDatabase(Life):
        pass

    OnThisDatabase.database, OnThisDatabase.people = database, people
    quick = settings(
        max_examples=12, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck), database=None
    )
    run_state_machine_as_test(OnThisDatabase, settings=quick)  # type: ignore[no-untyped-call]
