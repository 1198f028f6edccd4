"""Withdrawing one application, on both databases: what is left of it, for whom, and what one may do afterwards."""

import json
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import date, timedelta
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import col, select

from tests import applications as rows
from tests import cast
from tests.visits import Browser
from tests.web.test_html_is_valid import Outline
from tests.workflow.test_applying import ANSWER, GOOD, NOTHING, Invited, on_page, text_of
from web.applications import applying, service, withdrawing, wording
from web.applications.reply import Reply
from web.applications.rules import IllegalMove, Move
from web.applications.tables import Application, ApplicationEvent, Availability, Happening, Note
from web.applications.tables import Stage as At
from web.candidates import service as candidates
from web.db.writes import id_of
from web.invitations.pages.withdrawing import WITHDRAWALS
from web.invitations.shown import still_wanted
from web.invitations.tables import Invitation
from web.notes import service as notes
from web.offers.answer_rate import statement
from web.offers.tables import State
from web.offers.tallies import Tally, counts
from web.reminders import service as reminders

TOLD = Reply(Availability.NOW, None, None, ANSWER)
AGAIN = "Encore mieux dit : le calme, puis la roue."


class Applied(Invited):
    """A stage on which the person has applied; what they can do, and what the owner can."""

    def __init__(self, database_url: str, **settings: Any) -> None:
        super().__init__(database_url, **settings)
        self.away = f"{self.path}/retirer"
        self.apply("one")

    def apply(self, page: str, answer: str = ANSWER) -> str:
        """Apply, and the reference on the recruiters' side."""
        told = Reply(Availability.NOW, None, None, answer)
        with self.database.writing() as session:
            return applying.send(session, self.invitation.ref, told, on_page(page, answer), NOTHING, self.now).ref

    @property
    def one(self) -> Application:
        """The application, or what is left of the first."""
        return self.of(0)

    def of(self, number: int) -> Application:
        with self.database.reading() as session:
            return session.exec(select(Application).order_by(col(Application.id)).offset(number).limit(1)).one()

    def withdraw(self, browser: Browser | None = None) -> Any:
        """By the page, as it stands there."""
        browser = browser or self.browser()
        return self.press(browser, browser.get(self.away).text)

    def press(self, browser: Browser, page: str) -> Any:
        seen = re.search(r'name="vu" value="([^"]+)"', page)
        assert seen, page
        return browser.send(self.away, {"csrf": cast.csrf(page), "vu": seen[1]})

    def move(self, *wanted: Move) -> None:
        for one in wanted:
            with self.database.writing() as session:
                service.move(session, self.cast.owner, self.one.ref, one, self.one.revision, self.now)


@pytest.fixture
def stage(database_url: str) -> Iterator[Applied]:
    with Applied(database_url) as stage:
        yield stage


# ---- Asking ----


def test_the_page_says_what_follows_and_changes_nothing(stage: Applied) -> None:
    answer = stage.browser().get(stage.away)
    assert (answer.headers["cache-control"], answer.headers["x-robots-tag"]) == ("no-store", "noindex")
    text = text_of(answer)
    for told in (
        "ne peut pas être annulé",
        "votre réponse, votre profil",
        "vous pourrez candidater de nouveau",
        ANSWER,
    ):
        assert told in text
    assert "votre mail" not in text, "the company has never known it"
    assert (stage.one.candidate_id, stage.one.answer) == (stage.person.id, ANSWER)


def test_both_ways_lead_to_it(stage: Applied) -> None:
    assert f'href="{stage.away}"' in stage.browser().get(stage.path).text
    (path,) = re.findall(r'href="(/invitation/[^"]+/retirer)"', stage.inside().get("/candidat/espace").text)
    assert "Retirer ma candidature" in text_of(stage.browser().get(path))


@pytest.mark.parametrize(
    ("moves", "state", "told"),
    [
        ((Move.LIFT_NOW,), State.PUBLISHED, "L'entreprise vous a répondu : vous ne pourrez plus candidater"),
        ((Move.REFUSE,), State.PUBLISHED, "L'entreprise vous a répondu : vous ne pourrez plus candidater"),
        ((), State.CLOSED, "que si elle rouvre"),
    ],
)
def test_the_page_tells_what_each_stage_makes_of_it(
    stage: Applied, moves: tuple[Move, ...], state: State, told: str
) -> None:
    stage.move(*moves)
    stage.change(stage.offer, state=state)
    text = text_of(stage.browser().get(stage.away))
    assert told in text
    assert ("votre nom, votre mail et votre téléphone" in text) == (moves == (Move.LIFT_NOW,))


