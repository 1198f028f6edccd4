"""What staff read: acts, channels, instants, in French. Pure."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from web.clock import PARIS
from web.landing.wording import BOUND, number
from web.offers.tables import State
from web.outbox.tables import Channel
from web.staff.tables import Act

ACTS: Mapping[str, str] = {
    Act.CODE_ISSUED: "Code émis",
    Act.CODE_REVOKED: "Code révoqué",
    Act.REQUEST_ANSWERED: "Demande répondue",
    Act.MEMBER_ACCEPTED: "Personne acceptée",
    Act.MEMBER_REFUSED: "Personne refusée",
    Act.ACCOUNT_BLOCKED: "Compte bloqué",
    Act.ACCOUNT_UNBLOCKED: "Compte débloqué",
    Act.COMPANY_CORRECTED: "Entreprise corrigée",
    Act.MESSAGE_SENT_AGAIN: "Message renvoyé",
    Act.MESSAGES_SENT_AGAIN: "Messages renvoyés",
    Act.MESSAGE_DROPPED: "Message abandonné",
    Act.OFFER_CLOSED: "Offre fermée",
}
CHANNELS: Mapping[str, str] = {
    Channel.MAIL: "Mail",
    Channel.PUSH: "Notification",
    Channel.INDEX: "Moteur de recherche",
    Channel.INVITE: "Recherche des personnes à inviter",
}
STATES: Mapping[str, str] = {State.DRAFT: "Brouillon", State.PUBLISHED: "Ouverte", State.CLOSED: "Fermée"}
ALREADY = "deja"
DONE: Mapping[str, str] = {
    "emis": "Le code est émis : le voici, en tête de liste.",
    "revoque": "Le code est révoqué : plus personne ne s'inscrit avec lui.",
    "repondu": "Votre réponse est partie par mail.",
    "accepte": "C'est fait : cette personne partage maintenant les offres de l'entreprise.",
    "refuse": "C'est noté : cette personne ne voit que ses propres offres.",
    "bloque": "Le compte est bloqué, ses sessions sont fermées.",
    "debloque": "Le compte est débloqué : la personne peut se connecter à nouveau.",
    "corrige": "L'entreprise est corrigée.",
    "renvoye": "C'est reparti : le prochain essai a lieu tout de suite.",
    "abandonne": "Le message est abandonné : il ne partira plus.",
    "ferme": "L'offre est fermée. Un mail l'explique à la personne qui l'a écrite.",
    ALREADY: "Rien à faire : quelqu'un s'en était déjà occupé.",
}


def when(instant: datetime) -> str:
    """ "02/03/2026 à 10:00", by the clock of Paris."""
    return f"{instant.astimezone(PARIS):%d/%m/%Y à %H:%M}".replace(" ", BOUND)


def day(instant: datetime) -> str:
    """ "02/03/2026"."""
    return f"{instant.astimezone(PARIS):%d/%m/%Y}"


def counted(count: int, one: str, many: str = "") -> str:
    """ "1 personne", "1 200 personnes"."""
    return f"{number(count)}{BOUND}{one if count < 2 else many or one + 's'}"


def age(span: timedelta) -> str:
    """ "moins d'une minute", "12 minutes", "3 heures", "2 jours"."""
    minutes = int(span.total_seconds()) // 60
    if minutes < 1:
        return "moins d'une minute"
    if minutes < 120:
        return counted(minutes, "minute")
    return counted(minutes // 60, "heure") if minutes < 48 * 60 else counted(minutes // (24 * 60), "jour")


def excerpt(text: str, most: int = 140) -> str:
    """The beginning of a text, on one line."""
    line = " ".join(text.split())
    return line if len(line) <= most else line[: most - 1].rsplit(" ", 1)[0] + "…"
