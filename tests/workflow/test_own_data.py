"""What is kept on a person: taken along whole, and gone for good once they erase themselves. On both databases."""

import io
import json
import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader
from sqlmodel import Session, select, text

from tests import applications as rows
from tests import cast
from tests.visits import Browser, Stage
from web.applications.tables import Application, ApplicationDraft, ApplicationEvent, Happening, Note
from web.applications.tables import Stage as Step
from web.candidates import devices, readdressing, service, space
from web.candidates.tables import Candidate, Device, SignUp
from web.db.tables import metadata
from web.db.writes import id_of
from web.invitations import service as invitations
from web.invitations.tables import Invitation
from web.invitations.wording import STAGES
from web.outbox.tables import Message, Pace
from web.typesetting import drawable

DATA = "/candidat/donnees"
# Nothing else in the database holds these.
MARK = "zzmarker"
FORMER = f"former{MARK}@{MARK}-former.example"
PERSON: dict[str, Any] = {
    "first_name": f"Prenom{MARK}",
    "last_name": f"Nom{MARK}",
    "email": f"mail{MARK}@{MARK}-domain.example",
    "phone": "0639981234",
}
PROFILE: dict[str, Any] = {
    "skills": [f"skill-{MARK}"],
    "traits": ["autonomie"],
    "experiences": [{"occupation": "aide-soignant", "since": "2019-03", "months": 85}],
    "wishes": {"occupations": ["cariste"], "salary": 24321},
}
SEARCHED = (MARK, "639981234", "24321")


class Kept(Stage):
    """A stage where somebody left something in every table that may hold it."""

    def __init__(self, database_url: str) -> None:
        super().__init__(database_url)
        with self.database.writing() as session:
            one = cast.candidate(session, 1, self.now, **PROFILE)
            for name, value in PERSON.items():
                setattr(one, name, value)
            session.flush()
            self.person, self.ref = id_of(one), one.ref
            self._leave(session, one)
            self.other = id_of(rows.application(session, self.offer, cast.candidate(session, 2, self.now), self.now))

    def _leave(self, session: Session, one: Candidate) -> None:
        owner = self.cast.owner
        self.offer = rows.offer(session, owner, self.now)
        sent = rows.application(
            session, self.offer, one, self.now, answer=f"Ma réponse {MARK}", stage=Step.TO_CONTACT, favourite=True
        )
        self.application = id_of(sent)
        author, at = id_of(owner), self.now
        session.add(Note(application_id=self.application, author_id=author, text="Une note", written_at=at))
        session.add(ApplicationEvent(application_id=self.application, account_id=author, what=Happening.LIFTED, at=at))
        second = rows.offer(session, owner, self.now, occupation_label="Cariste")
        session.add(
            Device(
                candidate_id=self.person,
                endpoint=f"https://push.example/{MARK}",
                p256dh=f"key{MARK}",
                auth=f"auth{MARK}",
                name=f"Téléphone {MARK}",
                created_at=at,
            )
        )
        session.flush()
        # The outbox: a mail and a push, the mail refused by its server, which says the address.
        assert invitations.invite_one(session, second, one, at)
        invited = session.exec(
            select(Invitation).where(Invitation.offer_id == second.id, Invitation.candidate_id == self.person)
        ).one()
        invited.reason = f"Raison {MARK}"
        session.add(
            ApplicationDraft(invitation_id=id_of(invited), answers={"answer": f"Brouillon {MARK}"}, updated_at=at)
        )
        self._readdress(session, one)
        space.ask(session, [one.email], at)
        session.flush()
        for message in session.exec(select(Message).where(Message.domain != "")):
            message.error = f"550 {one.email}: no such user"
        session.add(SignUp(email=one.email, created_at=at))
        session.add(Pace(channel="mail", domain=f"{MARK}-domain.example", free_at=at - timedelta(hours=1)))

    def _readdress(self, session: Session, one: Candidate) -> None:
        """They had another address until now."""
        present, one.email = one.email, FORMER
        session.flush()
        readdressing.ask(session, self.person, [present], self.now)
        asked = session.exec(select(SignUp).where(SignUp.email == present)).one()
        assert readdressing.change(session, readdressing.subject(asked, one), self.now)
        session.add(Pace(channel="mail", domain=f"{MARK}-former.example", free_at=self.now - timedelta(hours=1)))

    def open(self) -> Browser:
        with self.database.writing() as session:
            token = space.open_for(session, self.person, self.now)
        browser = self.browser()
        browser.cookies.set(space.COOKIE, token, domain="site.local")
        return browser

    def found(self) -> dict[str, int]:
        """Where a marker stands: table and column, how many rows."""
        found: dict[str, int] = {}
        with self.database.reading() as session:
            for table in metadata.sorted_tables:
                for row in session.execute(text(f'SELECT * FROM "{table.name}"')).mappings():  # noqa: S608 (our tables)
                    for column, value in row.items():
                        if any(mark in str(value) for mark in SEARCHED):
                            found[f"{table.name}.{column}"] = found.get(f"{table.name}.{column}", 0) + 1
        return found


