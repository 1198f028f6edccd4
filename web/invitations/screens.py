"""What the templates of invitations may see."""

from dataclasses import dataclass
from typing import ClassVar

from web.invitations.shown import Shown


@dataclass(frozen=True)
class InvitationPage:
    """The offer, for one invited person. open: it still takes answers; declined: the person said no; action: URL that
    takes a no."""

    template: ClassVar[str] = "invitation.html"
    title: str
    offer: Shown
    open: bool
    declined: bool
    action: str


@dataclass(frozen=True)
class Unsubscribe:
    """Asks once more, or says that it is done. action: URL that takes the yes."""

    template: ClassVar[str] = "unsubscribe.html"
    title: str
    done: bool
    action: str
