"""What stands between a request and a row: there is no other way to one than through these."""

from starlette.requests import Request

from web.accounts.tables import Account, Role
from web.visitor import visitor


class SignInNeeded(Exception):
    """Nobody is signed in, and this page is somebody's."""


class NotYours(Exception):
    """There is no such thing, or it is not for this person: nobody can tell which (404)."""


def recruiter(request: Request) -> Account:
    """Who is signed in on the recruiters' side. Raises SignInNeeded; NotYours for staff, who have no offers."""
    account = somebody(request)
    if account.role != Role.RECRUITER:
        raise NotYours
    return account


def staff(request: Request) -> Account:
    """The member of staff who is signed in. Raises SignInNeeded; NotYours for everybody else."""
    account = somebody(request)
    if account.role != Role.STAFF:
        raise NotYours
    return account


def somebody(request: Request) -> Account:
    """Who is signed in, recruiter or staff. Raises SignInNeeded."""
    account = visitor(request).account
    if account is None:
        raise SignInNeeded
    return account
