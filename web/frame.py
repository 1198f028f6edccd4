"""What stands around every page: who is signed in, and the token that forms carry."""

from collections.abc import Callable
from dataclasses import dataclass

from starlette.requests import Request

from web.accounts.tables import Role


@dataclass(frozen=True)
class Frame:
    """The frame of a page, beside its screen.

    person: name of who is signed in, empty for nobody. is_staff: they see the back office.
    token: makes the token of forms; asked for only by pages with a form, for it takes a cookie.
    """

    person: str = ""
    is_staff: bool = False
    token: Callable[[], str] = lambda: ""

    @property
    def csrf(self) -> str:
        """The token that every form that changes something carries in a hidden field `csrf`."""
        return self.token()


NOBODY = Frame()


def frame_of(request: Request) -> Frame:
    """The frame for whoever asks; that of nobody where no visitor is known (an error before it)."""
    who = getattr(request.state, "visitor", None)
    if who is None:
        return NOBODY
    account = who.account
    if account is None:
        return Frame(token=lambda: str(who.csrf))
    return Frame(account.name, account.role == Role.STAFF, token=lambda: str(who.csrf))
