"""How often a company answers, as candidates are told it: only where it tells of nobody in particular."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import select

from tests import applications as rows
from tests import cast
from web.applications import service
from web.applications.rules import Move
from web.applications.tables import Application, Stage
from web.candidates import service as candidates
from web.db import Database
from web.db.writes import id_of
from web.offers.answer_rate import AnswerRate, answer_rate, statement

NOW = cast.NOW
LONG_AGO = NOW - timedelta(days=30)


@pytest.fixture
def people(database: Database) -> cast.Cast:
    return cast.cast(database, NOW - timedelta(days=400))


def received(database: Database, people: cast.Cast, *offers: Sequence[dict[str, Any]]) -> None:
    """Offers of our company, each with these applications."""
    number = 0
    with database.writing() as session:
        for applications in offers:
            offer = rows.offer(session, people.owner, LONG_AGO)
            for more in applications:
                number += 1
                gone = more.pop("erased", False)
                one = rows.application(session, offer, cast.candidate(session, number, LONG_AGO), LONG_AGO, **more)
                if gone:
                    one.candidate_id = one.invitation_id = None


def rate(database: Database, people: cast.Cast) -> AnswerRate | None:
    with database.reading() as session:
        return answer_rate(session, id_of(people.company), NOW)


def lifted(stage: Stage) -> dict[str, Any]:
    return {"stage": stage, "lifted_at": LONG_AGO}


def test_lifted_and_refused_ones_are_answered_and_the_share_is_cut(database: Database, people: cast.Cast) -> None:
    first = [lifted(Stage.CONTACTED), lifted(Stage.TO_CONTACT), {"stage": Stage.REFUSED}, {}]
    received(database, people, first, [{"stage": Stage.REFUSED}] * 4, [lifted(Stage.CONTACTED), {}, {}])
    # 8 of 11: 72 %.
    assert rate(database, people) == AnswerRate(7)
    with database.reading() as session:
        assert answer_rate(session, id_of(people.other_company), NOW) is None


@pytest.mark.parametrize("sizes", [(5, 5), (3, 3, 3), (20,), ()])
def test_few_offers_or_few_applications_tell_nothing(
    database: Database, people: cast.Cast, sizes: tuple[int, ...]
) -> None:
    received(database, people, *([{"stage": Stage.REFUSED} for _ in range(size)] for size in sizes))
    assert rate(database, people) is None


def test_what_is_new_or_old_or_withdrawn_does_not_count(database: Database, people: cast.Cast) -> None:
    aside: list[dict[str, Any]] = [
        {"sent_at": NOW - timedelta(days=8)},
        {"sent_at": NOW - timedelta(days=366)},
        {"erased": True},
    ]
    refused = [{"stage": Stage.REFUSED} for _ in range(3)]
    received(database, people, refused + aside, list(refused), list(refused))
    assert rate(database, people) is None
    with database.writing() as session:
        offer = rows.offer(session, people.owner, LONG_AGO)
        one = rows.application(session, offer, cast.candidate(session, 99), LONG_AGO)
        service.move(session, people.owner, one.ref, Move.REFUSE, 0, LONG_AGO)
        candidates.erase(session, one.candidate_id or 0, LONG_AGO)
    assert rate(database, people) == AnswerRate(10)


def test_crossing_out_what_is_left_of_a_withdrawn_application_is_no_answer(
    database: Database, people: cast.Cast
) -> None:
    received(database, people, *([{"stage": Stage.REFUSED} for _ in range(4)] for _ in range(2)), [{}, {}])
    with database.writing() as session:
        for one in session.exec(select(Application).where(Application.stage == Stage.PENDING)).all():
            candidates.erase(session, one.candidate_id or 0, LONG_AGO)
            session.refresh(one)
            service.move(session, people.owner, one.ref, Move.REFUSE, one.revision, NOW)
    assert rate(database, people) is None, "eight are too few, and ten were received"


def test_the_sentence_fits_each_rate() -> None:
    assert [AnswerRate(tenths).sentence for tenths in (0, 1, 8, 10)] == [
        "Cette entreprise a répondu à moins d'une candidature sur 10.",
        "Cette entreprise a répondu à une candidature sur 10.",
        "Cette entreprise a répondu à 8 candidatures sur 10.",
        "Cette entreprise a répondu à toutes les candidatures reçues.",
    ]


def test_the_question_is_answered_by_indices(database: Database, people: cast.Cast) -> None:
    if not database.url.startswith("sqlite"):
        pytest.skip("a planner that has statistics reads tables this small whole")
    asked = statement(1, NOW).compile(database.engine, compile_kwargs={"literal_binds": True})
    with database.reading() as session:
        plan = session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {asked}")
        steps = [row[3] for row in plan]
    assert any("application USING" in step and "(offer_id=? AND sent_at" in step for step in steps), steps
    assert not any(step.startswith("SCAN") for step in steps), steps