@pytest.fixture
def kept(database_url: str) -> Iterator[Kept]:
    with Kept(database_url) as kept:
        yield kept


def erase(browser: Browser) -> None:
    answer = browser.post(f"{DATA}/effacer", {"confirmation": " effacer "})
    assert (answer.status_code, answer.headers["location"]) == (303, "/candidat/au-revoir")


# ---- Taking along ----


def test_the_export_holds_everything_but_keys_and_what_recruiters_noted(kept: Kept) -> None:
    browser = kept.open()
    answer = browser.get(f"{DATA}/export.json")
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["content-disposition"] == 'attachment; filename="vivier-mes-donnees-2026-03-02.json"'
    told = json.loads(answer.text)
    assert {name: told["person"][name] for name in PERSON} == PERSON
    assert told["profile"]["skills"] == PROFILE["skills"]
    assert told["labels"]["occupations"]["aide-soignant"] == "Aide-soignant / Aide-soignante"
    (application,) = told["applications"]
    assert (application["stage"], application["answer"]) == ("to_contact", f"Ma réponse {MARK}")
    assert len(told["invitations"]) == 2
    assert told["invitations"][1]["draft"]["answers"]["answer"] == f"Brouillon {MARK}"
    assert told["devices"] == [
        {"name": f"Téléphone {MARK}", "service": "push.example", "added_at": "2026-03-02T09:00:00+00:00"}
    ]
    assert (len(told["sessions"]), len(told["links"])) == (1, 1)
    assert {one["kind"] for one in told["messages"]} == {
        *("invitation", space.LINK, readdressing.LINK, readdressing.NOTICE)
    }
    assert told["former_addresses"] == [{"email": FORMER, "left_at": "2026-03-02T09:00:00+00:00"}]
    for hidden in (f"key{MARK}", f"auth{MARK}", f"push.example/{MARK}", "Une note", kept.ref):
        assert hidden not in answer.text
    assert "notes" in told["on_request"]


def test_no_column_of_a_person_is_forgotten_in_the_export(kept: Kept) -> None:
    # A new column has to be thought about: exported, or left out here with a reason.
    columns = {
        f"{table.name}.{column.name}"
        for table in metadata.sorted_tables
        if "candidate_id" in table.columns or table.name in {"candidate", "application_draft"}
        for column in table.columns
        if not column.primary_key and not column.foreign_keys
    }
    told = {
        *("candidate.email", "candidate.first_name", "candidate.last_name", "candidate.phone", "candidate.profile"),
        *("candidate.consented_at", "candidate.paused_at", "candidate.unsubscribed_at"),
        *("candidate.created_at", "candidate.updated_at", "device.name", "device.created_at", "device.endpoint"),
        *("former_address.email", "former_address.left_at"),
        *("candidate_link.created_at", "candidate_session.created_at", "candidate_session.expires_at"),
        *("invitation.created_at", "invitation.opened_at", "invitation.declined_at", "invitation.reason"),
        *("invitation.revoked_at", "invitation.withdrawn_on", "invitation.settled"),
        *("application_draft.answers", "application_draft.updated_at"),
        *("application.availability", "application.available_on", "application.notice_weeks", "application.answer"),
        *("application.stage", "application.sent_at", "application.updated_at", "application.lifted_at"),
        "application.match",
    }
    # Random names and counters, keys that open something, what recruiters think.
    left_out = {
        *("candidate.ref", "candidate.revision", "device.ref", "device.p256dh", "device.auth", "candidate_link.ref"),
        *("candidate_session.digest", "invitation.ref", "application.ref", "application.revision"),
        *("application.favourite", "application.erased_at", "former_address.ref"),
    }
    assert columns == told | left_out


def test_the_pdf_says_the_same_in_words(kept: Kept) -> None:
    answer = kept.open().get(f"{DATA}/export.pdf")
    assert answer.content[:5] == b"%PDF-"
    pages = PdfReader(io.BytesIO(answer.content)).pages
    words = re.sub(r"\s+", " ", " ".join(page.extract_text() for page in pages))
    for wanted in (
        *(PERSON["first_name"], PERSON["email"], FORMER, "06 39 98 12 34", "Aide-soignant / Aide-soignante", "Cariste"),
        *(f"Ma réponse {MARK}", drawable(STAGES[Step.TO_CONTACT]), f"Raison {MARK}", f"Brouillon {MARK}"),
        *(f"Téléphone {MARK}", "communication", "2 mars 2026"),
    ):
        assert wanted in words, wanted
    assert "Une note" not in words


