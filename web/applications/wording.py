"""What is said of applications, in French. Pure."""

from collections.abc import Sequence
from datetime import date, datetime

from web.anonymity import Seen
from web.applications.board import Filter, Order
from web.applications.rules import Move
from web.applications.tables import Availability, Happening, Stage
from web.clock import day_of
from web.landing.wording import BOUND
from web.offers.wording import day

# More than so much at once nobody wants to be told.
MOST_SAID = 3
_HOUR, _DAY = 60, 1440

STAGES = {
    Stage.PENDING: "En attente",
    Stage.TO_CONTACT: "À contacter",
    Stage.CONTACTED: "Contactée",
    Stage.REFUSED: "Refusée",
}
FILTERS = {
    Filter.OPEN: "En cours",
    Filter.PENDING: "En attente",
    Filter.TO_CONTACT: "À contacter",
    Filter.CONTACTED: "Contactées",
    Filter.FAVOURITES: "Favorites",
    Filter.REFUSED: "Refusées",
}
ORDERS = {
    Order.OLDEST: "Les plus anciennes d'abord",
    Order.BEST: "Les plus proches du poste d'abord",
    Order.BLIND: "Au hasard, les réponses seules",
}
MOVES = {
    Move.CONTACTED: "Noter comme contactée",
    Move.TO_CONTACT: "Remettre à contacter",
    Move.REFUSE: "Refuser",
    Move.RESTORE: "Annuler le refus",
}
DONE = {
    Happening.FAVOURED: "a ajouté cette candidature aux favorites",
    Happening.UNFAVOURED: "a retiré cette candidature des favorites",
    Happening.LIFTED: "a levé l'anonymat et s'est engagé·e à contacter la personne",
    Happening.TO_CONTACT: "a mis cette candidature à contacter",
    Happening.CONTACTED: "a noté cette candidature comme contactée",
    Happening.REFUSED: "a refusé cette candidature",
    Happening.RESTORED: "a annulé le refus",
    Happening.DOWNLOADED: "a téléchargé l'anti-CV",
}
# What one has done oneself, for those who listen.
YOURS = {
    Happening.FAVOURED: "Ajoutée aux favorites.",
    Happening.UNFAVOURED: "Retirée des favorites.",
    Happening.TO_CONTACT: "À contacter.",
    Happening.CONTACTED: "Notée comme contactée.",
    Happening.REFUSED: "Candidature refusée. Vous pouvez annuler.",
    Happening.RESTORED: "Refus annulé.",
}
_EMPTY = {
    Filter.OPEN: "Toutes les candidatures ont été refusées. Vous les retrouvez parmi les refusées.",
    Filter.PENDING: "Plus aucune candidature n'attend votre lecture. Merci pour elles !",
    Filter.TO_CONTACT: "Personne n'attend que vous l'appeliez ou lui écriviez.",
    Filter.CONTACTED: "Vous n'avez encore noté personne comme contacté.",
    Filter.FAVOURITES: "Pas encore de favorite. L'étoile, à droite d'une candidature, la met de côté pour vous et vos "
    "collègues.",
    Filter.REFUSED: "Vous n'avez refusé personne.",
}
_NOBODY = (
    "Les premières candidatures vont arriver ici. Les personnes invitées prennent souvent quelques jours pour répondre."
)
# Of whoever withdrew it as of whoever erased themselves: nobody is told which.
GONE = "Cette candidature a été retirée : il n'en reste que la trace."


def begins(kind: Availability, on: date | None, weeks: int | None) -> str:
    """ "Tout de suite", "À partir du 1er avril 2026", "Après un préavis de 3 semaines"."""
    if kind is Availability.FROM_DATE and on:
        return f"À partir du {day(on)}"
    if kind is Availability.AFTER_NOTICE and weeks:
        return f"Après un préavis de {weeks}{BOUND}semaine{'s' if weeks > 1 else ''}"
    return "Tout de suite"


def availability(seen: Seen) -> str:
    """ "Disponible tout de suite"."""
    when = begins(seen.availability, seen.available_on, seen.notice_weeks)
    return f"Disponible {when[0].lower()}{when[1:]}"


def answered(count: int) -> str:
    """ "3 candidatures"."""
    return f"{count}{BOUND}candidature{'s' if count > 1 else ''}" if count else "Aucune candidature"


def empty(which: Filter, count: int) -> str:
    """What an empty list says. count: of all the offer's applications."""
    return _EMPTY[which] if count else _NOBODY


def fresh(count: int) -> str:
    """ "2 nouvelles candidatures sont arrivées : les voir"."""
    if not count:
        return ""
    several = count > 1
    words = "nouvelles candidatures sont arrivées" if several else "nouvelle candidature est arrivée"
    return f"{count}{BOUND}{words}{BOUND}: {'les' if several else 'la'} voir"


def ago(then: datetime, now: datetime) -> str:
    """ "à l'instant", "il y a 2 minutes", "le 3 mars 2026"."""
    minutes = int((now - then).total_seconds() // 60)
    if minutes < 1:
        return "à l'instant"
    if minutes < _HOUR:
        return f"il y a {minutes}{BOUND}minute{'s' if minutes > 1 else ''}"
    if minutes < _DAY:
        hours = minutes // _HOUR
        return f"il y a {hours}{BOUND}heure{'s' if hours > 1 else ''}"
    return f"le {day(day_of(then))}"


def done(what: str, who: str, when: str) -> str:
    """ "Théo Marchand a refusé cette candidature il y a 2 minutes"."""
    return f"{who} {DONE[Happening(what)]} {when}"


def said(told: Sequence[tuple[str, str, str]]) -> str:
    """What colleagues did, to those who listen: (what, who, to which application)."""
    # Lifting is always followed by what they mean to do.
    acts = [one for one in told if one[0] != Happening.LIFTED]
    sentences = [
        f"{who} {DONE[Happening(what)].replace('cette candidature', which or 'une candidature')}."
        for what, who, which in acts[-MOST_SAID:]
    ]
    if len(acts) > MOST_SAID:
        sentences.append("D'autres candidatures ont changé.")
    return " ".join(sentences)


def first(told: str) -> str:
    """What a colleague did first, to whoever comes second."""
    return f"{told}. Votre choix n'a pas été enregistré{BOUND}: voici la candidature telle qu'elle est maintenant."


CHANGED = f"Cette candidature vient de changer. Votre choix n'a pas été enregistré{BOUND}: la voici telle qu'elle est."
IMPOSSIBLE = f"Ce n'est plus possible à cette étape. Rien n'a changé{BOUND}: voici la candidature telle qu'elle est."
