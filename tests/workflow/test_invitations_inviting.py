"""A part of a scan becomes invitations and messages: once, for those who may be invited, and going on where it was."""

import threading
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlmodel import col, func, select

from tests import cast, offers
from tests.workflow.outbox import Hands
from web.candidates.tables import Candidate, Device
from web.db import Database
from web.db.writes import id_of
from web.invitations import inviting, rules, service
from web.invitations.inviting import Overtaken, Part
from web.invitations.mails import invitation
from web.invitations.tables import Invitation, Sending
from web.offers.tables import Offer, State
from web.outbox.mails import MailContext
from web.outbox.tables import Channel, Message, Status
from web.settings import SiteSettings
from web.tokens import Tokens

NOON = datetime(2026, 3, 2, 11, 0, tzinfo=UTC)
SKILLS = {"laver": "Laver", "nourrir": "Nourrir", "lever": "Lever"}
TERMS = replace(
    offers.TERMS,
    weekly_hours=37.5,
    start=NOON.date() + timedelta(days=30),
    posts=1,
    company_name="Les <Ateliers>",
    presentation="Une maison.\nDeux étages.",
    website="javascript:alert(1)",
    question="Pourquoi ?",
)


@dataclass
class World:
    """A database with a company, and offers of it."""

    database: Database
    clock: Hands = field(default_factory=lambda: Hands(NOON))
    _offers: int = 0

    def people(self, count: int, **columns: Any) -> list[Candidate]:
        with self.database.writing() as session:
            start = session.exec(select(func.count()).select_from(Candidate)).one()
            found = [cast.candidate(session, start + number, skills=["laver"]) for number in range(count)]
            for person in found:
                for name, value in columns.items():
                    setattr(person, name, value)
            return found

    def offer(self) -> Offer:
        """A published offer whose inviting is about to begin."""
        self._offers += 1
        with self.database.writing() as session:
            company = cast.company(session, f"{10**8 + self._offers}00012")
            author = cast.account(session, f"author{self._offers}@ateliers.example", company)
            offer = Offer(
                company_id=id_of(company),
                author_id=id_of(author),
                state=State.PUBLISHED,
                occupation="aide-soignant",
                occupation_label="Aide-soignant / Aide-soignante",
                citycode="59350",
                place_label="Le Havre",
                search={},
                answers={},
                terms=TERMS.to_json(),
                created_at=NOON,
                updated_at=NOON,
            )
            session.add(offer)
            session.flush()
            service.start(session, offer, self.clock())
            return offer

    def sending(self, offer: Offer) -> Sending:
        with self.database.reading() as session:
            of_offer = select(Sending).where(Sending.offer_id == offer.id).order_by(col(Sending.id).desc())
            return session.exec(of_offer).first()  # type: ignore[return-value]

    def part(self, offer: Offer, people: Sequence[Candidate], last: bool = True) -> int:
        """Deal with the next part of the scan."""
        sending = self.sending(offer)
        refs = sorted(person.ref for person in people)
        with self.database.writing() as session:
            part = Part(refs, sending.cursor, "point", last, SKILLS)
            return inviting.invite_part(session, id_of(sending), part, self.clock())

    def invited(self, offer: Offer) -> Counter[int]:
        with self.database.reading() as session:
            return Counter(session.exec(select(Invitation.candidate_id).where(Invitation.offer_id == offer.id)))

    def messages(self, channel: Channel, kind: str = "invitation") -> list[Message]:
        with self.database.reading() as session:
            wanted = select(Message).where(Message.channel == channel, Message.kind == kind).order_by(col(Message.id))
            return list(session.exec(wanted))

    def change(self, row: Any, **values: Any) -> None:
        with self.database.writing() as session:
            found = session.get(type(row), row.id)
            for name, value in values.items():
                setattr(found, name, value)


@pytest.fixture
def world(database: Database) -> World:
    return World(database)


def test_publishing_leaves_one_job_and_one_thing_for_the_index(world: World) -> None:
    world.offer()
    assert [message.key for message in world.messages(Channel.INVITE, "offer")] == ["sending:1"]
    assert [message.key for message in world.messages(Channel.INDEX, "standing-offer")] == [
        "standing-offer:1:sending:1"
    ]


def test_each_person_gets_one_invitation_and_one_mail(world: World) -> None:
    people, offer = world.people(7), world.offer()
    assert world.part(offer, people) == 7
    assert set(world.invited(offer).values()) == {1}
    mails = world.messages(Channel.MAIL)
    assert len(mails) == 7
    assert {mail.domain for mail in mails} == {"people.example"}
    sending = world.sending(offer)
    assert (sending.targeted, sending.invited, sending.done_at, sending.point) == (7, 7, NOON, "")


