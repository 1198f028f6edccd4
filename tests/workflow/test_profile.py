"""The profile, part by part, without a script: each form changes its own part, says its mistakes, and loses nothing of
another window. On both databases."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

import pytest
from sqlmodel import select

from search_api.engine.settings import EngineSettings
from tests import cast
from tests.visits import NO_ENGINE, Browser, Stage
from web.candidates import rules, service, space
from web.candidates.tables import Candidate
from web.db.writes import id_of
from web.outbox.tables import Channel, Message

PROFILE = "/candidat/profil"
FULL: dict[str, Any] = {
    "skills": ["encaisser", "haccp-of-another-catalogue"],
    "traits": ["autonomie"],
    "departements": ["62"],
    "licences": ["B"],
    "experiences": [{"occupation": "aide-soignant", "since": "2019-03", "to": "2021-02", "months": 24}],
    "wishes": {
        "occupations": ["cariste"],
        "contracts": ["cdi"],
        "weekly_hours": {"least": 20, "most": 35},
        "salary": 24000,
        "hours": ["day"],
        "remote": ["none"],
    },
}


class Life(Stage):
    """A stage with one candidate, whose space is open in `browser`."""

    def __init__(self, database_url: str, engine: EngineSettings, **profile: Any) -> None:
        super().__init__(database_url, engine)
        with self.database.writing() as session:
            self.person = id_of(cast.candidate(session, 1, self.now, **profile))

    def open(self) -> Browser:
        """A browser in the space."""
        with self.database.writing() as session:
            token = space.open_for(session, self.person, self.now)
        browser = self.browser()
        browser.cookies.set(space.COOKIE, token, domain="site.local")
        return browser

    @property
    def row(self) -> Candidate:
        with self.database.reading() as session:
            found: Candidate = session.get_one(Candidate, self.person)
            return found

    @property
    def profile(self) -> dict[str, Any]:
        return self.row.profile

    def told_index(self) -> int:
        with self.database.reading() as session:
            wanted = select(Message).where(Message.channel == Channel.INDEX, Message.subject_id == self.person)
            return len(session.exec(wanted).all())


@pytest.fixture
def life(database_url: str, occupations: EngineSettings, places: EngineSettings) -> Iterator[Life]:
    with Life(database_url, places) as life:
        yield life


@pytest.fixture
def full(database_url: str, occupations: EngineSettings, places: EngineSettings) -> Iterator[Life]:
    with Life(database_url, places, **FULL) as life:
        yield life


@pytest.fixture
def alone(database_url: str) -> Iterator[Life]:
    """While the engine is away."""
    with Life(database_url, NO_ENGINE, **FULL) as life:
        yield life


def sent(browser: Browser, part: str, data: dict[str, Any], shown_on: str = "") -> None:
    """Send a form that is right."""
    answer = browser.post(f"{PROFILE}/{part}", data, f"{PROFILE}/{shown_on or part}")
    assert answer.status_code == 303, answer.text
    assert browser.get(answer.headers["location"].split("#")[0]).status_code == 200


def test_nobody_sees_a_profile_without_the_space(life: Life) -> None:
    for part in (
        "",
        "/competences",
        "/experiences",
        "/experiences/nouvelle",
        "/souhaits",
        "/identite",
        "/deplacements",
    ):
        answer = life.browser().get(PROFILE + part)
        assert (answer.status_code, answer.headers["location"]) == (303, "/candidat")


def test_the_whole_profile_is_told_in_words_and_kept_by_no_cache(full: Life) -> None:
    answer = full.open().get(PROFILE)
    assert answer.headers["cache-control"] == "no-store"
    for word in ("Lille (59)", "Aide-soignant", "Cariste", "CDI", "24\u202f000", "Autonomie", "De 20 à 35", "24 mois"):
        assert word.replace("24 mois", "2\u00a0ans") in answer.text


# ---- Skills ----


def test_a_skill_is_searched_ticked_and_taken_away_without_a_script(life: Life) -> None:
    browser = life.open()
    answer = browser.post(f"{PROFILE}/competences", {"competence": "brunoi"})
    assert answer.headers["location"] == f"{PROFILE}/competences?q=brunoi"
    assert 'name="ajouter" value="eplucher-tailler"' in browser.get(answer.headers["location"]).text
    sent(browser, "competences", {"ajouter": ["eplucher-tailler", "dresser-assiettes"]})
    assert life.profile["skills"] == ["eplucher-tailler", "dresser-assiettes"]
    sent(browser, "competences", {"retirer": "eplucher-tailler"})
    assert life.profile["skills"] == ["dresser-assiettes"]
    assert life.told_index() == 2


def test_a_skill_that_was_chosen_or_written_in_full_is_added_at_once(life: Life) -> None:
    browser = life.open()
    label = "Dresser des assiettes"
    chosen = {"competence": label, "competence-code": "dresser-assiettes", "competence-nom": label}
    sent(browser, "competences", chosen)
    sent(browser, "competences", {"competence": "faire la plonge".upper()})
    assert "dresser-assiettes" in life.profile["skills"]
    assert len(life.profile["skills"]) in {1, 2}


def test_what_is_no_skill_is_not_written(life: Life) -> None:
    browser = life.open()
    sent(browser, "competences", {"ajouter": ["nobody-has-this", "dresser-assiettes"]})
    assert life.profile["skills"] == ["dresser-assiettes"]
    assert browser.post(f"{PROFILE}/competences", {"competence": ""}).status_code == 400
    assert "ne ressemble" in browser.get(f"{PROFILE}/competences?q=zzzzqqq").text


def test_the_skills_of_what_one_has_done_are_offered(full: Life) -> None:
    text = full.open().get(f"{PROFILE}/competences").text
    assert "Aide-soignant / Aide-soignante" in text
    assert 'name="ajouter" value="toilette-soins-hygiene"' in text


def test_there_is_an_end_to_skills(life: Life) -> None:
    with life.database.writing() as session:
        many = [f"skill-{number}" for number in range(rules.MOST_SKILLS)]
        service.edit(session, life.person, partial(rules.with_skills, add=many), life.now)
    answer = life.open().post(f"{PROFILE}/competences", {"ajouter": "dresser-assiettes"})
    assert answer.status_code == 409
    assert "100 compétences au plus" in answer.text


# ---- Experiences ----


def test_an_experience_is_added_changed_and_removed(life: Life) -> None:
    browser = life.open()
    form = {"metier": "aide-soignante", "de_mois": "3", "de_annee": "2019", "a_mois": "2", "a_annee": "2021"}
    sent(browser, "experiences/nouvelle", form)
    (one,) = life.profile["experiences"]
    assert one == {"occupation": "aide-soignant", "since": "2019-03", "to": "2021-02", "months": 24}
    page = f"experiences/{rules.key(one)}"
    assert 'value="2019"' in browser.get(f"{PROFILE}/{page}").text
    sent(browser, page, form | {"en_cours": "oui"})
    (one,) = life.profile["experiences"]
    assert one == {"occupation": "aide-soignant", "since": "2019-03", "months": 85}
    # The page of what it was leads nowhere any more.
    assert browser.get(f"{PROFILE}/{page}").status_code == 404
    page = f"experiences/{rules.key(one)}"
    sent(browser, f"{page}/retirer", {}, page)
    assert life.profile["experiences"] == []


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"metier": ""}, "Indiquez le métier."),
        ({"metier": "zzzzqqqq"}, "Nous ne trouvons pas ce métier."),
        ({"metier": "vendeur"}, "Précisez le métier."),
        ({"de_annee": "19"}, "Indiquez le mois et l&#39;année où cela a commencé."),
        ({"a_mois": ""}, "Indiquez le mois et l&#39;année de la fin"),
        ({"a_annee": "2018"}, "La fin vient avant le début."),
        ({"a_annee": "2027"}, "Ce mois n&#39;est pas encore passé."),
    ],
)
def test_an_experience_that_is_not_right_is_said(life: Life, change: dict[str, str], said: str) -> None:
    form = {"metier": "aide-soignante", "de_mois": "3", "de_annee": "2019", "a_mois": "2", "a_annee": "2021"}
    answer = life.open().post(f"{PROFILE}/experiences/nouvelle", form | change)
    assert answer.status_code == 400
    assert said in answer.text
    assert "experiences" not in life.profile


# ---- Where, wishes, traits, identity ----


def test_home_reach_and_licences_are_changed_together_and_nothing_else(full: Life) -> None:
    browser = full.open()
    before = full.profile
    assert '<svg class="map"' in browser.get(f"{PROFILE}/deplacements").text
    assert "75\u00a0km" in browser.get(f"{PROFILE}/deplacements?rayon=75").text
    form = {"ville": "Arras", "rayon": "75", "departements": "62 ; 2a", "permis": ["B", "BE"]}
    sent(browser, "deplacements", form)
    after = full.profile
    assert (after["home"]["citycode"], after["mobility_km"]) == ("62041", 75)
    assert (after["departements"], after["licences"]) == (["62", "2A"], ["B", "BE"])
    untouched = ("skills", "traits", "experiences", "wishes")
    assert all(after[name] == before[name] for name in untouched)


def test_no_licence_and_not_saying_are_two_things(full: Life) -> None:
    browser, form = full.open(), {"ville": "Lille", "rayon": "30"}
    sent(browser, "deplacements", form | {"permis": "aucun"})
    assert full.profile["licences"] == []
    sent(browser, "deplacements", form)
    assert "licences" not in full.profile
    answer = browser.post(f"{PROFILE}/deplacements", form | {"permis": ["aucun", "B"]})
    assert answer.status_code == 400


def test_wishes_leave_the_occupations_and_what_is_empty_is_not_stated(full: Life) -> None:
    browser = full.open()
    assert "non précisé accepte tout" in browser.get(f"{PROFILE}/souhaits").text
    sent(browser, "souhaits", {"contrats": ["cdd", "cdi"], "salaire": "1 950", "salaire_par": "month"})
    assert full.profile["wishes"] == {"occupations": ["cariste"], "contracts": ["cdi", "cdd"], "salary": 23400}


@pytest.mark.parametrize(
    "wrong", [{"heures_min": "abc"}, {"heures_min": "30", "heures_max": "20"}, {"salaire": "1900"}, {"contrats": "x"}]
)
def test_wishes_that_are_not_right_change_nothing(full: Life, wrong: dict[str, str]) -> None:
    before = full.profile
    answer = full.open().post(f"{PROFILE}/souhaits", wrong | {"horaires": "night"})
    assert answer.status_code == 400
    assert 'value="night" checked' in answer.text
    assert full.profile == before


def test_occupations_that_one_wishes_for(full: Life) -> None:
    browser = full.open()
    sent(browser, "metiers", {"metier": "aide-soignante"})
    assert full.profile["wishes"]["occupations"] == ["cariste", "aide-soignant"]
    asked = browser.post(f"{PROFILE}/metiers", {"metier": "vendeur"})
    assert 'name="metier-choix"' in asked.text
    sent(browser, "metiers", {"retirer": "cariste"})
    assert full.profile["wishes"] == FULL["wishes"] | {"occupations": ["aide-soignant"]}


def test_traits_are_chosen_up_to_a_number(full: Life) -> None:
    browser = full.open()
    sent(browser, "comportements", {"traits": ["ambition", "curiosite"]})
    assert full.profile["traits"] == ["ambition", "curiosite"]
    many = ["adaptabilite", "ambition", "autonomie", "assurance", "bienveillance", "creativite", "curiosite"]
    answer = browser.post(f"{PROFILE}/comportements", {"traits": [*many, "rigueur", "leadership"]})
    assert answer.status_code == 400
    assert "8 au plus" in answer.text


def test_a_name_changes_without_the_index_being_told(full: Life) -> None:
    sent(full.open(), "identite", {"prenom": "Sacha", "nom": "Martin", "telephone": ""})
    assert (full.row.first_name, full.row.last_name, full.row.phone) == ("Sacha", "Martin", "")
    assert full.told_index() == 0


# ---- Standing ----


def test_pause_mails_and_consent_can_be_taken_and_given_again(full: Life) -> None:
    browser = full.open()
    for act, back, field, said in (
        ("pause", "reprendre", "paused_at", "en pause"),
        ("mails-non", "mails-oui", "unsubscribed_at", "plus de mails"),
        ("accord", "accord-non", "consented_at", "accord"),
    ):
        for name, there in ((act, True), (back, False)):
            answer = browser.post(f"/candidat/invitations/{name}", shown_on=PROFILE)
            assert answer.headers["location"] == f"{PROFILE}?fait={name}"
            assert (getattr(full.row, field) is not None) is there
            assert said in browser.get(answer.headers["location"]).text or name in {"reprendre", "mails-oui"}
    assert full.told_index() == 6
    assert browser.post("/candidat/invitations/rien", shown_on=PROFILE).status_code == 404


# ---- Two windows, and an engine that is away ----


def test_two_windows_lose_nothing_of_each_other(full: Life) -> None:
    one, other = full.open(), full.open()
    one.get(f"{PROFILE}/souhaits")
    other.get(f"{PROFILE}/comportements")
    sent(other, "comportements", {"traits": ["ambition"]})
    sent(one, "souhaits", {"temps": "part"})
    sent(other, "competences", {"ajouter": "dresser-assiettes"})
    sent(one, "competences", {"ajouter": "eplucher-tailler"})
    assert full.profile["traits"] == ["ambition"]
    assert full.profile["wishes"] == {"occupations": ["cariste"], "time": ["part"]}
    assert {"dresser-assiettes", "eplucher-tailler"} < set(full.profile["skills"])


def test_changes_at_the_same_instant_are_all_there(full: Life) -> None:
    def add(number: int) -> None:
        with full.database.writing() as session:
            service.edit(session, full.person, partial(rules.with_skills, add=[f"skill-{number}"]), full.now)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(add, range(24)))
    assert {f"skill-{number}" for number in range(24)} < set(full.profile["skills"])
    assert full.row.revision == 25
    assert full.told_index() == 24


def test_a_profile_can_be_seen_and_changed_while_the_engine_is_away(alone: Life) -> None:
    browser = alone.open()
    for part in ("", "/competences", "/metiers", "/experiences", "/deplacements", "/souhaits", "/comportements"):
        answer = browser.get(PROFILE + part)
        assert answer.status_code == 200, part
    assert "Aide-soignant" in browser.get(PROFILE).text
    sent(browser, "competences", {"retirer": "encaisser"})
    sent(browser, "souhaits", {"contrats": "cdd"})
    sent(browser, "deplacements", {"ville": "x", "ville-code": "59350", "ville-nom": "x", "rayon": "10"})
    assert alone.profile["mobility_km"] == 10
    assert alone.profile["skills"] == ["haccp-of-another-catalogue"]
    # Another town cannot be looked up: it is said, and nothing is written.
    answer = browser.post(f"{PROFILE}/deplacements", {"ville": "Arras", "rayon": "20"})
    assert "ne répondent pas" in answer.text
    assert alone.profile["mobility_km"] == 10


def test_somebody_erased_in_another_window_is_nobody(full: Life) -> None:
    browser = full.open()
    browser.get(PROFILE)
    with full.database.writing() as session:
        service.erase(session, full.person, full.now)
    assert browser.get(PROFILE).headers["location"] == "/candidat"


def test_an_experience_that_lasts_grows_by_itself(full: Life) -> None:
    browser = full.open()
    form = {"metier": "cariste", "de_mois": "1", "de_annee": "2026", "en_cours": "oui"}
    sent(browser, "experiences/nouvelle", form)
    assert "3\u00a0mois" in browser.get(f"{PROFILE}/experiences").text
    full.later(days=40)
    assert "4\u00a0mois" in browser.get(f"{PROFILE}/experiences").text