def test_without_an_application_there_is_nothing_to_ask(stage: Applied) -> None:
    stage.withdraw()
    assert stage.browser().get(stage.away).headers["location"] == stage.path
    assert stage.browser().get("/invitation/none/retirer").status_code == 404


def test_the_pages_are_well_formed(stage: Applied) -> None:
    browser = stage.browser()
    asked = browser.get(stage.away)
    stage.move(Move.LIFT_NOW)
    pages = [asked, stage.press(browser, asked.text), browser.get(stage.path)]
    assert stage.withdraw(browser).status_code == 303
    pages += [browser.get(stage.path), stage.inside().get("/candidat/espace")]
    assert [page.status_code for page in pages] == [200, 409, 200, 200, 200]
    for page in pages:
        outline = Outline(page.text)
        assert outline.faults == []
        assert [name for name, count in outline.ids.items() if count > 1] == []
        assert set(outline.wanted) <= set(outline.ids)


# ---- Withdrawing ----


def test_a_withdrawn_application_is_nobodys_and_counts_all_the_same(stage: Applied) -> None:
    with stage.database.writing() as session:
        service.favour(session, stage.cast.owner, stage.one.ref, True, 0, stage.now)
        text = f"{stage.person.first_name} {stage.person.last_name}, à revoir"
        note = notes.add(session, stage.cast.owner, stage.one.ref, text, stage.now)
        notes.edit(session, stage.cast.owner, note.ref, f"{text} lundi", 0, stage.now)
    before = stage.one
    stage.later(minutes=5)
    answer = stage.withdraw()
    assert (answer.status_code, answer.headers["location"]) == (303, stage.path)
    one = stage.one
    assert (one.candidate_id, one.invitation_id, one.answer, one.match) == (None, None, "", 0)
    assert (one.ref, one.stage, one.favourite, one.erased_at) == (before.ref, At.PENDING, True, stage.now)
    assert (one.revision, one.updated_at) == (before.revision + 1, stage.now)
    assert [one.text for one in stage.all(Note)] == ["[masqué]-1, à revoir lundi"]
    assert [one.what for one in stage.all(ApplicationEvent)] == [Happening.FAVOURED]
    with stage.database.reading() as session:
        assert counts(session, [one.offer_id]) == {one.offer_id: Tally(pending=1, favourites=1)}
        (_, told, _) = session.execute(statement(id_of(stage.cast.company), stage.now + timedelta(days=30))).one()
    assert told == 0, "nor does it count against the company"
    (invitation,) = stage.all(Invitation)
    assert (invitation.withdrawn_on, invitation.settled) == (date(2026, 3, 2), False)
    assert not still_wanted(invitation, stage.offer, stage.person), "a mail that waits is not sent any more"


def test_nothing_in_the_database_leads_from_what_is_left_to_the_person(stage: Applied) -> None:
    stage.later(days=1, minutes=7)
    stage.withdraw()
    left = stage.one
    theirs = [value for table in (Invitation, type(stage.person)) for row in stage.all(table) for _, value in row]
    # Their offer they have in common with everybody whom it invites.
    assert {left.ref, left.id, left.erased_at, left.updated_at}.isdisjoint(
        value for value in theirs if not isinstance(value, int | dict)
    )


def test_nothing_of_the_answer_remains_in_the_file(stage: Applied, database_url: str) -> None:
    if not database_url.startswith("sqlite"):
        pytest.skip("PostgreSQL frees its rows by vacuum")
    path = Path(database_url.removeprefix("sqlite:///"))
    files = [path, path.with_name(f"{path.name}-wal")]
    assert any(ANSWER.encode() in file.read_bytes() for file in files if file.exists())
    stage.withdraw()
    for file in files:
        assert not file.exists() or ANSWER.encode() not in file.read_bytes(), file.name


def test_the_other_applications_of_the_person_stay_theirs(stage: Applied) -> None:
    with stage.database.writing() as session:
        other = rows.application(session, stage.offered(session), stage.person, stage.now, answer="L'autre.").id
    stage.withdraw()
    with stage.database.reading() as session:
        kept = session.get_one(Application, other)
    assert (kept.candidate_id, kept.answer, kept.revision) == (stage.person.id, "L'autre.", 0)


def test_pressed_twice_it_is_done_once(stage: Applied) -> None:
    browser = stage.browser()
    page = browser.get(stage.away).text
    for _ in range(2):
        assert stage.press(browser, page).headers["location"] == stage.path
    assert stage.one.revision == 1


