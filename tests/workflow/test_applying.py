"""Applying by the link of an invitation, on both databases: the form, the draft, the warning, and once only."""

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from html import unescape
from typing import Any

import httpx2 as httpx
import pytest
from sqlmodel import select

from tests import applications as rows
from tests import cast
from tests.offers import TERMS
from tests.visits import Browser, Stage
from tests.web.test_html_is_valid import Outline
from web.anonymity import STRUCK, Telling, seen
from web.applications import applying, drafts, match, reply
from web.applications.drafts import OnPage
from web.applications.nearness import CORE, SECONDARY, Weights, built_in
from web.applications.reply import Reply
from web.applications.tables import Application, ApplicationDraft, Availability
from web.applications.tables import Stage as At
from web.candidates import service as candidates
from web.candidates import space
from web.candidates.tables import Candidate
from web.db.writes import id_of
from web.invitations import inviting, rules, wording
from web.invitations.pages.applying import SAVES
from web.invitations.tables import Invitation
from web.offers.rules import Save
from web.offers.tables import Offer, State
from web.outbox.tables import Channel, Message
from web.tokens import Tokens

ANSWER = "J'écoute d'abord, puis je fais tourner la roue."
GOOD = {"availability": "now", "answer": ANSWER, "page": "one", "order": "1", "revision": "0", "move": "send"}
# A catalogue without occupations.
NOTHING = Weights({}, {})


class Invited(Stage):
    """A stage on which somebody is invited to an offer of the cast's company."""

    def __init__(self, database_url: str, **settings: Any) -> None:
        super().__init__(database_url, **settings)
        with self.database.writing() as session:
            self.person = cast.candidate(session, 1, self.now, skills=["aide-toilette"])
            self.offer = self.offered(session)
            self.invitation = self.invited(session, self.offer)
        token = Tokens(self.settings.secret).make("invitation", self.invitation.ref, self.now)
        self.path = f"/invitation/{token}"

    def offered(self, session: Any, **more: Any) -> Offer:
        return rows.offer(session, self.cast.owner, self.now, terms=TERMS.to_json(), **more)

    def invited(self, session: Any, offer: Offer) -> Invitation:
        one = Invitation(offer_id=id_of(offer), candidate_id=id_of(self.person), created_at=self.now)
        session.add(one)
        session.flush()
        return one

    def send(self, browser: Browser | None = None, **fields: str) -> httpx.Response:
        """Send the form as it is filled in GOOD, but for these fields."""
        return (browser or self.browser()).post(self.path, {**GOOD, **fields})

    def live(self, browser: Browser | None = None, **fields: str) -> httpx.Response:
        """As the page sends it by itself."""
        fields = {"move": "", **fields}
        return (browser or self.browser()).post(self.path, {**GOOD, **fields}, headers={"hx-request": "true"})

    def all(self, table: Any) -> list[Any]:
        with self.database.reading() as session:
            return list(session.exec(select(table)))

    def change(self, row: Any, **values: Any) -> None:
        with self.database.writing() as session:
            found = session.get(type(row), row.id)
            for name, value in values.items():
                setattr(found, name, value)

    def inside(self) -> Browser:
        """A browser in which the person's space is open."""
        browser = self.browser()
        assert browser.post("/candidat", {"mail": self.person.email}).status_code == 303
        assert browser.post(self.link(space.LINK)).status_code == 303
        return browser


@pytest.fixture
def stage(database_url: str) -> Iterator[Invited]:
    with Invited(database_url) as stage:
        yield stage


def on_page(name: str, answer: str = ANSWER) -> OnPage:
    """The first save of a page that showed no draft."""
    return OnPage({**dict.fromkeys(reply.FIELDS, ""), "answer": answer}, Save(name, 1, 0))


