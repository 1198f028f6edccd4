"""Any order of things that recruiters do with offers, in as many tabs as they like, against a model."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, invariant, multiple, rule, run_state_machine_as_test
from sqlmodel import col, select

from tests.cast import NOW, Cast, cast
from tests.offers import SEARCH, complete
from web.access import NotYours
from web.accounts.tables import Account
from web.db import Database
from web.invitations.tables import Sending
from web.landing.forms import Refinement, Search
from web.offers import service, steps
from web.offers.access import offer_of
from web.offers.rules import MOVES, Conflict, Move, Refused, Save
from web.offers.steps import BY_SLUG, STEPS
from web.offers.tables import Offer, State
from web.offers.terms import Terms

TODAY = NOW.date()
FREE = {"contract": {"contract": ["stage"]}, "conditions": {"hours": ["night", "day"]}, "recap": {"standing": ["no"]}}
# What can be typed in a step: nothing, what is right, what is wrong.
TYPED: dict[str, list[dict[str, list[str]]]] = {
    step.key: [
        {},
        *([complete()[step.key]] if step.key in complete() else []),
        {"unknown": ["x"], **FREE.get(step.key, {})},
    ]
    for step in STEPS
}
TYPED["question"].append({"question": ["Avez-vous le permis ?"]})


@dataclass
class Model:
    """An offer as it should be. savers: by step, who saved it last and how many saves the offer had then."""

    author: int
    search: int
    state: State = State.DRAFT
    answers: dict[str, dict[str, list[str]]] = field(default_factory=dict)
    savers: dict[str, tuple[str, int]] = field(default_factory=dict)
    changes: int = 0
    terms: dict[str, Any] | None = None
    sendings: int = 0
    touched: bool = False


@dataclass
class Tab:
    """A page of the wizard, open in some browser. seen: how many changes the offer had when it was shown."""

    name: str
    ref: str
    slug: str
    seen: int
    sent: int = 0


class Life(RuleBasedStateMachine):
    """Owner and teammate act; everybody else is refused."""

    database: Database
    people: Cast
    offers = Bundle("offers")
    tabs = Bundle("tabs")

    def __init__(self) -> None:
        super().__init__()
        self.models: dict[str, Model] = {}
        self.tab_count = 0
        with self.database.writing() as session:
            for table in (Sending, Offer):
                for row in session.exec(select(table)):
                    session.delete(row)
                session.flush()

    def act(self, work: Callable[..., Any], *args: Any) -> Any:
        with self.database.writing() as session:
            return work(session, *args)

    def who(self, teammate: bool) -> Account:
        return self.people.teammate if teammate else self.people.owner

    @rule(target=offers, radius=st.sampled_from([10, 30]), teammate=st.booleans())
    def search(self, radius: int, teammate: bool) -> str:
        account = self.who(teammate)
        search = Search("aide-soignant", "59350", Refinement(radius))
        offer = self.act(service.draft_from, account, search, "Aide-soignant", "Lille (59)", NOW)
        untouched = [
            ref
            for ref, one in self.models.items()
            if (one.author, one.search, one.state, one.touched) == (account.id, radius, State.DRAFT, False)
        ]
        if untouched:
            assert offer.ref in untouched
        else:
            assert offer.ref not in self.models
            self.models[offer.ref] = Model(account.id or 0, radius)
        return str(offer.ref)

    @rule(target=tabs, ref=offers, slug=st.sampled_from(list(BY_SLUG)))
    def open(self, ref: str, slug: str) -> Any:
        if ref not in self.models:
            return multiple()
        self.tab_count += 1
        return Tab(f"tab-{self.tab_count}", ref, slug, self.models[ref].changes)

    @rule(target=tabs, ref=offers, slug=st.sampled_from(list(BY_SLUG)), data=st.data())
    def type_in_two(self, ref: str, slug: str, data: st.DataObject) -> Any:
        """Two tabs of one step, opened side by side, typed in by turns."""
        first, second = self.open(ref, slug), self.open(ref, slug)
        if not isinstance(first, Tab) or not isinstance(second, Tab):
            return multiple()
        for tab in (first, second, first):
            self.type(tab, data, False)
        return multiple(first, second)

    @rule(tab=tabs, data=st.data(), teammate=st.booleans())
    def type(self, tab: Tab, data: st.DataObject, teammate: bool) -> None:
        step = BY_SLUG[tab.slug]
        typed = data.draw(st.sampled_from(TYPED[step.key]))
        tab.sent += 1
        self.save(tab, typed, Save(tab.name, tab.sent, tab.seen), self.who(teammate))

    @rule(tab=tabs, data=st.data())
    def confirm(self, tab: Tab, data: st.DataObject) -> None:
        """What another tab saved is seen, and overruled."""
        typed = data.draw(st.sampled_from(TYPED[BY_SLUG[tab.slug].key]))
        tab.sent += 1
        if tab.ref in self.models:
            self.save(tab, typed, Save(tab.name, tab.sent, self.models[tab.ref].changes), self.people.owner)

    @rule(tab=tabs, data=st.data())
    def arrive_late(self, tab: Tab, data: st.DataObject) -> None:
        """An autosave that was sent before the last one."""
        typed = data.draw(st.sampled_from(TYPED[BY_SLUG[tab.slug].key]))
        model = self.models.get(tab.ref)
        if model is None or model.savers.get(BY_SLUG[tab.slug].key, ("", 0))[0] != tab.name:
            return
        if model.state == State.DRAFT:
            self.act(service.save, self.people.owner, tab.ref, BY_SLUG[tab.slug], typed, Save(tab.name, 0, 0), NOW)

    def save(self, tab: Tab, typed: dict[str, list[str]], by: Save, account: Account) -> None:
        step, model = BY_SLUG[tab.slug], self.models.get(tab.ref)
        wanted = (service.save, account, tab.ref, step, typed, by, NOW)
        if model is None or model.state != State.DRAFT:
            with pytest.raises(NotYours if model is None else Refused):
                self.act(*wanted)
            return
        here = {name: values for name, values in typed.items() if name in step.fields}
        saver, at = model.savers.get(step.key, (tab.name, 0))
        if saver != tab.name and at > by.revision and here != model.answers.get(step.key, {}):
            with pytest.raises(Conflict) as told:
                self.act(*wanted)
            assert told.value.revision == model.changes
            return
        self.act(*wanted)
        if here != model.answers.get(step.key, {}):
            model.changes += 1
            model.touched = True
            model.answers[step.key] = here
            model.savers[step.key] = (tab.name, model.changes)

    @rule(ref=offers, teammate=st.booleans(), twice=st.booleans())
    def publish(self, ref: str, teammate: bool, twice: bool) -> None:
        for _ in range(1 + twice):
            self.publish_once(ref, self.who(teammate))

    @rule(ref=offers)
    def complete_and_publish(self, ref: str) -> None:
        tab = self.open(ref, "contrat")
        if not isinstance(tab, Tab):
            return
        for step in STEPS:
            tab.slug, tab.sent = step.slug, tab.sent + 1
            seen = Save(tab.name, tab.sent, self.models[ref].changes)
            self.save(tab, complete().get(step.key, {}), seen, self.people.owner)
        self.publish_once(ref, self.people.owner)

    def publish_once(self, ref: str, account: Account) -> None:
        model, wanted = self.models.get(ref), (service.publish, account, ref, NOW)
        if model is None or model.state == State.CLOSED:
            with pytest.raises(NotYours if model is None else Refused):
                self.act(*wanted)
        elif model.state == State.DRAFT and steps.wrong(model.answers, TODAY):
            with pytest.raises(steps.Incomplete):
                self.act(*wanted)
        else:
            self.act(*wanted)
            if model.state == State.DRAFT:
                search = SEARCH | {"radius_km": model.search}
                model.terms = steps.terms(search, model.answers, TODAY).to_json()
                model.sendings, model.changes = 1, model.changes + 1
            model.state = State.PUBLISHED

    @rule(ref=offers, move=st.sampled_from([Move.CLOSE, Move.REOPEN, Move.DELETE]), teammate=st.booleans())
    def move(self, ref: str, move: Move, teammate: bool) -> None:
        work = {Move.CLOSE: service.close, Move.REOPEN: service.reopen, Move.DELETE: service.delete}[move]
        model, wanted = self.models.get(ref), (work, self.who(teammate), ref, NOW)
        if model is None or (model.state, move) not in MOVES:
            with pytest.raises(NotYours if model is None else Refused):
                self.act(*wanted)
            return
        self.act(*wanted)
        after = MOVES[model.state, move]
        if after is None:
            del self.models[ref]
            return
        model.state, model.changes = after, model.changes + 1
        model.sendings += move == Move.REOPEN

    @rule(target=offers, ref=offers, teammate=st.booleans())
    def duplicate(self, ref: str, teammate: bool) -> Any:
        account = self.who(teammate)
        if ref not in self.models:
            return multiple()
        copy = self.act(service.duplicate, account, ref, NOW)
        assert copy.ref not in self.models
        model = self.models[ref]
        answers = {key: dict(typed) for key, typed in model.answers.items()}
        self.models[copy.ref] = Model(account.id or 0, model.search, answers=answers, changes=1, touched=True)
        return str(copy.ref)

    @rule(ref=offers, name=st.sampled_from(["stranger", "newcomer", "staff"]), data=st.data())
    def try_as_somebody_else(self, ref: str, name: str, data: st.DataObject) -> None:
        account: Account = getattr(self.people, name)
        works: list[tuple[Any, ...]] = [
            (offer_of,),
            (service.save, STEPS[0], {"contract": ["cdi"]}, Save("x", 1, 99), NOW),
            *((work, NOW) for work in (service.publish, service.close, service.reopen, service.delete)),
            (service.duplicate, NOW),
        ]
        work, *more = data.draw(st.sampled_from(works))
        with pytest.raises(NotYours):
            self.act(work, account, ref, *more)

    @invariant()
    def the_rows_are_those_of_the_model(self) -> None:
        with self.database.reading() as session:
            rows = {one.ref: one for one in service.listed(session, self.people.owner)}
            sent = [one.offer_id for one in session.exec(select(Sending).order_by(col(Sending.id)))]
            assert service.listed(session, self.people.stranger) == []
        assert set(rows) == set(self.models)
        for ref, model in self.models.items():
            row = rows[ref]
            assert (row.state, row.author_id, row.answers, row.terms, row.revision) == (
                model.state,
                model.author,
                model.answers,
                model.terms,
                model.changes,
            )
            assert sent.count(row.id or 0) == model.sendings
            if row.terms is not None:
                assert Terms.from_json(row.terms).to_json() == row.terms


def test_any_order_of_what_people_do_with_offers(database: Database) -> None:
    life = type("LifeHere", (Life,), {"database": database, "people": cast(database)})
    few = settings(
        max_examples=15,
        stateful_step_count=30,
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
    )
    run_state_machine_as_test(life, settings=few)