def test_a_stale_page_does_not_withdraw_what_was_sent_since(stage: Applied) -> None:
    browser = stage.browser()
    page = browser.get(stage.away).text
    stage.withdraw()
    stage.later(hours=1)
    stage.apply("two", AGAIN)
    answer = stage.press(browser, page)
    assert answer.status_code == 409
    assert AGAIN in text_of(answer)
    assert stage.of(1).answer == AGAIN


def test_an_answer_that_came_meanwhile_is_told_first(stage: Applied) -> None:
    browser = stage.browser()
    page = browser.get(stage.away).text
    with stage.database.writing() as session:
        # A star changes nothing for the person, and they are not told of it.
        service.favour(session, stage.cast.owner, stage.one.ref, True, 0, stage.now)
    stage.move(Move.LIFT_LATER)
    answer = stage.press(browser, page)
    assert (answer.status_code, answer.headers["cache-control"]) == (409, "no-store")
    text = text_of(answer)
    assert "rien n'a été retiré" in text
    assert "votre nom, votre mail et votre téléphone" in text
    assert stage.one.candidate_id is not None
    assert stage.press(browser, answer.text).status_code == 303
    assert stage.one.candidate_id is None


def test_a_star_put_meanwhile_is_told_to_nobody(stage: Applied) -> None:
    browser = stage.browser()
    page = browser.get(stage.away).text
    with stage.database.writing() as session:
        service.favour(session, stage.cast.owner, stage.one.ref, True, 0, stage.now)
    assert stage.press(browser, page).status_code == 303


def test_withdrawing_and_lifting_at_once_end_in_one_or_the_other(stage: Applied) -> None:
    owner, ref, seen = stage.cast.owner, stage.one.ref, withdrawing.shown(stage.one)

    def withdraw() -> str:
        try:
            with stage.database.writing() as session:
                withdrawing.withdraw(session, stage.invitation.ref, seen, stage.now)
        except withdrawing.Otherwise:
            return "told"
        return "withdrawn"

    def lift() -> str:
        try:
            with stage.database.writing() as session:
                service.move(session, owner, ref, Move.LIFT_NOW, 0, stage.now)
        except service.Changed:
            return "changed"
        return "lifted"

    with ThreadPoolExecutor(2) as pool:
        both = [pool.submit(withdraw), pool.submit(lift)]
        ends = [one.result() for one in both]
    assert ends in (["told", "lifted"], ["withdrawn", "changed"])
    assert (stage.one.candidate_id is None, stage.one.lifted_at is None) == (ends[0] == "withdrawn",) * 2


def test_withdrawing_and_erasing_at_once_leave_one_trace(stage: Applied) -> None:
    seen = withdrawing.shown(stage.one)

    def withdraw() -> None:
        with suppress(applying.Gone), stage.database.writing() as session:
            withdrawing.withdraw(session, stage.invitation.ref, seen, stage.now)

    def erase() -> None:
        with stage.database.writing() as session:
            candidates.erase(session, id_of(stage.person), stage.now)

    with ThreadPoolExecutor(2) as pool:
        for one in [pool.submit(withdraw), pool.submit(erase)]:
            one.result()
    assert (stage.one.candidate_id, stage.one.answer, stage.one.revision) == (None, "", 1)


def test_a_form_that_our_page_did_not_send_withdraws_nothing(stage: Applied) -> None:
    answer = stage.browser().send(stage.away, {"vu": withdrawing.shown(stage.one)})
    assert answer.status_code == 403
    assert stage.one.candidate_id is not None


def test_nobody_fills_a_list_with_traces(stage: Applied) -> None:
    for number in range(WITHDRAWALS.many):
        assert stage.withdraw().status_code == 303
        stage.later(seconds=1)
        stage.apply(f"page {number}")
    assert stage.withdraw().status_code == 429


# ---- Afterwards, for the recruiters ----


def test_recruiters_read_the_same_words_as_of_somebody_who_is_gone(stage: Applied) -> None:
    with stage.database.writing() as session:
        other = cast.candidate(session, 2, stage.now)
        erased = rows.application(session, stage.offer, other, stage.now)
        candidates.erase(session, id_of(other), stage.now)
        ref = erased.ref
    owner = stage.signed_in(stage.cast.owner.email)
    stage.withdraw()
    pages = [text_of(owner.get(f"/candidatures/{one}")).replace(one, "") for one in (stage.one.ref, ref)]
    assert wording.GONE in pages[0]
    about = [re.sub(r"(?s)(?:Précédente|Suivante)", "", page) for page in pages]
    assert about[0] == about[1]
    board = text_of(owner.get(f"/offres/{stage.offer.ref}/candidatures"))
    assert board.count(wording.GONE) == 2
    assert ANSWER not in board


