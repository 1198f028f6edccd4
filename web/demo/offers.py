"""One offer of the lived-in company, from its publication to today."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from sqlmodel import Session, col, select, update

from indexer.sources import catalogue
from search_api.matching.criteria import Rule
from web.accounts.tables import Account
from web.anonymity import Telling
from web.applications import applying, service
from web.applications.drafts import OnPage
from web.applications.nearness import built_in
from web.applications.reply import Reply
from web.applications.rules import Move
from web.applications.tables import Application, Availability
from web.candidates.tables import Candidate
from web.clock import day_of
from web.db.writes import id_of
from web.demo import applicants, doors, times
from web.demo.stories import ApplicationStory, NoteStory, OfferStory
from web.invitations import inviting
from web.invitations.tables import Invitation, Sending
from web.landing.forms import Search
from web.notes import service as notes
from web.offers import service as offers
from web.offers import steps
from web.offers.rules import Save
from web.offers.tables import Offer
from web.offers.terms import question_of
from web.outbox.channels.invite import looked_for
from web.outbox.tables import Channel, Message, Status

_SHARED: dict[str, dict[str, str]] = {
    "company": {
        "siret": "000 999 003 00015",
        "company_name": "Résidence Les Tilleuls",
        "presentation": (
            "Nous sommes une maison de quartier où vivent soixante-dix-huit personnes âgées, et où travaillent "
            "soixante et une autres. La porte est ouverte, le jardin aussi.\n\n"
            "Ici, on se tutoie entre collègues, on prépare les plannings à six semaines et personne ne revient sur "
            "son repos. Chaque nouvelle personne est accompagnée pendant un mois par quelqu'un du métier."
        ),
        "website": "https://tilleuls.example",
    },
    "recap": {"standing": "yes"},
}
_STARTS_AFTER = timedelta(days=45)
_MOVES = {
    "now": Move.LIFT_NOW,
    "later": Move.LIFT_LATER,
    "contacted": Move.CONTACTED,
    "to_contact": Move.TO_CONTACT,
    "refuse": Move.REFUSE,
    "restore": Move.RESTORE,
}
# How long a colleague may take over one step, and how late it may be when the program starts.
_STEP = timedelta(days=2)
_JUST_BEFORE = timedelta(minutes=20)

_OPENED_SHARE, _DECLINED_SHARE = 0.55, 0.3
_REASONS = (
    "",
    "Je viens de signer ailleurs, merci quand même.",
    "Trop loin sans voiture aux horaires du matin.",
    "",
    "Je cherche un mi-temps pour le moment.",
    "Je garde mon petit-fils jusqu'à la rentrée.",
    "Pas le week-end, je suis seule avec mes enfants.",
    "",
    "J'ai déjà travaillé dans un établissement de ce type, ce n'est pas pour moi.",
)


class Team(Protocol):
    """Who recruits."""

    def of(self, name: str) -> Account: ...


@dataclass(frozen=True)
class Published:
    """What an offer will be. at: when it is published; search, answers: as the wizard keeps them; rule: whom it
    targets."""

    story: OfferStory
    at: datetime
    search: Search
    answers: dict[str, dict[str, list[str]]]
    rule: Rule


@dataclass(frozen=True)
class Open:
    """An offer that was published and whose people were invited."""

    plan: Published
    offer: Offer
    team: Team


def plan(rng: random.Random, story: OfferStory, where: applicants.World, now: datetime) -> Published:
    """When the offer of a story was published, and whom it targets."""
    at = times.published(rng, now, story.published_days_ago)
    search = Search(story.occupation, applicants.CITYCODE)
    typed = _SHARED | story.answers
    typed = typed | {"contract": typed["contract"] | {"start": times.first_day(day_of(at) + _STARTS_AFTER).isoformat()}}
    answers = {
        step: {name: [value] if isinstance(value, str) else list(value) for name, value in fields.items()}
        for step, fields in typed.items()
    }
    plain = offers.search_json(search)
    terms = steps.terms(plain, answers, day_of(at))
    return Published(story, at, search, answers, applicants.rule_of(question_of(plain, terms), where))


def publish(session: Session, plan: Published, team: Team, refs: Sequence[str]) -> Open:
    """Publish the offer and invite people, as the worker would have done minutes later. refs: whom it targets."""
    story, author = plan.story, team.of(plan.story.author)
    label = catalogue.load().occupations[story.occupation].label.text
    begun = plan.at - timedelta(minutes=35)
    offer = offers.draft_from(session, author, plan.search, label, applicants.PLACE, begun)
    offer.answers, offer.revision = plan.answers, len(plan.answers)
    offers.publish(session, author, offer.ref, plan.at)
    session.flush()
    found = plan.at + timedelta(seconds=40)
    sending = session.exec(select(Sending).where(Sending.offer_id == offer.id)).one()
    part = inviting.Part(sorted(refs), after="", point="", last=True, skills=looked_for(plan.rule))
    inviting.invite_part(session, id_of(sending), part, found)
    told = {one.email for one in story.applications}
    _sent(session, offer, sending, found, still_to_come=[doors.CANDIDATE] if doors.CANDIDATE not in told else [])
    session.refresh(offer)
    return Open(plan, offer, team)


def _sent(session: Session, offer: Offer, sending: Sending, at: datetime, still_to_come: Sequence[str]) -> None:
    """The worker's part is done. still_to_come: whose mail is sent when the program runs, so that it lies in the local
    mailbox: the invitation that the candidate of the README has yet to answer."""
    of_offer = select(Invitation.id).where(Invitation.offer_id == offer.id)
    person = col(Candidate.id) == Invitation.candidate_id
    later = of_offer.join(Candidate, person).where(col(Candidate.email).in_(still_to_come))
    done = update(Message).values(status=Status.DONE.value, attempts=1, done_at=at + timedelta(minutes=3))
    invited = done.where(col(Message.channel) == Channel.MAIL.value, col(Message.subject_id).in_(of_offer))
    session.execute(invited.where(col(Message.subject_id).not_in(later)))
    session.execute(done.where(col(Message.key) == f"sending:{sending.id}"))


def live(session: Session, rng: random.Random, opened: Open, people: Mapping[str, Candidate], now: datetime) -> None:
    """What became of an offer until today: who looked, who said no, who applied, and what was done with each."""
    story = opened.plan.story
    latest = now - _JUST_BEFORE
    closed_at = times.published(rng, now, story.closed_days_ago) if story.closed_days_ago is not None else None
    invited = session.exec(
        select(Invitation).where(Invitation.offer_id == opened.offer.id).order_by(col(Invitation.id))
    )
    by_person = {invitation.candidate_id: invitation for invitation in invited}
    applied = [by_person.pop(id_of(people[one.name])) for one in story.applications]
    _answer(session, rng, list(by_person.values()), people, closed_at or latest)
    sent = [
        _apply(session, rng, one, invitation, opened, min(latest, closed_at or latest))
        for one, invitation in zip(story.applications, applied, strict=True)
    ]
    if closed_at:
        offers.close(session, opened.team.of(story.author), opened.offer.ref, closed_at)
    for one, application in zip(story.applications, sent, strict=True):
        _treat(session, rng, one, application, opened.team, latest)


def _answer(
    session: Session,
    rng: random.Random,
    invited: Sequence[Invitation],
    people: Mapping[str, Candidate],
    latest: datetime,
) -> None:
    """Of those who do not apply: some have looked, some of these have said no."""
    applicants_ids = {id_of(one) for one in people.values()}
    for invitation in invited:
        if rng.random() >= _OPENED_SHARE or invitation.candidate_id in applicants_ids:
            continue
        came = invitation.created_at
        about = came + timedelta(hours=rng.expovariate(1 / 20))
        invitation.opened_at = times.awake(rng, about, came, latest)
        if rng.random() < _DECLINED_SHARE:
            invitation.declined_at = min(invitation.opened_at + timedelta(minutes=rng.randint(1, 20)), latest)
            invitation.reason = rng.choice(_REASONS)
        session.add(invitation)


def _apply(
    session: Session,
    rng: random.Random,
    story: ApplicationStory,
    invitation: Invitation,
    opened: Open,
    latest: datetime,
) -> Application:
    about = opened.plan.at + timedelta(days=story.sent_after_days)
    sent = times.awake(rng, about, invitation.created_at + timedelta(minutes=30), latest)
    invitation.opened_at = sent - timedelta(minutes=rng.randint(6, 28))
    on, weeks = applicants.available_on(story, day_of(sent)), applicants.notice_weeks(story)
    kind = Availability.FROM_DATE if on else Availability.AFTER_NOTICE if weeks else Availability.NOW
    reply = Reply(kind, on, weeks, story.answer)
    # Some tell who they are in spite of the warning, as people do.
    return applying.send(
        session, invitation.ref, reply, OnPage({}, Save("demo", 1, 0)), built_in(), sent, tuple(Telling)
    )


def _treat(
    session: Session,
    rng: random.Random,
    story: ApplicationStory,
    application: Application,
    team: Team,
    latest: datetime,
) -> None:
    """What the recruiters did with an application, and what they noted: a note follows its act."""
    at, who = application.sent_at, rng.choice(("claire", "karim"))
    notes_left = list(story.notes)
    for act in story.did:
        at = times.at_work(rng, at, latest, _STEP)
        account = team.of(who)
        if act == "star":
            service.favour(session, account, application.ref, True, application.revision, at)
            # Whoever read it first puts the star; the next step may be a colleague's.
            who = rng.choice(("claire", "karim"))
            continue
        service.move(session, account, application.ref, _MOVES[act], application.revision, at)
    for note in notes_left:
        at = times.at_work(rng, at, latest, _STEP / 2)
        _note(session, rng, note, application, team, at, latest)


def _note(
    session: Session,
    rng: random.Random,
    story: NoteStory,
    application: Application,
    team: Team,
    at: datetime,
    latest: datetime,
) -> None:
    author = team.of(story.by)
    written = notes.add(session, author, application.ref, story.edited_from or story.text, at)
    if story.edited_from:
        edited = times.at_work(rng, at, latest, _STEP / 2)
        notes.edit(session, author, written.ref, story.text, written.revision, edited)
