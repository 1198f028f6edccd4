"""What the templates of reminders may see."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True)
class StopReminders:
    """Asks once more, or says that it is done. action: URL that takes the yes."""

    template: ClassVar[str] = "stop_reminders.html"
    title: str
    done: bool
    action: str