def text_of(answer: httpx.Response) -> str:
    """What a page says, without its tags."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", answer.text)).replace("\u202f", " ").split())


def area(answer: httpx.Response) -> str:
    """What stands in the field of the answer."""
    found = re.search(r"<textarea[^>]*id=\"answer\"[^>]*>(.*?)</textarea>", answer.text, re.S)
    assert found, answer.text
    return unescape(found[1])


# ---- Sending ----


def test_an_application_is_sent_with_the_day_the_answer_and_how_well_it_fits(stage: Invited) -> None:
    answer = stage.send(
        availability="from_date", available_on="2026-04-15", notice_weeks="9", answer=f"  {ANSWER}\r\nOui. "
    )
    assert (answer.status_code, answer.headers["location"]) == (303, f"{stage.path}/envoyee")
    (one,) = stage.all(Application)
    assert (one.offer_id, one.candidate_id, one.invitation_id) == (
        stage.offer.id,
        stage.person.id,
        stage.invitation.id,
    )
    assert (one.availability, one.available_on, one.notice_weeks) == ("from_date", date(2026, 4, 15), None)
    assert (one.answer, one.stage, one.sent_at, one.revision) == (f"{ANSWER}\nOui.", At.PENDING, stage.now, 0)
    assert one.match == applying.fit(stage.offer, stage.person, built_in())
    assert stage.all(ApplicationDraft) == []
    thanks = stage.browser().get(f"{stage.path}/envoyee")
    assert "Votre candidature est envoyée" in thanks.text
    assert (thanks.headers["cache-control"], thanks.headers["x-robots-tag"]) == ("no-store", "noindex")
    again = text_of(stage.browser().get(stage.path))
    for told in ("Pas encore de réponse", "À partir du 15 avril 2026", ANSWER, TERMS.question):
        assert told in again


def test_the_core_skills_that_the_offer_keeps_make_the_match(stage: Invited) -> None:
    weights = Weights({"aide-soignant": {"a": CORE, "b": CORE, "c": SECONDARY}}, {"a": 1.0, "b": 1.0, "c": 1.0})
    person = replace_profile(stage.person, skills=["a", "c"])
    assert applying.fit(stage.offer, person, weights) == match.SKILLS // 2
    stage.offer.search = {**stage.offer.search, "excluded": ["b"]}
    assert applying.fit(stage.offer, person, weights) == match.SKILLS
    did = [{"occupation": "aide-soignant", "months": 3, "since": "2020-01"}]
    assert applying.fit(stage.offer, replace_profile(person, experiences=did), weights) == 1000


def replace_profile(person: Candidate, **profile: Any) -> Candidate:
    return Candidate(**{**person.model_dump(), "profile": {**person.profile, **profile}})


MISTAKES = {
    "Dites quand vous pourriez commencer.": {"availability": ""},
    "Choisissez dans la liste.": {"availability": "tomorrow"},
    "Indiquez la date": {"availability": "from_date"},
    "Cette date est passée.": {"availability": "from_date", "available_on": "2026-03-01"},
    "à plus d'un an": {"availability": "from_date", "available_on": "2027-04-01"},
    "Indiquez la durée": {"availability": "after_notice"},
    "Un nombre de 1 à 26.": {"availability": "after_notice", "notice_weeks": "27"},
    "Répondez à la question": {"answer": " \n "},
    "Répondez avec des mots": {"answer": "…"},
    "2 000 caractères au plus ; il y en a 2 001.": {"answer": "é" * 2_001},
}


def test_a_mistake_is_said_and_every_word_stays(stage: Invited) -> None:
    browser = stage.browser()
    token = cast.csrf(browser.get(stage.path).text)
    for order, (told, fields) in enumerate(MISTAKES.items(), 1):
        answer = browser.send(stage.path, {**GOOD, "csrf": token, "order": str(order), **fields})
        assert answer.status_code == 422, told
        assert told in text_of(answer)
        assert area(answer) == {**GOOD, **fields}["answer"].strip()
        # And it is kept, should the page be closed now.
        assert area(browser.get(stage.path)) == area(answer)
    assert stage.all(Application) == []


def test_the_same_form_twice_is_one_application(stage: Invited) -> None:
    browser = stage.browser()
    token = cast.csrf(browser.get(stage.path).text)
    for _ in range(2):
        answer = browser.send(stage.path, {**GOOD, "csrf": token})
        assert (answer.status_code, answer.headers["location"]) == (303, f"{stage.path}/envoyee")
    assert len(stage.all(Application)) == 1


def test_a_second_page_with_other_words_gets_them_back(stage: Invited) -> None:
    one, other = stage.browser(), stage.browser()
    token = cast.csrf(other.get(stage.path).text)
    stage.send(one)
    answer = other.send(stage.path, {**GOOD, "csrf": token, "page": "two", "answer": "Mieux dit."})
    assert answer.status_code == 409
    assert "Vous aviez déjà envoyé votre candidature" in answer.text
    assert "Mieux dit." in answer.text
    # The page saves itself no more either, and says so.
    assert other.send(stage.path, {**GOOD, "csrf": token, "move": "leaving"}).status_code == 410
    assert [sent.answer for sent in stage.all(Application)] == [ANSWER]


def test_of_two_pages_at_once_one_applies(stage: Invited) -> None:
    told = Reply(Availability.NOW, None, None, ANSWER)

    def send(number: int) -> bool:
        try:
            with stage.database.writing() as session:
                applying.send(session, stage.invitation.ref, told, on_page(str(number)), NOTHING, stage.now)
        except applying.AlreadySent:
            return False
        return True

    with ThreadPoolExecutor(6) as pool:
        assert sum(pool.map(send, range(6))) == 1
    assert len(stage.all(Application)) == 1


def test_an_erasure_at_the_same_moment_leaves_no_answer_behind(stage: Invited) -> None:
    told = Reply(Availability.NOW, None, None, ANSWER)

    def send() -> None:
        with stage.database.writing() as session:
            applying.send(session, stage.invitation.ref, told, on_page("one"), NOTHING, stage.now)

    with ThreadPoolExecutor(1) as pool, stage.database.writing() as session:
        # The person is held, as by an erasure under way.
        candidates.erase(session, id_of(stage.person), stage.now)
        sending = pool.submit(send)
    with pytest.raises(applying.Gone):
        sending.result()
    assert stage.all(Application) == []


# ---- The draft ----


def test_a_draft_comes_back_wherever_the_link_is_opened(stage: Invited) -> None:
    answer = stage.send(move="later", answer="Je commence…", availability="after_notice", notice_weeks="trois")
    assert (answer.status_code, answer.headers["location"]) == (303, f"{stage.path}?garde=1#candidature")
    stage.later(days=2)
    for page in (stage.browser().get(stage.path), stage.browser("198.51.100.7").get(f"{stage.path}?garde=1")):
        assert area(page) == "Je commence…"
        assert 'value="trois"' in page.text
        assert re.search(r'value="after_notice" checked', page.text)
        assert "Brouillon gardé le 2 mars 2026." in text_of(page)
    assert "rien n'est encore envoyé" in text_of(page)
    assert stage.all(Application) == []


def test_the_page_keeps_the_draft_by_itself_and_says_when(stage: Invited) -> None:
    answer = stage.live(answer="Un début")
    assert answer.status_code == 200
    assert "Brouillon gardé à 10 h 00." in text_of(answer)
    assert area(stage.browser().get(stage.path)) == "Un début"


def test_nothing_is_kept_of_an_empty_form(stage: Invited) -> None:
    stage.live(answer=" ", availability="")
    assert stage.all(ApplicationDraft) == []


def test_a_save_that_arrives_late_does_not_undo_a_later_one(stage: Invited) -> None:
    stage.live(answer="Un deux trois", order="7")
    stage.live(answer="Un deux", order="6")
    assert area(stage.browser().get(stage.path)) == "Un deux trois"


def test_no_page_overwrites_words_that_it_has_not_shown(stage: Invited) -> None:
    stage.live(page="phone", answer="Écrit sur le téléphone")
    for move in ("", "later", "send"):
        answer = stage.send(page="computer", answer="Écrit ailleurs", move=move, availability="now")
        assert answer.status_code == 409
        assert "modifiée ailleurs" in answer.text
        assert "Écrit sur le téléphone" in answer.text
        assert area(answer) == "Écrit ailleurs"
    assert stage.all(Application) == []
    # Seen and overruled: `confirm` is the revision of the other version.
    assert 'name="confirm" value="1"' in answer.text
    kept = stage.send(page="computer", answer="Écrit ailleurs", move="", confirm="1")
    assert kept.status_code == 303
    assert area(stage.browser().get(stage.path)) == "Écrit ailleurs"
    # Now it is the phone that must look.
    assert stage.live(page="phone", answer="Encore le téléphone").status_code == 409


def test_two_pages_with_the_same_words_do_not_quarrel(stage: Invited) -> None:
    stage.live(page="phone", answer="Pareil")
    assert stage.send(page="computer", answer="Pareil").status_code == 303
    assert len(stage.all(Application)) == 1


def test_a_look_at_the_draft_elsewhere_does_not_disturb_who_writes_it(stage: Invited) -> None:
    stage.live(page="phone", answer="Un")
    stage.live(page="computer", answer="Un", revision="1")
    assert stage.live(page="phone", answer="Un deux", order="2").status_code == 200
    assert stage.live(page="computer", answer="Un trois", revision="1", order="2").status_code == 409


def test_the_first_words_of_two_pages_at_once_are_not_both_kept_in_silence(stage: Invited) -> None:
    def keep(number: int) -> bool:
        page = on_page(str(number), f"Version {number}")
        try:
            with stage.database.writing() as session:
                applying.keep_draft(session, stage.invitation.ref, page, stage.now)
        except drafts.Elsewhere:
            return False
        return True

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(keep, range(4))) == 1


def test_words_saved_while_it_is_sent_are_not_thrown_away(stage: Invited) -> None:
    stage.live(page="phone", answer="Écrit sur le téléphone")
    told = Reply(Availability.NOW, None, None, ANSWER)
    with pytest.raises(drafts.Elsewhere), stage.database.writing() as session:
        applying.send(session, stage.invitation.ref, told, on_page("computer"), NOTHING, stage.now)
    assert stage.all(Application) == []


def test_more_than_can_be_kept_comes_back_whole(stage: Invited) -> None:
    long = "mot " * (reply.MOST_KEPT // 4 + 1) + "fin"
    answer = stage.send(answer=long)
    assert answer.status_code == 422
    assert area(answer) == long
    assert stage.all(ApplicationDraft) == []


def test_a_form_that_is_too_old_comes_back_with_its_words_and_a_fresh_token(stage: Invited) -> None:
    browser = stage.browser()
    answer = browser.send(stage.path, {**GOOD, "csrf": "old"})
    assert answer.status_code == 403
    assert "rien n'est parti, et rien n'est perdu" in text_of(answer)
    assert area(answer) == ANSWER
    assert stage.all(Application) == stage.all(ApplicationDraft) == []
    again = browser.send(stage.path, {**GOOD, "csrf": cast.csrf(answer.text)})
    assert again.status_code == 303
    assert len(stage.all(Application)) == 1


def test_a_link_that_has_expired_gives_the_words_back(stage: Invited) -> None:
    browser, path = stage.browser(), stage.path
    token = cast.csrf(browser.get(path).text)
    stage.later(days=rules.LINK_LIFE.days + 1)
    answer = browser.send(path, {**GOOD, "csrf": token})
    assert answer.status_code == 404
    assert ANSWER in text_of(answer)
    assert "/candidat/espace" in answer.text
    assert stage.all(Application) == []


def test_saves_are_limited_and_the_words_stay_on_the_page(stage: Invited) -> None:
    stage.use_up(SAVES, stage.invitation.ref)
    answer = stage.send()
    assert answer.status_code == 429
    assert area(answer) == ANSWER
    assert stage.all(Application) == []


# ---- The warning ----


TELLS = "Je suis Alex, appelez-moi au 06 12 34 56 78."


def test_an_answer_that_tells_who_one_is_leaves_only_when_one_insists(stage: Invited) -> None:
    answer = stage.send(answer=TELLS)
    assert answer.status_code == 200
    told = text_of(answer)
    assert "votre réponse contient votre nom ou votre prénom et un numéro de téléphone" in told
    assert f"Je suis {STRUCK}, appelez-moi au {STRUCK}." in told
    assert area(answer) == TELLS
    assert stage.all(Application) == []
    # Other things that tell it are another matter.
    more = stage.send(answer=f"{TELLS} a@b.fr", told="name phone", move="")
    assert more.status_code == 200
    assert "une adresse mail" in text_of(more)
    assert stage.all(Application) == []
    assert stage.send(answer=TELLS, told="name phone", move="").status_code == 303
    (one,) = stage.all(Application)
    assert one.answer == TELLS
    # The company reads it without them until it lifts anonymity.
    assert seen(one, stage.person).answer == f"Je suis {STRUCK}, appelez-moi au {STRUCK}."


def test_what_is_changed_after_the_warning_leaves_without_another(stage: Invited) -> None:
    stage.send(answer=TELLS)
    assert stage.send(answer=ANSWER, order="2").status_code == 303
    assert [one.answer for one in stage.all(Application)] == [ANSWER]


def test_every_kind_of_telling_has_its_words() -> None:
    assert set(wording.TELLINGS) == set(Telling)
    assert set(wording.STAGES) == set(At)
    assert set(wording.AVAILABILITIES) == set(Availability)


# ---- The offer closes, the person says no or goes ----


def test_a_closed_offer_takes_no_application_and_the_draft_can_be_read(stage: Invited) -> None:
    browser = stage.browser()
    token = cast.csrf(browser.get(stage.path).text)
    stage.change(stage.offer, state=State.CLOSED)
    answer = browser.send(stage.path, {**GOOD, "csrf": token})
    assert (answer.status_code, answer.headers["location"]) == (303, stage.path)
    page = browser.get(stage.path)
    assert "n'est plus ouverte" in text_of(page)
    assert ANSWER in text_of(page)
    assert "Envoyer ma candidature" not in page.text
    assert stage.all(Application) == []
    # Open again: the words are where they were.
    stage.change(stage.offer, state=State.PUBLISHED)
    assert area(browser.get(stage.path)) == ANSWER


def test_a_no_can_be_taken_back_by_applying(stage: Invited) -> None:
    browser = stage.browser()
    fields = {"raison": "distance", "motif": "Pas de bus."}
    assert browser.post(f"{stage.path}/refuser", fields, stage.path).status_code == 303
    (said,) = stage.all(Invitation)
    assert (said.declined_at, said.reason) == (stage.now, "C'est trop loin de chez moi\nPas de bus.")
    assert "Finalement, cette offre m'intéresse" in text_of(browser.get(stage.path))
    assert stage.send(browser).status_code == 303
    (said,) = stage.all(Invitation)
    assert (said.declined_at, said.reason) == (None, "")
    assert len(stage.all(Application)) == 1


def test_who_has_applied_cannot_say_no_from_an_old_page(stage: Invited) -> None:
    browser = stage.browser()
    token = cast.csrf(browser.get(stage.path).text)
    stage.send()
    answer = browser.send(f"{stage.path}/refuser", {"csrf": token, "motif": "x"})
    assert (answer.status_code, answer.headers["location"]) == (303, stage.path)
    assert stage.all(Invitation)[0].declined_at is None


@pytest.mark.parametrize("how", ["erased", "revoked"])
def test_who_is_gone_or_no_longer_invited_cannot_apply(stage: Invited, how: str) -> None:
    browser, path = stage.browser(), stage.path
    token = cast.csrf(browser.get(path).text)
    if how == "erased":
        with stage.database.writing() as session:
            candidates.erase(session, id_of(stage.person), stage.now)
    else:
        stage.change(stage.invitation, revoked_at=stage.now)
    for answer in (
        browser.get(path),
        browser.get(f"{path}/envoyee"),
        browser.send(path, {**GOOD, "csrf": token}),
        browser.send(f"{path}/refuser", {"csrf": token}),
        browser.send(f"{path}/espace", {"csrf": token}),
    ):
        assert answer.status_code == 404
        assert "Les Ateliers" not in answer.text
        assert "/candidat/espace" in answer.text
    assert stage.all(Application) == []


@pytest.mark.parametrize("act", [candidates.pause, candidates.unsubscribe, candidates.withdraw_consent])
def test_who_wants_no_more_offers_may_still_answer_this_one(stage: Invited, act: Any) -> None:
    with stage.database.writing() as session:
        act(session, id_of(stage.person), stage.now)
    assert stage.send().status_code == 303
    assert len(stage.all(Application)) == 1


# ---- Where it stands ----


STANDING = (
    (At.PENDING, False, "Pas encore de réponse"),
    (At.TO_CONTACT, True, "L'entreprise s'est engagée à vous contacter Depuis le 2 mars 2026, elle connaît"),
    (At.CONTACTED, True, "L'entreprise indique vous avoir contacté·e Depuis le 2 mars 2026, elle connaît"),
    (At.REFUSED, False, "L'entreprise n'a pas retenu votre candidature Elle n'a jamais su votre nom."),
    (At.REFUSED, True, "L'entreprise n'a pas retenu votre candidature Depuis le 2 mars 2026, elle connaît"),
)


def test_the_link_and_the_space_say_where_it_stands(stage: Invited) -> None:
    stage.send()
    (one,) = stage.all(Application)
    inside, by_link = stage.inside(), stage.browser()
    for now, lifted, told in STANDING:
        stage.change(one, stage=now, lifted_at=stage.now if lifted else None, favourite=True)
        assert told in text_of(by_link.get(stage.path))
        home = text_of(inside.get("/candidat/espace"))
        assert wording.STAGES[now] in home
        assert "envoyée le 2 mars 2026" in home
        # The star is the company's own business.
        assert "favori" not in home


def test_the_space_tells_apart_what_waits_what_was_begun_and_what_is_over(stage: Invited) -> None:
    with stage.database.writing() as session:
        for label, more in {
            "Attend": {},
            "Fermée": {"state": State.CLOSED},
            "Déclinée": {},
        }.items():
            invitation = stage.invited(session, stage.offered(session, occupation_label=label, **more))
            if label == "Déclinée":
                invitation.declined_at = stage.now
    stage.live(answer="Commencée")
    page = text_of(stage.inside().get("/candidat/espace"))
    waiting, past = page.split("Invitations passées (2)")
    assert "Attend à Lille" in waiting
    assert waiting.index("Attend") < waiting.index("Brouillon à finir")
    assert past.index("Vous avez décliné. Elle est encore ouverte.") < past.index("L'offre n'est plus ouverte.")
    assert "Vos candidatures" not in page


def test_the_links_of_the_space_are_as_fresh_as_the_page(stage: Invited) -> None:
    stage.later(days=rules.LINK_LIFE.days + 30)
    browser = stage.inside()
    found = re.search(r'href="(/invitation/[^"]+)"', browser.get("/candidat/espace").text)
    assert found
    assert stage.browser().get(found[1]).status_code == 200


def test_who_has_applied_is_not_invited_by_a_mail_that_comes_late(stage: Invited) -> None:
    message = Message(
        key="k",
        channel=Channel.MAIL,
        kind=inviting.MAIL,
        subject_id=id_of(stage.invitation),
        due_at=stage.now,
        created_at=stage.now,
    )
    with stage.database.writing() as session:
        session.add(message)
    assert len(stage.mails(inviting.MAIL)) == 1
    stage.send()
    assert stage.mails(inviting.MAIL) == []


def test_every_page_is_well_formed_and_points_somewhere(stage: Invited) -> None:
    browser = stage.browser()
    stage.send(answer=TELLS, page="elsewhere")
    pages = [
        stage.live(page="another", answer="Autre chose"),
        stage.send(answer=TELLS, confirm="1"),
        stage.send(answer="", availability="from_date", order="2", revision="1"),
        browser.post(f"{stage.path}/refuser", {}, stage.path),
        browser.get(stage.path),
        stage.send(answer=ANSWER, order="3", revision="2"),
        *(browser.get(f"{stage.path}{end}") for end in ("", "/envoyee")),
        browser.get("/invitation/none"),
    ]
    assert [page.status_code for page in pages] == [409, 200, 422, 303, 200, 303, 200, 200, 404]
    for page in pages:
        outline = Outline(page.text)
        assert outline.faults == []
        assert [name for name, count in outline.ids.items() if count > 1] == []
        assert set(outline.wanted) <= set(outline.ids)


# ---- After sending ----


def test_the_link_to_the_space_goes_to_the_persons_own_mailbox(stage: Invited) -> None:
    stage.send()
    browser = stage.browser()
    page = browser.get(f"{stage.path}/envoyee").text
    # The invitation's link alone opens no space, and notifications are the space's.
    assert "data-push" not in page
    answer = browser.post(f"{stage.path}/espace", {}, f"{stage.path}/envoyee")
    assert (answer.status_code, answer.headers["location"]) == (303, "/candidat/envoye")
    (mail,) = stage.mails(space.LINK)
    assert mail.address == stage.person.email
    assert browser.get("/candidat/espace").status_code == 303


def test_who_is_in_their_space_can_turn_on_notifications_at_once(stage: Invited) -> None:
    stage.send()
    assert "data-push" in stage.inside().get(f"{stage.path}/envoyee").text


def test_another_persons_space_does_not_count(stage: Invited) -> None:
    stage.send()
    with stage.database.writing() as session:
        stage.person = cast.candidate(session, 2, stage.now)
    assert "data-push" not in stage.inside().get(f"{stage.path}/envoyee").text


def test_there_are_no_thanks_before_it_is_sent(stage: Invited) -> None:
    answer = stage.browser().get(f"{stage.path}/envoyee")
    assert (answer.status_code, answer.headers["location"]) == (303, stage.path)


def test_the_answer_rate_stands_beside_the_offer_once_it_can_be_told(stage: Invited) -> None:
    assert "Cette entreprise a répondu" not in stage.browser().get(stage.path).text
    long_ago = stage.now - timedelta(days=30)
    with stage.database.writing() as session:
        person = 100
        for _ in range(3):
            offer = stage.offered(session)
            for number in range(4):
                person += 1
                answered = {"stage": At.REFUSED} if number else {}
                rows.application(session, offer, cast.candidate(session, person), long_ago, **answered)
    assert "Cette entreprise a répondu à 7 candidatures sur 10." in text_of(stage.browser().get(stage.path))
