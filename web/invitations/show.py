"""From what is known of an invitation to its screens. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from web.anonymity import Telling, struck
from web.applications import reply, withdrawing
from web.applications.drafts import Draft
from web.applications.tables import Application, Availability
from web.applications.wording import begins
from web.clock import day_of
from web.invitations import wording
from web.invitations.answers import Found
from web.invitations.screens import ApplyForm, Clash, InvitationPage, SentPage, Warned, Withdraw
from web.invitations.shown import Shown, shown
from web.offers.terms import Terms
from web.offers.wording import day, listed


@dataclass(frozen=True)
class Shape:
    """The form as it is to be shown. page, revision: see web.offers.rules.Save. kinds: what in the answer tells who the
    person is. trouble: why it comes back; kept_now: it was just kept, by the button."""

    page: str
    revision: int
    typed: Mapping[str, str]
    errors: Mapping[str, str] = field(default_factory=dict)
    other: Draft | None = None
    kinds: Sequence[Telling] = ()
    trouble: str = ""
    kept_now: bool = False

    @property
    def came_back(self) -> bool:
        """Does it say something, rather than wait to be filled?"""
        return bool(self.errors or self.other or self.kinds or self.trouble or self.kept_now)


def seen(found: Found) -> Shown:
    """The offer."""
    return shown(found.offer, Terms.from_json(found.offer.terms or {}))


def rate(found: Found) -> str:
    """How often the company answers, empty while nobody can tell."""
    return found.rate.sentence if found.rate else ""


def first_shape(found: Found, page: str, *, kept_now: bool = False) -> Shape:
    """The form as it is when one comes to it: with the draft."""
    draft = found.draft
    typed = draft.typed if draft else dict.fromkeys(reply.FIELDS, "")
    return Shape(page, draft.revision if draft else 0, typed, kept_now=kept_now and draft is not None)


def invitation(found: Found, path: str, shape: Shape, now: datetime) -> InvitationPage:
    """The page of the offer. path: of the link."""
    declined, on = found.invitation.declined_at is not None, found.invitation.withdrawn_on
    told = "votre candidature est retirée" if on else "vous êtes invité·e à candidater"
    return InvitationPage(
        title=f"{found.offer.occupation_label} : {told}",
        offer=seen(found),
        rate=rate(found),
        form=_form(found, path, shape, now) if found.takes else None,
        draft=shape.typed["answer"],
        declined=declined,
        withdrawn=wording.withdrawn(on, offer_open=found.open, settled=found.invitation.settled) if on else (),
        folded=(declined or on is not None) and not shape.came_back,
        decline=f"{path}/refuser",
        reasons=tuple(wording.REASONS.items()),
    )


def application(found: Found, sent: Application, path: str, other: str = "") -> SentPage:
    """The page of the offer for one who has applied. path: of the link."""
    return SentPage(
        title=f"{found.offer.occupation_label} : votre candidature",
        offer=seen(found),
        rate=rate(found),
        told=wording.stage(sent, offer_open=found.open),
        sent_on=day(day_of(sent.sent_at)),
        availability=begins(Availability(sent.availability), sent.available_on, sent.notice_weeks),
        answer=_paragraphs(sent.answer),
        withdraw=f"{path}/retirer",
        other=other,
    )


def withdraw(found: Found, sent: Application, path: str, *, changed: bool = False) -> Withdraw:
    """The page that asks whether to withdraw an application. path: of the link."""
    return Withdraw(
        offer=seen(found),
        action=f"{path}/retirer",
        back=path,
        seen=withdrawing.shown(sent),
        lifted=sent.lifted_at is not None,
        again=wording.again(offer_open=found.open, settled=withdrawing.answered(sent)),
        answer=_paragraphs(sent.answer),
        changed=changed,
    )


def _form(found: Found, path: str, shape: Shape, now: datetime) -> ApplyForm:
    today = day_of(now)
    answer = shape.typed["answer"]
    return ApplyForm(
        action=path,
        page=shape.page,
        revision=shape.revision,
        typed=shape.typed,
        errors={name: shape.errors.get(name, "") for name in reply.FIELDS},
        length=reply.length(answer),
        most=reply.MOST_ANSWER,
        most_weeks=reply.MOST_WEEKS,
        earliest=today.isoformat(),
        latest=(today + reply.LATEST).isoformat(),
        saved=wording.kept(found.draft.at, now) if found.draft else "",
        availabilities=[(kind.value, words) for kind, words in wording.AVAILABILITIES.items()],
        clash=_clash(shape.other) if shape.other else None,
        warned=_warned(shape.kinds, struck(answer, found.candidate)) if shape.kinds else None,
        trouble=shape.trouble,
        kept_now=shape.kept_now,
    )


def _clash(other: Draft) -> Clash:
    chosen = other.typed["availability"]
    begins = [wording.AVAILABILITIES[Availability(chosen)]] if chosen in list(Availability) else []
    return Clash((*begins, *_paragraphs(other.typed["answer"])), other.revision)


def _warned(kinds: Sequence[Telling], masked: str) -> Warned:
    return Warned(listed([wording.TELLINGS[kind] for kind in kinds]), masked, " ".join(kinds))


def _paragraphs(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split("\n") if part.strip())