def test_nobody_else_takes_anything_along(kept: Kept) -> None:
    for path in (DATA, f"{DATA}/export.json", f"{DATA}/export.pdf", f"{DATA}/effacer"):
        assert kept.browser().get(path).headers["location"] == "/candidat"
        assert kept.signed_in(kept.cast.owner.email).get(path).headers["location"] == "/candidat"


# ---- Erasing ----


def test_the_markers_are_where_they_should_be_before(kept: Kept) -> None:
    # Else the next test proves nothing.
    tables = {name.split(".")[0] for name in kept.found()}
    wanted = {"candidate", "candidate_sign_up", "device", "invitation", "application", "application_draft", "message"}
    assert tables == wanted | {"former_address", "pace"}


def test_erasing_asks_once_more(kept: Kept) -> None:
    browser = kept.open()
    answer = browser.post(f"{DATA}/effacer", {"confirmation": "oui"})
    assert answer.status_code == 400
    assert "écrivez EFFACER" in answer.text
    assert browser.get(DATA).status_code == 200


def test_nothing_of_the_person_remains_in_any_table(kept: Kept) -> None:
    browser = kept.open()
    erase(browser)
    assert kept.found() == {}
    assert browser.get("/candidat/au-revoir").status_code == 200
    assert browser.get(DATA).headers["location"] == "/candidat"
    assert space.COOKIE not in browser.cookies


def test_nothing_of_the_person_remains_in_the_file(kept: Kept, database_url: str) -> None:
    if not database_url.startswith("sqlite"):
        pytest.skip("PostgreSQL frees its rows by vacuum")
    path = Path(database_url.removeprefix("sqlite:///"))
    files = [path, path.with_name(f"{path.name}-wal")]
    assert any(MARK.encode() in file.read_bytes() for file in files if file.exists())
    erase(kept.open())
    for file in files:
        assert not file.exists() or MARK.encode() not in file.read_bytes(), file.name


def test_the_application_stays_for_the_counts_with_its_notes_and_events(kept: Kept) -> None:
    kept.later(minutes=5)
    erase(kept.open())
    with kept.database.reading() as session:
        one = session.get_one(Application, kept.application)
        assert (one.candidate_id, one.invitation_id, one.answer) == (None, None, "")
        assert (one.stage, one.favourite, one.erased_at) == (Step.TO_CONTACT, True, kept.now)
        # So that the pages that show it look again.
        assert (one.revision, one.updated_at) == (1, kept.now)
        assert [note.text for note in session.exec(select(Note))] == ["Une note"]
        assert [event.what for event in session.exec(select(ApplicationEvent))] == [Happening.LIFTED]
        other = session.get_one(Application, kept.other)
        assert (other.answer != "", other.candidate_id is not None, other.revision) == (True, True, 0)


def test_the_index_is_told_and_no_mail_leaves_any_more(kept: Kept) -> None:
    kinds = ("invitation", space.LINK, readdressing.NOTICE)
    assert {mail.address for mail in kept.mails(*kinds)} == {PERSON["email"], FORMER}
    erase(kept.open())
    assert kept.mails(*kinds) == []
    with kept.database.reading() as session:
        about = [one for one in session.exec(select(Message)) if kept.ref in one.key]
    assert [(one.channel, one.data) for one in about] == [("index", {"ref": kept.ref, "revision": 2})]


def test_what_others_have_in_the_outbox_stays(kept: Kept) -> None:
    with kept.database.writing() as session:
        other = session.get_one(Candidate, session.get_one(Application, kept.other).candidate_id)
        space.ask(session, [other.email], kept.now)
        service.pause(session, id_of(other), kept.now)
        before = len(session.exec(select(Message)).all())
        mine = len([one for one in session.exec(select(Message)) if one.error or kept.ref in one.key])
        pushes = len([one for one in session.exec(select(Message)) if one.channel == "push" and not one.error])
    erase(kept.open())
    with kept.database.reading() as session:
        # One more: the index is told.
        assert len(session.exec(select(Message)).all()) == before - mine - pushes + 1


def test_a_person_who_was_erased_may_come_back_as_somebody_new(kept: Kept) -> None:
    erase(kept.open())
    with kept.database.writing() as session:
        person = service.Person("Alex", "Petit", PERSON["email"])
        profile = {"skills": [], "home": {"citycode": "59350", "departement": "59", "lat": 50.6, "lon": 3.0}}
        one = service.create(session, person, profile | {"mobility_km": 30}, kept.now)
        assert one.ref != kept.ref
        assert devices.of(session, id_of(one)) == []
