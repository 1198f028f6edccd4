"""Inviting everybody whom an offer targets: a part of the scan at a time, each in one transaction.

Between two parts the worker may stop, die, or turn to another offer: where to go on stands in the row `sending`.
"""

import asyncio
import contextlib
from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session

from search_api.engine.client import Engine
from search_api.engine.errors import EngineError, EngineRefused
from search_api.http import BadInput, UnknownCode
from search_api.matching import scan
from search_api.matching.criteria import Rule
from search_api.matching.facts import rule_of
from search_api.matching.question import Question
from web.invitations import inviting
from web.invitations.inviting import Overtaken, Part
from web.invitations.tables import Sending
from web.offers.tables import Offer, State
from web.offers.terms import Terms, question_of
from web.outbox.channels import DONE, PROGRESS, Down, Means, Outcome, dead
from web.outbox.channels.index import IndexChannel
from web.outbox.tables import Message

# Writing a part locks an SQLite file for about 0.2 s, in which a page that writes must wait.
PART = 2_500


@dataclass(frozen=True)
class _Job:
    """What is being scanned. point, cursor: where to go on. open: the offer still takes invitations."""

    sending_id: int
    offer_id: int
    question: Question
    point: str
    cursor: str
    open: bool


class InviteChannel:
    """Finds and invites; has a connection to the engine of its own, and the loop of events that it needs."""

    together = 1
    per_minute: int | None = None

    def __init__(self, means: Means) -> None:
        self._means = means
        self._runner = asyncio.Runner()
        self._engine = Engine(means.settings.engine)
        self._index = IndexChannel(means)

    def send(self, messages: Sequence[Message]) -> list[Outcome]:
        return [self._go_on(message.subject_id) for message in messages]

    def close(self) -> None:
        self._index.close()
        self._runner.run(self._engine.close())
        self._runner.close()

    def _go_on(self, sending_id: int) -> Outcome:
        means = self._means
        with means.database.reading() as session:
            job = _job(session, sending_id)
        if job is None:
            return DONE
        if not job.open:
            return self._stop(job)
        try:
            if not job.cursor:
                # Before the scan: who arrives too late to be seen by it is then compared with the offer.
                self._index.before_scan(job.offer_id)
            part = self._runner.run(self._next(job))
        except (UnknownCode, BadInput) as error:
            return dead(f"l'offre ne peut plus être lue ({type(error).__name__})")
        except EngineRefused:
            raise
        except EngineError as error:
            raise Down(str(error)) from None
        try:
            with means.database.writing() as session:
                inviting.invite_part(session, sending_id, part, means.clock())
        except Overtaken:
            return PROGRESS
        if not part.last:
            return PROGRESS
        self._forget(part.point)
        return DONE

    def _stop(self, job: _Job) -> Outcome:
        with self._means.database.writing() as session:
            inviting.stop(session, job.sending_id, self._means.clock())
        self._forget(job.point)
        return DONE

    async def _next(self, job: _Job) -> Part:
        rule = await rule_of(self._engine, job.question)
        page = await scan.page(self._engine, rule, job.point, job.cursor, PART)
        return Part(page.refs, job.cursor, page.point, page.last, looked_for(rule))

    def _forget(self, point: str) -> None:
        # The engine forgets by itself, a little later.
        with contextlib.suppress(EngineError):
            self._runner.run(scan.close(self._engine, point))


def looked_for(rule: Rule) -> dict[str, str]:
    """Code -> label of the skills that the rule asks for, those that are indispensable first."""
    codes = dict.fromkeys((*rule.skills.required, *rule.skills.kept))
    return {code: rule.skills.labels[code] for code in codes if code in rule.skills.labels}


def _job(session: Session, sending_id: int) -> _Job | None:
    sending = session.get(Sending, sending_id)
    offer = session.get(Offer, sending.offer_id) if sending else None
    if sending is None or offer is None or offer.terms is None or sending.done_at is not None:
        return None
    question = question_of(offer.search, Terms.from_json(offer.terms))
    still_open = offer.state == State.PUBLISHED
    return _Job(sending_id, sending.offer_id, question, sending.point, sending.cursor, still_open)
