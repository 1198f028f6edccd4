"""Which messages of the outbox are addressed to a person: what they take with them, and what goes with them."""

from sqlalchemy import ColumnElement, and_, or_, select
from sqlmodel import col

from web.invitations.tables import Invitation
from web.outbox.tables import Channel, Message


def to(candidate_id: int) -> ColumnElement[bool]:
    """The mails and pushes to a candidate, sent or not.

    A new kind of mail to candidates either is about an invitation, and its kind begins so, or names the candidate in
    its data.
    """
    invitations = select(col(Invitation.id)).where(col(Invitation.candidate_id) == candidate_id)
    return and_(
        col(Message.channel).in_([Channel.MAIL.value, Channel.PUSH.value]),
        or_(
            and_(col(Message.kind).startswith("invitation"), col(Message.subject_id).in_(invitations)),
            # Links into the space: a used one has no row any more.
            col(Message.data) == {"candidate": candidate_id},
        ),
    )
