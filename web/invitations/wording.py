"""What candidates read of their applications: only what we know, which is where the company put them. Pure."""

from dataclasses import dataclass
from datetime import date, datetime

from web.anonymity import Telling
from web.applications.tables import Application, Availability, Stage
from web.clock import day_of
from web.offers.wording import day
from web.spans import time_of

AVAILABILITIES = {
    Availability.NOW: "Tout de suite",
    Availability.FROM_DATE: "À partir d'une date",
    Availability.AFTER_NOTICE: "Après un préavis",
}
STAGES = {
    Stage.PENDING: "Pas encore de réponse",
    Stage.TO_CONTACT: "L'entreprise s'est engagée à vous contacter",
    Stage.CONTACTED: "L'entreprise indique vous avoir contacté·e",
    Stage.REFUSED: "L'entreprise n'a pas retenu votre candidature",
}
TELLINGS = {
    Telling.NAME: "votre nom ou votre prénom",
    Telling.EMAIL: "une adresse mail",
    Telling.PHONE: "un numéro de téléphone",
    Telling.LINK: "un lien",
}
# What is kept of a no is the sentence itself: it is read by people, and counted by its first line.
REASONS = {
    "distance": "C'est trop loin de chez moi",
    "salary": "Le salaire ne me convient pas",
    "hours": "Le contrat ou les horaires ne me conviennent pas",
    "occupation": "Je ne souhaite pas ou plus faire ce métier",
    "company": "Cette entreprise ne me convient pas",
    "not-looking": "Je ne cherche pas en ce moment",
}


@dataclass(frozen=True)
class Told:
    """Where an application stands. word: in a few words; more: what this means for the person."""

    word: str
    more: tuple[str, ...]


def stage(application: Application, *, offer_open: bool) -> Told:
    """Where it stands, in plain words."""
    now = Stage(application.stage)
    return Told(STAGES[now], tuple(one for one in _more(now, application.lifted_at, offer_open) if one))


_UNREAD = (
    "L'entreprise peut lire votre réponse et votre profil, sans connaître votre nom. "
    "Dès qu'elle vous répond, vous le voyez ici."
)
_STILL = "Elle a fermé l'offre : elle ne reçoit plus de candidatures, mais peut encore répondre à la vôtre."


def _more(now: Stage, lifted_at: datetime | None, offer_open: bool) -> tuple[str, ...]:
    known = f"Depuis le {day(day_of(lifted_at))}, elle connaît votre nom et vos coordonnées." if lifted_at else ""
    if now is Stage.PENDING:
        return _UNREAD, "" if offer_open else _STILL
    if now is Stage.TO_CONTACT:
        return known, "Gardez un œil sur vos mails et votre téléphone."
    if now is Stage.CONTACTED:
        return known, "Vous n'avez rien reçu ? Regardez vos appels manqués et vos courriers indésirables."
    return known or "Elle n'a jamais su votre nom.", "Cela ne change rien aux offres qui vous seront proposées."


def again(*, offer_open: bool, settled: bool) -> str:
    """Whether somebody who withdraws may apply again. settled: the company had answered."""
    if settled:
        return "L'entreprise vous a répondu : vous ne pourrez plus candidater à cette offre, mais bien à d'autres."
    if not offer_open:
        return "L'offre est fermée : vous ne pourrez y candidater de nouveau que si elle rouvre."
    return (
        "Tant que l'offre est ouverte, vous pourrez candidater de nouveau, depuis le lien de votre invitation. "
        "Ce sera une nouvelle candidature : rien ne dira à l'entreprise que les deux viennent de vous."
    )


def withdrawn(on: date, *, offer_open: bool, settled: bool) -> tuple[str, ...]:
    """What somebody reads who has withdrawn their application."""
    done = f"Vous avez retiré votre candidature le {day(on)}. L'entreprise ne voit plus votre réponse ni votre profil."
    if settled:
        return (
            done,
            "Elle vous avait répondu : vous ne pouvez plus candidater à cette offre, mais bien à d'autres.",
        )
    if not offer_open:
        return done, "L'offre n'est plus ouverte."
    return done, (
        "Vous changez d'avis ? Tant que l'offre est ouverte, vous pouvez candidater de nouveau, en bas de cette page. "
        "Rien ne dira à l'entreprise que les deux candidatures viennent de vous."
    )


def kept(at: datetime, now: datetime) -> str:
    """When a draft was kept: "Brouillon gardé à 14 h 32." """
    if day_of(at) == day_of(now):
        return f"Brouillon gardé à {time_of(at)}."
    return f"Brouillon gardé le {day(day_of(at))}."


def reason(chosen: str | None, words: str) -> str:
    """What is kept of a no: the reason chosen on the first line, the person's own words after it; empty for neither."""
    return "\n".join(one for one in (REASONS.get(chosen or "", ""), words) if one)
