"""The mails that candidates get about their own space."""

from dataclasses import dataclass
from typing import ClassVar

from web.candidates.space import LINK, LINK_LIFE
from web.candidates.tables import Candidate, CandidateLink
from web.outbox.mails import Mail, MailContext
from web.outbox.tables import Message


@dataclass(frozen=True)
class SpaceLetter:
    """The link that opens the space once. minutes: how long it does."""

    template: ClassVar[str] = "candidate-link"
    first_name: str
    link: str
    minutes: int


def link(context: MailContext, message: Message) -> Mail | None:
    """The mail with the link; None when it was used, or asked for so long ago that nobody waits for it any more."""
    asked = context.session.get(CandidateLink, message.subject_id)
    if asked is None or message.key != f"{LINK}:{asked.ref}" or asked.created_at <= context.now - LINK_LIFE:
        return None
    candidate = context.session.get_one(Candidate, asked.candidate_id)
    letter = SpaceLetter(
        first_name=candidate.first_name,
        link=context.link("/candidat/entrer", LINK, asked.ref),
        minutes=int(LINK_LIFE.total_seconds() // 60),
    )
    return Mail(candidate.email, context.render(letter))
