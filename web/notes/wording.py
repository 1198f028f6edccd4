"""What is said around notes, in French. Pure."""

from web.landing.wording import BOUND
from web.offers.wording import listed

MISSING = "Écrivez votre note avant de l'ajouter."
EMPTY = "Une note ne peut pas être vide. Pour l'enlever, retirez-la."
GONE = (
    "Cette note a été retirée pendant que vous la modifiiez. Votre texte est ci-dessous : "
    "vous pouvez l'ajouter comme nouvelle note."
)


def quoted(words: tuple[str, ...]) -> str:
    """ "« enceinte » et « mariée »"."""
    return listed([f"«{BOUND}{word}{BOUND}»" for word in words])
