"""Any order of requests on an offer's applications, over HTTP, against a model: no illegal move, and counters that are
always the rows."""

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from itertools import count
from typing import ClassVar

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from sqlmodel import select

from tests import applications as rows
from tests import cast
from tests.visits import Browser, Stage
from web.applications.rules import IllegalMove, Move, Standing, after
from web.applications.tables import Application
from web.applications.tables import Stage as At

COUNT = 3
ACTS = {
    "refuser": Move.REFUSE,
    "retablir": Move.RESTORE,
    "contacter": Move.CONTACTED,
    "a-contacter": Move.TO_CONTACT,
    "lever": Move.LIFT_LATER,
    "lever?": Move.LIFT_NOW,
}
LISTS: dict[str, Callable[[Application], bool]] = {
    "": lambda one: one.stage != At.REFUSED,
    "en-attente": lambda one: one.stage == At.PENDING,
    "a-contacter": lambda one: one.stage == At.TO_CONTACT,
    "contactees": lambda one: one.stage == At.CONTACTED,
    "favorites": lambda one: one.favourite,
    "refusees": lambda one: one.stage == At.REFUSED,
}


class Requests(RuleBasedStateMachine):
    """Two recruiters and a stranger, pages old and new, with and without scripts."""

    stage: ClassVar[Stage]
    browsers: ClassVar[dict[str, tuple[Browser, str]]]
    numbers: ClassVar[Iterator[int]]

    def __init__(self) -> None:
        super().__init__()
        with self.stage.database.writing() as session:
            offer = rows.offer(session, self.stage.cast.owner)
            self.url = f"/offres/{offer.ref}/candidatures"
            self.refs = [
                rows.application(
                    session, offer, cast.candidate(session, next(self.numbers)), cast.NOW + timedelta(minutes=number)
                ).ref
                for number in range(COUNT)
            ]

    def row(self, ref: str) -> Application:
        with self.stage.database.reading() as session:
            return session.exec(select(Application).where(Application.ref == ref)).one()

    def send(self, who: str, path: str, revision: int, live: bool, **more: str) -> int:
        browser, token = self.browsers[who]
        data = {"csrf": token, "revision": str(revision), "retour": self.url, **more}
        return browser.send(path, data, {"hx-request": "true"} if live else None).status_code

    @rule(
        which=st.integers(0, COUNT - 1),
        what=st.sampled_from(sorted(ACTS)),
        behind=st.sampled_from([0, 0, 0, 1, 2]),
        who=st.sampled_from(["owner", "teammate", "stranger"]),
        live=st.booleans(),
    )
    def act(self, which: int, what: str, behind: int, who: str, live: bool) -> None:
        ref = self.refs[which]
        before = self.row(ref)
        revision = max(0, before.revision - behind)
        more = {"quand": "maintenant"} if what == "lever?" else {}
        status = self.send(who, f"/candidatures/{ref}/{what.removesuffix('?')}", revision, live, **more)
        now = self.row(ref)
        standing = Standing(At(before.stage), before.lifted_at is not None)
        try:
            expected = after(standing, ACTS[what])
        except IllegalMove:
            expected = None
        if who == "stranger":
            assert status == 404
            expected = None
        elif revision != before.revision:
            # A conflict; or a second click of the same person, which changes nothing either.
            assert status in {409, 200, 303}
            expected = None
        else:
            # Lifting leads to the person, with or without a script.
            done = 200 if live and "lever" not in what else 303
            assert status == (done if expected else 409)
        moved = (expected.stage, expected.lifted) if expected else (standing.stage, standing.lifted)
        assert (At(now.stage), now.lifted_at is not None) == moved
        assert now.revision == before.revision + (expected is not None)

    @rule(which=st.integers(0, COUNT - 1), star=st.booleans(), live=st.booleans(), late=st.booleans())
    def star(self, which: int, star: bool, live: bool, late: bool) -> None:
        ref = self.refs[which]
        before = self.row(ref)
        path = f"/candidatures/{ref}/etoile" + ("" if star else "?retirer=1")
        status = self.send("teammate", path, before.revision + late, live)
        refused = late and star != before.favourite
        assert status == (409 if refused else 200 if live else 303)
        assert self.row(ref).favourite == (before.favourite if refused else star)

    @invariant()
    def the_counters_and_the_lists_are_the_rows(self) -> None:
        found = [self.row(ref) for ref in self.refs]
        browser, _ = self.browsers["owner"]
        page = browser.get(self.url).text
        told = dict(re.findall(r'candidatures(?:\?liste=)?([\w-]*)"[^>]*><svg.*?</svg><strong>(\d+)</strong>', page))
        assert {name: int(number) for name, number in told.items()} == {
            name: sum(map(held, found)) for name, held in LISTS.items()
        }
        listed = re.findall(r'<li class="entry[^"]*" id="c-([^"]+)"', page)
        assert listed == [one.ref for one in found if LISTS[""](one)]
        # No act is offered that is not possible.
        for one in found:
            standing = Standing(At(one.stage), one.lifted_at is not None)
            for slug in re.findall(
                rf"/candidatures/{re.escape(one.ref)}/(refuser|retablir|contacter|a-contacter)", page
            ):
                assert after(standing, ACTS[slug])


def test_no_order_of_requests_breaks_the_rules(database_url: str) -> None:
    class OnThisDatabase(Requests):
        pass

    with Stage(database_url) as stage:
        who = {name: getattr(stage.cast, name).email for name in ("owner", "teammate", "stranger")}
        browsers = {name: stage.signed_in(email) for name, email in who.items()}
        OnThisDatabase.stage, OnThisDatabase.numbers = stage, count()
        OnThisDatabase.browsers = {name: (one, cast.csrf(one.get("/compte").text)) for name, one in browsers.items()}
        quick = settings(
            max_examples=8,
            stateful_step_count=15,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            database=None,
        )
        run_state_machine_as_test(OnThisDatabase, settings=quick)  # type: ignore[no-untyped-call]
