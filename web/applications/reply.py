"""What an application says: when the person could begin, and their answer. Read from the form, field by field. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from web.applications.tables import Availability
from web.forms import Reader, Values
from web.landing.wording import number

FIELDS = ("availability", "available_on", "notice_weeks", "answer")
# A page of handwriting: what somebody reads to the end, forty times over.
MOST_ANSWER = 2_000
# A draft may be longer for a while: nobody's words are cut off. Beyond this it is no answer to a question.
MOST_KEPT = 20_000
# Half a year: the longest notice in use is three months, and leave to be taken may come on top.
MOST_WEEKS = 26
LATEST = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Reply:
    """available_on: with FROM_DATE only; notice_weeks: with AFTER_NOTICE only. answer: never empty."""

    availability: Availability
    available_on: date | None
    notice_weeks: int | None
    answer: str


def typed(values: Values) -> dict[str, str]:
    """The fields as they came, cleaned of what no keyboard writes; every one is there."""
    reader = Reader(values)
    return {name: reader.text(name, most=MOST_KEPT) for name in FIELDS}


def says_something(fields: Mapping[str, str]) -> bool:
    """Is there anything worth keeping?"""
    return any(fields.get(name) for name in FIELDS)


def length(answer: str) -> int:
    """How long an answer is, in characters, as the page counts it while one types."""
    return len(answer.replace("\r\n", "\n").strip())


def read(values: Values, today: date) -> tuple[Reply | None, dict[str, str]]:
    """The reply and what is wrong with it, by field, in French; None as soon as anything is."""
    reader = Reader(values)
    kind = reader.choice("availability", list(Availability), missing="Dites quand vous pourriez commencer.")
    begins = _begins(reader, today) if kind == Availability.FROM_DATE else None
    weeks = None
    if kind == Availability.AFTER_NOTICE:
        weeks = reader.whole("notice_weeks", 1, MOST_WEEKS, missing="Indiquez la durée de votre préavis, en semaines.")
    answer = reader.text("answer", missing="Répondez à la question : c'est ce que l'entreprise lira en premier.")
    if answer and not any(letter.isalnum() for letter in answer):
        reader.errors["answer"] = "Répondez avec des mots : c'est ce que l'entreprise lira en premier."
    elif len(answer) > MOST_ANSWER:
        reader.errors["answer"] = f"{number(MOST_ANSWER)} caractères au plus ; il y en a {number(len(answer))}."
    if reader.errors or kind is None:
        return None, reader.errors
    return Reply(Availability(kind), begins, weeks, answer), {}


def _begins(reader: Reader, today: date) -> date | None:
    begins = reader.day("available_on", missing="Indiquez la date à partir de laquelle vous êtes disponible.")
    if begins and begins < today:
        reader.errors["available_on"] = "Cette date est passée. Si vous êtes disponible, choisissez « Tout de suite »."
    elif begins and begins > today + LATEST:
        reader.errors["available_on"] = "Cette date est à plus d'un an."
    return begins
