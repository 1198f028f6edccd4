"""How often a company answers those who apply: shown to candidates, so that they know whether writing is worth it.

An application is answered when somebody lifted its anonymity (that is a commitment to contact the person) or refused
it. Those of the last days do not count, for nobody answers at once; nor do those that were
withdrawn, or whose people erased themselves, before an answer could reach them.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Integer, Select, and_, cast, exists, func, or_, select
from sqlmodel import Session, col

from web.applications.tables import Application, ApplicationEvent, Happening, Stage
from web.offers.tables import Offer

LOOKED_BACK = timedelta(days=365)
# A working week, and the days off around it.
TIME_TO_ANSWER = timedelta(days=9)
# Under these nothing is said: a rate over few offers is chance, and one over few people could tell of one of them.
LEAST_OFFERS = 3
LEAST_APPLICATIONS = 10


@dataclass(frozen=True, slots=True)
class AnswerRate:
    """Of ten applications, to how many did the company answer? Cut, never rounded up: 79 % is 7."""

    tenths: int

    @property
    def sentence(self) -> str:
        """In French, of the company: "Cette entreprise a répondu à 8 candidatures sur 10." """
        return f"Cette entreprise a répondu à {self._counted}."

    @property
    def _counted(self) -> str:
        if self.tenths == 10:
            return "toutes les candidatures reçues"
        if self.tenths < 2:
            return "une candidature sur 10" if self.tenths else "moins d'une candidature sur 10"
        return f"{self.tenths} candidatures sur 10"


def answer_rate(session: Session, company_id: int, now: datetime) -> AnswerRate | None:
    """The rate of a company over the last year, None while there are too few offers or applications to tell one."""
    offers, applications, answered = session.execute(statement(company_id, now)).one()
    if offers < LEAST_OFFERS or applications < LEAST_APPLICATIONS:
        return None
    return AnswerRate(10 * answered // applications)


def statement(company_id: int, now: datetime) -> Select[int, int, int]:
    """One row: offers that were applied to, applications, those that were answered.

    By the index on an offer's applications in the order in which they were sent.
    """
    answered = or_(col(Application.lifted_at).is_not(None), col(Application.stage) == Stage.REFUSED.value)
    # To cross out what is left of an application is no answer.
    refused_in_time = exists().where(
        col(ApplicationEvent.application_id) == col(Application.id),
        col(ApplicationEvent.what) == Happening.REFUSED.value,
        col(ApplicationEvent.at) <= col(Application.erased_at),
    )
    withdrawn = and_(
        col(Application.candidate_id).is_(None),
        col(Application.lifted_at).is_(None),
        or_(col(Application.stage) == Stage.PENDING.value, ~refused_in_time),
    )
    return (
        select(
            func.count(func.distinct(col(Application.offer_id))),
            func.count(),
            func.coalesce(func.sum(cast(answered, Integer)), 0),
        )
        .join(Offer, col(Offer.id) == Application.offer_id)
        .where(
            col(Offer.company_id) == company_id,
            col(Application.sent_at) > now - LOOKED_BACK,
            col(Application.sent_at) <= now - TIME_TO_ANSWER,
            ~withdrawn,
        )
    )
