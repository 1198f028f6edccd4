"""Everything that is kept on one person, as plain values: what they take with them (GDPR, articles 15 and 20).

Codes of the profile stay as they are (data/candidate.schema.json describes the format), with their labels beside. What
recruiters think of an application (notes, stars) is theirs to answer for: the export says that it may exist.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from sqlmodel import Session, col, select

from web.applications.drafts import draft_of
from web.applications.tables import Application, ApplicationDraft
from web.candidates import addressed
from web.candidates.meaning import Words
from web.candidates.tables import Candidate, CandidateLink, CandidateSession, Device, FormerAddress
from web.invitations.tables import Invitation
from web.offers.tables import Offer
from web.outbox.tables import Message

ABOUT = (
    "Tout ce que Vivier garde sur vous, à la date indiquée. Les clés techniques de vos appareils et de vos sessions n'y"
    " sont pas : elles ouvriraient votre espace à qui les lirait."
)
ON_REQUEST = (
    "Les entreprises peuvent avoir écrit des notes sur vos candidatures, ou les avoir mises en favori. Vivier les"
    " conserve pour leur compte. Vous pouvez en demander communication à l'entreprise ou à Vivier, qui transmet"
    " (articles 12 et 15 du RGPD : réponse sous un mois). Vous pouvez aussi faire rectifier ce qui est faux, vous"
    " opposer à un usage, et saisir la CNIL (cnil.fr)."
)


def everything(session: Session, candidate_id: int, words: Words, town: str, now: datetime) -> dict[str, Any]:
    """The person as plain JSON values, instants in ISO 8601. town: the name of their commune."""
    person = session.get_one(Candidate, candidate_id)
    return {
        "about": ABOUT,
        "made_at": _at(now),
        "person": {
            "first_name": person.first_name,
            "last_name": person.last_name,
            "email": person.email,
            "phone": person.phone,
            "registered_at": _at(person.created_at),
            "updated_at": _at(person.updated_at),
        },
        "former_addresses": [
            {"email": one.email, "left_at": _at(one.left_at)} for one in _all(session, FormerAddress, candidate_id)
        ],
        "standing": {
            "consented_at": _at(person.consented_at),
            "paused_at": _at(person.paused_at),
            "unsubscribed_at": _at(person.unsubscribed_at),
        },
        "profile": person.profile,
        "labels": _labels(person, words) | {"home": {person.profile["home"]["citycode"]: town}},
        "invitations": [_invitation(*row) for row in _invitations(session, candidate_id)],
        "applications": [_application(*row) for row in _applications(session, candidate_id)],
        "devices": [_device(one) for one in _all(session, Device, candidate_id)],
        "sessions": [
            {"opened_at": _at(one.created_at), "expires_at": _at(one.expires_at)}
            for one in _all(session, CandidateSession, candidate_id)
        ],
        "links": [{"asked_at": _at(one.created_at)} for one in _all(session, CandidateLink, candidate_id)],
        "messages": _messages(session, candidate_id),
        "on_request": ON_REQUEST,
    }


def _at(instant: datetime | None) -> str | None:
    return instant.isoformat(timespec="seconds") if instant else None


def _labels(person: Candidate, words: Words) -> dict[str, dict[str, str]]:
    profile = person.profile
    occupations = [one["occupation"] for one in profile.get("experiences", ())]
    occupations += (profile.get("wishes") or {}).get("occupations", ())
    return {
        "skills": {code: words.skill(code) for code in profile.get("skills", ())},
        "occupations": {code: words.occupation(code) for code in occupations},
        "traits": {code: words.trait(code) for code in profile.get("traits", ())},
    }


def _all(session: Session, table: Any, candidate_id: int) -> Sequence[Any]:
    wanted = select(table).where(table.candidate_id == candidate_id).order_by(col(table.id))
    return session.exec(wanted).all()


def _invitations(session: Session, candidate_id: int) -> Sequence[Any]:
    wanted = (
        select(Invitation, Offer, ApplicationDraft)
        .join(Offer, col(Offer.id) == Invitation.offer_id)
        .outerjoin(ApplicationDraft, col(ApplicationDraft.invitation_id) == Invitation.id)
        .where(Invitation.candidate_id == candidate_id)
        .order_by(col(Invitation.id))
    )
    return session.exec(wanted).all()


def _invitation(one: Invitation, offer: Offer, draft: ApplicationDraft | None) -> dict[str, Any]:
    return {
        **_offer(offer),
        "received_at": _at(one.created_at),
        "opened_at": _at(one.opened_at),
        "declined_at": _at(one.declined_at),
        "reason": one.reason,
        "revoked_at": _at(one.revoked_at),
        "withdrawn_on": one.withdrawn_on.isoformat() if one.withdrawn_on else None,
        # The company had answered what was withdrawn: no other application to this offer.
        "settled": one.settled,
        "draft": None
        if draft is None
        else {"answers": dict(draft_of(draft).typed), "updated_at": _at(draft.updated_at)},
    }


def _offer(offer: Offer) -> dict[str, str]:
    company = (offer.terms or {}).get("company_name", "")
    return {"occupation": offer.occupation_label, "place": offer.place_label, "company": str(company)}


def _applications(session: Session, candidate_id: int) -> Sequence[Any]:
    wanted = (
        select(Application, Offer)
        .join(Offer, col(Offer.id) == Application.offer_id)
        .where(Application.candidate_id == candidate_id)
        .order_by(col(Application.id))
    )
    return session.exec(wanted).all()


def _application(one: Application, offer: Offer) -> dict[str, Any]:
    return {
        **_offer(offer),
        "sent_at": _at(one.sent_at),
        "availability": one.availability,
        "available_on": one.available_on.isoformat() if one.available_on else None,
        "notice_weeks": one.notice_weeks,
        "question": str((offer.terms or {}).get("question", "")),
        "answer": one.answer,
        "stage": one.stage,
        "anonymity_lifted_at": _at(one.lifted_at),
        "updated_at": _at(one.updated_at),
        # How well the profile fits the offer, 0 to 1000; orders a recruiter's list, decides nothing.
        "match": one.match,
    }


def _device(one: Device) -> dict[str, Any]:
    # Of the endpoint, which is as good as a key, the service only.
    return {"name": one.name, "service": urlsplit(one.endpoint).hostname, "added_at": _at(one.created_at)}


def _messages(session: Session, candidate_id: int) -> list[dict[str, Any]]:
    """Mails and pushes to the person: kind, and when."""
    wanted = select(Message).where(addressed.to(candidate_id)).order_by(col(Message.id))
    return [
        {
            "channel": one.channel,
            "kind": one.kind,
            "status": one.status,
            "written_at": _at(one.created_at),
            "sent_at": _at(one.done_at),
        }
        for one in session.exec(wanted)
    ]
