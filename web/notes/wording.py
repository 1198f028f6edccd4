"""What is said around notes, in French. Pure."""

from datetime import datetime

from web.clock import PARIS, day_of
from web.landing.wording import BOUND
from web.offers.wording import day

MISSING = "Écrivez votre note avant de l'ajouter."
EMPTY = "Une note ne peut pas être vide. Pour l'enlever, retirez-la."
GONE = (
    "Cette note a été retirée pendant que vous la modifiiez. Votre texte est ci-dessous : "
    "vous pouvez l'ajouter comme nouvelle note."
)


def instant(at: datetime) -> str:
    """ "le 2 mars 2026 à 10 h 05", by the clock of Paris."""
    local = at.astimezone(PARIS)
    return f"le {day(day_of(at))} à {local.hour}{BOUND}h{BOUND}{local.minute:02}"


def quoted(words: tuple[str, ...]) -> str:
    """ "« enceinte » et « mariée »"."""
    told = [f"«{BOUND}{word}{BOUND}»" for word in words]
    return " et ".join([", ".join(told[:-1]), told[-1]] if len(told) > 1 else told)
