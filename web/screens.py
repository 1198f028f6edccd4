"""The screens that belong to no domain. A screen is what its template may see, and no more."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True)
class Failure:
    """Something went wrong, in plain words. retry: URL to try again, None when that is of no use."""

    template: ClassVar[str] = "failure.html"
    title: str
    status: int
    explanation: str
    advice: str
    retry: str | None


@dataclass(frozen=True)
class StopMails:
    """Asks once more whether mails are to stop, or says that they have. url: where `more` leads, empty: nowhere.
    button: what it says, empty once it is done; action: URL that takes the yes."""

    template: ClassVar[str] = "stop_mails.html"
    title: str
    lead: str
    more: str
    url: str
    button: str
    action: str
