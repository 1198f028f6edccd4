"""Drafts of applications: kept as typed, whatever is wrong with them, until they are sent.

A draft is written by several pages (two tabs, a phone and a computer). As in the wizard, no page overwrites what
another one saved and it has not shown (web.offers.rules): the person is asked which words to keep.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session

from web.applications import reply
from web.applications.tables import ApplicationDraft
from web.offers.rules import Save, is_late, overwrites_unseen


@dataclass(frozen=True)
class Draft:
    """typed: by field, all of them. revision: counts its saves."""

    typed: Mapping[str, str]
    revision: int
    at: datetime


@dataclass(frozen=True)
class OnPage:
    """What stands on a page. typed: by field, all of them; by: the page, and which of its saves this is."""

    typed: Mapping[str, str]
    by: Save

    def is_in(self, draft: Draft) -> bool:
        """Does the draft say the same?"""
        return dict(self.typed) == dict(draft.typed)


class Elsewhere(Exception):
    """Another page saved other words meanwhile, which this one has not shown."""

    def __init__(self, other: Draft) -> None:
        super().__init__(other.revision)
        self.other = other


def kept(session: Session, invitation_id: int) -> Draft | None:
    """The draft of an invitation, None when there is none."""
    row = session.get(ApplicationDraft, invitation_id)
    return None if row is None else draft_of(row)


def keep(session: Session, invitation_id: int, page: OnPage, now: datetime) -> None:
    """Keep what a page shows. The caller holds the invitation. Raises Elsewhere, and nothing is changed."""
    row = session.get(ApplicationDraft, invitation_id)
    if row is None:
        if reply.says_something(page.typed):
            answers = {**page.typed, "save": _save(page.by, 1)}
            session.add(ApplicationDraft(invitation_id=invitation_id, answers=answers, updated_at=now))
        return
    last, there = _last(row), draft_of(row)
    if is_late(last, page.by) or page.is_in(there):
        return
    if overwrites_unseen(last, page.by):
        raise Elsewhere(there)
    row.answers, row.updated_at = {**page.typed, "save": _save(page.by, there.revision + 1)}, now


def remove(session: Session, invitation_id: int, page: OnPage) -> None:
    """What stands on a page was sent. Raises Elsewhere when another page saved other words, which this one has not
    shown."""
    row = session.get(ApplicationDraft, invitation_id)
    if row is None:
        return
    there = draft_of(row)
    if not page.is_in(there) and overwrites_unseen(_last(row), page.by):
        raise Elsewhere(there)
    session.delete(row)


def _save(by: Save, revision: int) -> dict[str, Any]:
    return {"page": by.page, "order": by.order, "revision": revision}


def _last(row: ApplicationDraft) -> Mapping[str, Any] | None:
    return row.answers.get("save")


def draft_of(row: ApplicationDraft) -> Draft:
    """A draft from its row."""
    save = _last(row) or {"revision": 0}
    return Draft({name: str(row.answers.get(name, "")) for name in reply.FIELDS}, save["revision"], row.updated_at)
