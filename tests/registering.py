"""Somebody who registers, as tests need it: the link of the mail, the form behind it, a browser in the space."""

from typing import Any

from tests.visits import Browser, Stage
from web.candidates import signing_up

DOOR = "/candidat/inscription"
EMAIL = "maelle@people.example"
FORM = {"prenom": "Maëlle", "nom": "Le Goff", "telephone": "06 39 98 00 42", "ville": "Lille", "accord": "oui"}


def link(stage: Stage, email: str = EMAIL) -> str:
    """Ask for a link; its path, out of the mail."""
    answer = stage.browser().post(DOOR, {"mail": email})
    assert (answer.status_code, answer.headers["location"]) == (303, f"{DOOR}/envoye"), answer.text
    return stage.link(signing_up.LINK)


def registered(stage: Stage, email: str = EMAIL, **form: Any) -> Browser:
    """A browser in the space of somebody who has just registered. The stage needs an engine that knows places."""
    path, browser = link(stage, email), stage.browser()
    answer = browser.post(path, FORM | form)
    assert (answer.status_code, answer.headers["location"]) == (303, "/candidat/profil?fait=bienvenue"), answer.text
    return browser