def test_a_recruiter_who_acts_on_a_page_from_before_sees_that_it_is_gone(stage: Applied) -> None:
    owner, path = stage.signed_in(stage.cast.owner.email), f"/candidatures/{stage.one.ref}"
    form = {"csrf": cast.csrf(owner.get(path).text), "revision": "0", "retour": path}
    stage.withdraw()
    answer = owner.send(f"{path}/lever", {**form, "engagement": "oui", "suite": "maintenant"})
    assert answer.status_code == 409
    assert wording.GONE in text_of(answer)
    with pytest.raises(IllegalMove), stage.database.writing() as session:
        service.move(session, stage.cast.owner, stage.one.ref, Move.LIFT_NOW, 1, stage.now)


def test_an_open_list_hears_of_it(stage: Applied) -> None:
    owner, path = stage.signed_in(stage.cast.owner.email), f"/offres/{stage.offer.ref}/candidatures"
    watched = re.search(r'id="veille" hx-get="([^"]+)"', owner.get(path).text)
    assert watched
    stage.later(seconds=5)
    stage.withdraw()
    news = owner.get(unescape(watched[1]), {"hx-request": "true"})
    assert (news.status_code, wording.GONE in text_of(news)) == (200, True)


# ---- Afterwards, for the person ----


def test_the_link_and_the_space_say_that_it_was_withdrawn(stage: Applied) -> None:
    stage.withdraw()
    page = text_of(stage.browser().get(stage.path))
    for told in ("Vous avez retiré votre candidature le 2 mars 2026.", "Candidater de nouveau", "bas de cette page"):
        assert told in page
    assert "ne m'intéresse pas" not in page
    space = text_of(stage.inside().get("/candidat/espace"))
    assert "Retirée le 2 mars 2026" in space
    assert "Retirer ma candidature" not in space
    (link,) = re.findall(r'href="(/invitation/[^"]+)"', stage.inside().get("/candidat/espace").text)
    assert stage.browser().get(link).status_code == 200


def test_one_may_apply_again_while_the_offer_is_open_as_if_for_the_first_time(stage: Applied) -> None:
    first = stage.one.ref
    stage.withdraw()
    stage.later(hours=3)
    browser = stage.browser()
    answer = browser.post(stage.path, {**GOOD, "answer": AGAIN})
    assert answer.headers["location"] == f"{stage.path}/envoyee"
    left, sent = stage.all(Application)
    assert (left.ref, left.answer, left.candidate_id) == (first, "", None)
    assert (sent.answer, sent.stage, sent.candidate_id, sent.revision) == (AGAIN, At.PENDING, stage.person.id, 0)
    assert sent.ref != first
    (invitation,) = stage.all(Invitation)
    assert (invitation.withdrawn_on, invitation.settled) == (None, False)
    assert "Retirée le" not in stage.inside().get("/candidat/espace").text
    assert stage.withdraw().status_code == 303, "and it can be withdrawn as well"


@pytest.mark.parametrize("answered", [Move.LIFT_LATER, Move.REFUSE])
def test_after_an_answer_withdrawing_is_final(stage: Applied, answered: Move) -> None:
    stage.move(answered)
    browser = stage.browser()
    stage.withdraw(browser)
    page = browser.get(stage.path)
    assert "vous ne pouvez plus candidater à cette offre" in text_of(page)
    assert "<textarea" not in page.text
    # Nor by a page that was left open.
    token = cast.csrf(browser.get("/candidat").text)
    assert browser.send(stage.path, {**GOOD, "csrf": token}).headers["location"] == stage.path
    assert len(stage.all(Application)) == 1
    space = text_of(stage.inside().get("/candidat/espace"))
    assert "Retirée le 2 mars 2026" in space
    assert "encore ouverte" not in space


def test_the_export_tells_of_the_withdrawal_and_of_nothing_that_went(stage: Applied) -> None:
    stage.withdraw()
    browser = stage.inside()
    told = json.loads(browser.get("/candidat/donnees/export.json").text)
    assert told["applications"] == []
    assert [(one["withdrawn_on"], one["settled"]) for one in told["invitations"]] == [("2026-03-02", False)]
    assert browser.get("/candidat/donnees/export.pdf").content[:5] == b"%PDF-"


def test_recruiters_are_not_reminded_of_it(stage: Applied) -> None:
    def waits() -> int:
        with stage.database.reading() as session:
            return len(reminders.of_account(session, stage.cast.owner, stage.now + timedelta(days=30)))

    assert waits() == 1
    stage.withdraw()
    assert waits() == 0
