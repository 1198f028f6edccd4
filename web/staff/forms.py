"""What the forms of staff hold. Each reader returns the values and the mistakes, by field. Pure."""

from dataclasses import dataclass
from datetime import timedelta

from web.companies.rules import siret
from web.forms import Reader, Values

Mistakes = dict[str, str]

MOST_USES = 10_000
MOST_DAYS = 3_650


@dataclass(frozen=True)
class Issue:
    """A code to issue. uses: how many may sign up with it; life: for how long; note: why."""

    uses: int
    life: timedelta
    note: str = ""


@dataclass(frozen=True)
class Answer:
    """What is answered to a contact request. code: to issue in the answer, None for none."""

    text: str
    code: Issue | None


@dataclass(frozen=True)
class Correction:
    """What a company is really called."""

    name: str
    siret: str


def issue(values: Values) -> tuple[Issue, Mistakes]:
    """The form of `/equipe/codes`."""
    reader = Reader(values)
    return _issue(reader, reader.line("note")), reader.errors


def answer(values: Values) -> tuple[Answer, Mistakes]:
    """The form of `/equipe/demandes/{ref}`."""
    reader = Reader(values)
    text = reader.text("reponse", missing="Écrivez votre réponse.")
    return Answer(text, _issue(reader) if reader.checked("avec_code") else None), reader.errors


def correction(values: Values) -> tuple[Correction, Mistakes]:
    """The form of `/equipe/entreprises/{ref}`."""
    reader = Reader(values)
    name = reader.line("nom", missing="Indiquez le nom de l'entreprise.")
    return Correction(name, reader.parsed("siret", siret, missing="Indiquez un SIRET.")), reader.errors


def reason(values: Values) -> tuple[str, Mistakes]:
    """Why an offer is closed."""
    reader = Reader(values)
    return reader.text("motif", missing="Dites pourquoi : la personne le lira.", most=1_000), reader.errors


def _issue(reader: Reader, note: str = "") -> Issue:
    uses = reader.whole("utilisations", 1, MOST_USES, missing="Combien de personnes peuvent s'en servir ?")
    days = reader.whole("jours", 1, MOST_DAYS, missing="Combien de jours reste-t-il valable ?")
    return Issue(uses or 1, timedelta(days=days or 1), note)
