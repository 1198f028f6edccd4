"""What the pages of downloads say, in French. Pure."""

from web.anticv.bundles import Bundle
from web.landing.wording import BOUND, number

GONE_FILE = (
    "Ce fichier n'est plus disponible : il est effacé au bout d'une heure, ou dès qu'une des candidatures est retirée. "
    "Préparez-le à nouveau."
)
PREPARING = {
    "running": "Nous préparons vos anti-CV",
    "ready": "Vos anti-CV sont prêts",
    "failed": "Le fichier n'a pas pu être préparé",
}


def favourites(count: int) -> str:
    """ "3 candidatures favorites"; empty for none."""
    return "" if not count else f"{number(count)}{BOUND}candidature{_s(count)} favorite{_s(count)}"


def gone(count: int) -> str:
    """What became of favourites that were withdrawn; empty for none."""
    if not count:
        return ""
    if count == 1:
        return "Une candidature favorite a été retirée depuis : elle n'est plus dans les fichiers."
    return (
        f"{number(count)}{BOUND}candidatures favorites ont été retirées depuis : elles ne sont plus dans les fichiers."
    )


def lifted(count: int, of: int) -> str:
    """Who has a name in the files."""
    if not count:
        return "Aucun nom, mail ni téléphone n'y figure : l'anonymat n'a pas été levé."
    if count == of:
        return "Les coordonnées y figurent : l'anonymat a été levé."
    of_whom = "d'une personne" if count == 1 else f"de {number(count)}{BOUND}personnes"
    return f"Les coordonnées {of_whom}, dont l'anonymat a été levé, y figurent ; les autres anti-CV restent anonymes."


def progress(bundle: Bundle) -> str:
    """ "120 anti-CV sur 200"."""
    return f"{number(bundle.done)} anti-CV sur {number(len(bundle.applications))}"


def size(count: int) -> str:
    """ "2,4 Mo" from bytes."""
    if count < 1_000_000:
        return f"{max(round(count / 1000), 1)}{BOUND}Ko"
    return f"{count / 1_000_000:.1f}".replace(".", ",") + f"{BOUND}Mo"


def _s(count: int) -> str:
    return "s" if count > 1 else ""