def test_a_scan_goes_on_after_the_last_one_dealt_with(world: World) -> None:
    people, offer = world.people(9), world.offer()
    assert world.part(offer, people[:4], last=False) == 4
    assert world.sending(offer).cursor == people[3].ref
    # A page that overlaps, as after an index was built anew: nobody twice.
    assert world.part(offer, people[3:]) == 5
    assert set(world.invited(offer).values()) == {1}
    assert world.sending(offer).targeted == 9


def test_of_two_workers_with_the_same_part_one_writes(world: World) -> None:
    people, offer = world.people(3), world.offer()
    stale = world.sending(offer)
    world.part(offer, people, last=False)
    with pytest.raises(Overtaken), world.database.writing() as session:
        refs = [person.ref for person in people]
        inviting.invite_part(session, id_of(stale), Part(refs, stale.cursor, "", False, {}), NOON)
    assert world.sending(offer).invited == 3


def test_a_part_that_fails_leaves_nothing(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    people, offer = world.people(3), world.offer()

    def broken(*_: Any) -> None:
        raise RuntimeError

    monkeypatch.setattr(inviting, "enqueue", broken)
    with pytest.raises(RuntimeError):
        world.part(offer, people)
    assert world.invited(offer) == Counter()
    assert (world.sending(offer).cursor, world.sending(offer).targeted) == ("", 0)
    monkeypatch.undo()
    assert world.part(offer, people) == 3


@pytest.mark.parametrize(
    "unwilling",
    [{"consented_at": None}, {"paused_at": NOON}, {"unsubscribed_at": NOON}],
    ids=lambda one: next(iter(one)),
)
def test_who_does_not_want_offers_gets_none_whatever_the_index_says(world: World, unwilling: dict[str, Any]) -> None:
    people, offer = world.people(2, **unwilling) + world.people(1), world.offer()
    assert world.part(offer, people) == 1
    assert list(world.invited(offer)) == [people[2].id]


def test_somebody_erased_meanwhile_is_passed_over(world: World) -> None:
    people, offer = world.people(2), world.offer()
    with world.database.writing() as session:
        session.delete(session.get(Candidate, people[0].id))
    assert world.part(offer, people) == 1


def test_a_closed_offer_invites_nobody_more(world: World) -> None:
    people, offer = world.people(4), world.offer()
    world.part(offer, people[:2], last=False)
    world.change(offer, state=State.CLOSED)
    with pytest.raises(Overtaken):
        world.part(offer, people[2:])
    with world.database.writing() as session:
        inviting.stop(session, id_of(world.sending(offer)), NOON)
        assert not inviting.invite_person(session, id_of(offer), id_of(people[3]), NOON)
    assert world.sending(offer).done_at == NOON
    assert len(world.invited(offer)) == 2


def test_reopening_invites_those_who_were_not_yet(world: World) -> None:
    people, offer = world.people(3), world.offer()
    world.part(offer, people)
    more = world.people(2)
    with world.database.writing() as session:
        service.start(session, offer, world.clock())
    assert world.part(offer, people + more) == 2
    with world.database.reading() as session:
        assert service.progress(session, id_of(offer)).targeted == 5


def test_nobody_gets_more_than_a_week_allows_and_the_index_is_told_then_and_when_it_frees(world: World) -> None:
    person = world.people(1)
    written = []
    for _ in range(rules.WEEKLY_CAP + 1):
        written.append(world.part(world.offer(), person))
        world.clock.turn(hours=5)
    assert written == [1] * rules.WEEKLY_CAP + [0]
    capped, freed = sorted(world.messages(Channel.INDEX, "candidate"), key=lambda message: message.due_at)
    assert capped.due_at == NOON + timedelta(hours=5) * (rules.WEEKLY_CAP - 1)
    assert freed.due_at == NOON + rules.WEEK
    world.clock.now = freed.due_at
    assert world.part(world.offer(), person) == 1
    assert world.part(world.offer(), person) == 0


def test_a_person_is_invited_by_hand_once_and_under_the_cap(world: World) -> None:
    (person,) = world.people(1)
    for number in range(rules.WEEKLY_CAP + 1):
        offer = world.offer()
        with world.database.writing() as session:
            assert service.invite_one(session, offer, person, NOON) is (number < rules.WEEKLY_CAP)
            assert service.invite_one(session, offer, person, NOON) is False
    assert len(world.messages(Channel.MAIL)) == rules.WEEKLY_CAP


def device(world: World, person: Candidate, number: int) -> Device:
    with world.database.writing() as session:
        made = Device(
            candidate_id=id_of(person),
            endpoint=f"https://push{number}.example/{person.ref}/{number}",
            p256dh="p",
            auth="a",
            name="Téléphone",
            created_at=NOON,
        )
        session.add(made)
        return made


def test_each_device_gets_a_push_but_not_at_night(world: World) -> None:
    (person,), offer = world.people(1), world.offer()
    first, second = device(world, person, 1), device(world, person, 2)
    world.clock.now = datetime(2026, 3, 2, 21, 30, tzinfo=UTC)
    world.part(offer, [person])
    pushes = world.messages(Channel.PUSH)
    assert [push.data for push in pushes] == [{"device": first.id}, {"device": second.id}]
    assert [push.domain for push in pushes] == ["push1.example", "push2.example"]
    assert {push.due_at for push in pushes} == {datetime(2026, 3, 3, 7, 0, tzinfo=UTC)}
    assert world.messages(Channel.MAIL)[0].due_at == world.clock.now


def test_who_wants_no_mail_but_has_a_device_gets_the_push_alone(world: World) -> None:
    (person,), offer = world.people(1, unsubscribed_at=NOON), world.offer()
    device(world, person, 1)
    assert world.part(offer, [person]) == 1
    assert world.messages(Channel.MAIL) == []
    assert len(world.messages(Channel.PUSH)) == 1


def test_progress_counts_people(world: World) -> None:
    people, offer, other = world.people(6), world.offer(), world.offer()
    world.part(other, people[:2])
    world.part(offer, people[:5], last=False)
    with world.database.writing() as session:
        mine = select(Invitation.id).where(Invitation.offer_id == offer.id)
        mails = session.exec(
            select(Message).where(Message.channel == Channel.MAIL, col(Message.subject_id).in_(mine))
        ).all()
        mails[0].status, mails[1].status, mails[2].status = Status.DONE, Status.DONE, Status.DEAD
    with world.database.reading() as session:
        assert service.progress(session, id_of(offer)) == service.Progress(5, 5, 2, 2, 1, done=False)
        assert service.progress(session, id_of(other)).done


def the_mail(world: World) -> Any:
    message = world.messages(Channel.MAIL)[0]
    settings = SiteSettings(public_url="https://vivier.example", secret="s" * 32)
    with world.database.reading() as session:
        return invitation(MailContext(session, settings, Tokens("s" * 32), NOON), message)


def test_the_mail_tells_the_offer_and_none_of_its_hidden_criteria(world: World) -> None:
    person, offer = world.people(1), world.offer()
    world.part(offer, person)
    mail = the_mail(world)
    assert mail.address == person[0].email
    assert mail.body.subject == "Aide-soignant / Aide-soignante au Havre : Les <Ateliers> vous invite à candidater"
    for text in (mail.body.text, mail.body.html):
        for told in ("Alex", "CDI", "37", "24", "brut par an", "Deux étages.", "Pourquoi ?", "« Laver »"):
            assert told in text
        for hidden in ("47 km", "permis", "CE,", "nuit", "élétravail", "Secrète", "Lomme", "Nourrir", "javascript"):
            assert hidden not in text
    assert "<Ateliers>" not in mail.body.html
    assert mail.unsubscribe in mail.body.text
    link = next(line for line in mail.body.text.split() if line.startswith("https://vivier.example/invitation/"))
    with world.database.reading() as session:
        ref = session.exec(select(Invitation.ref)).one()
    assert Tokens("s" * 32).read("invitation", link.rpartition("/")[2], rules.LINK_LIFE, NOON) == ref


@pytest.mark.parametrize("what", ["closed", "declined", "revoked", "paused", "no consent", "unsubscribed", "erased"])
def test_a_mail_that_waits_is_not_sent_when_nobody_wants_it_any_more(world: World, what: str) -> None:
    (person,), offer = world.people(1), world.offer()
    world.part(offer, [person])
    with world.database.reading() as session:
        invited = session.exec(select(Invitation)).one()
    changes: dict[str, tuple[Any, dict[str, Any]]] = {
        "closed": (offer, {"state": State.CLOSED}),
        "declined": (invited, {"declined_at": NOON}),
        "revoked": (invited, {"revoked_at": NOON}),
        "paused": (person, {"paused_at": NOON}),
        "no consent": (person, {"consented_at": None}),
        "unsubscribed": (person, {"unsubscribed_at": NOON}),
    }
    if what == "erased":
        with world.database.writing() as session:
            session.delete(session.get(Candidate, person.id))
    else:
        row, values = changes[what]
        world.change(row, **values)
    assert the_mail(world) is None


def test_offers_that_invite_one_person_at_the_same_moment_keep_the_week_together(world: World) -> None:
    people = world.people(20)
    for _ in range(rules.WEEKLY_CAP - 1):
        world.part(world.offer(), people)
    offers = [world.offer() for _ in range(3)]
    together = threading.Barrier(len(offers))

    def invite(offer: Offer) -> None:
        together.wait(10)
        world.part(offer, people)

    threads = [threading.Thread(target=invite, args=(offer,)) for offer in offers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sum((world.invited(offer) for offer in offers), Counter()) == Counter(person.id for person in people)
