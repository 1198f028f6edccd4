"""What becomes of applications whose person withdraws them, or erases themselves: the ONE place that says it.

The row stays for the recruiters' counts, with its stage, its star, its events and its notes, in which the person's
names are struck. Nothing leads from it to the person or to their invitation any more, and the answer is gone. Nothing
in it tells which of the two it was.
"""

from datetime import datetime

from sqlalchemy import ColumnElement, select, true, update
from sqlmodel import Session, col

from web.applications.tables import Application
from web.candidates.tables import Candidate
from web.notes import service as notes


def loosen(session: Session, person: Candidate, now: datetime, which: ColumnElement[bool] | None = None) -> list[str]:
    """Take a person's applications away from them (those of `which`; all by default). The caller holds the person.

    Returns the references. Once the transaction is over, the caller takes away the files that hold them
    (web.anticv.bundles) and has the database scrubbed.
    """
    theirs = (col(Application.candidate_id) == person.id, true() if which is None else which)
    wanted = select(col(Application.id), col(Application.ref)).where(*theirs).order_by(col(Application.id))
    held = session.execute(wanted.with_for_update()).all()
    ids = [one.id for one in held]
    notes.strike(session, person, ids)
    # A higher revision and time have the pages that show it look again. Two applications of one person to one offer
    # fit it alike: without the figure, a list by match does not put them side by side.
    gone = {"candidate_id": None, "invitation_id": None, "answer": "", "match": 0, "erased_at": now, "updated_at": now}
    changed = update(Application).where(col(Application.id).in_(ids))
    session.execute(changed.values(**gone, revision=col(Application.revision) + 1))
    return [one.ref for one in held]
