"""What is said of applications, in French. Pure."""

from web.anonymity import Seen
from web.applications.board import Filter, Order
from web.applications.rules import Move
from web.applications.tables import Availability, Happening, Stage
from web.landing.wording import BOUND
from web.offers.wording import day

STAGES = {
    Stage.PENDING: "En attente",
    Stage.TO_CONTACT: "À contacter",
    Stage.CONTACTED: "Contactée",
    Stage.REFUSED: "Refusée",
}
FILTERS = {
    Filter.OPEN: "Toutes",
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
GONE = "Cette personne a retiré ses données : il ne reste que la trace de sa candidature."


def availability(seen: Seen) -> str:
    """ "Disponible tout de suite"."""
    if seen.availability is Availability.FROM_DATE and seen.available_on:
        return f"Disponible à partir du {day(seen.available_on)}"
    if seen.availability is Availability.AFTER_NOTICE and seen.notice_weeks:
        weeks = seen.notice_weeks
        return f"Disponible après un préavis de {weeks}{BOUND}semaine{'s' if weeks > 1 else ''}"
    return "Disponible tout de suite"


def answered(count: int) -> str:
    """ "3 candidatures"."""
    return f"{count}{BOUND}candidature{'s' if count > 1 else ''}" if count else "Aucune candidature"
