"""What can go wrong with the engine.

EngineError
 ├── SettingError       a setting cannot be used
 ├── EngineUnavailable  not started, not reachable, or overloaded: try again later
 │    └── PartialAnswer a shard failed or time ran out: never shown as a result
 ├── IndexMissing       the alias or index does not exist yet: load it
 ├── EngineRefused      the engine says that the request is wrong: a defect of ours
 └── EmbeddedError      the embedded server cannot be installed, started or stopped
"""


class EngineError(Exception):
    """Base of all; the message is one line that a person can act on."""


class SettingError(EngineError):
    """A setting cannot be used."""


class EngineUnavailable(EngineError):
    """The engine does not answer."""


class PartialAnswer(EngineUnavailable):
    """Some shards did not answer, or time ran out: the figures would be wrong."""


class IndexMissing(EngineError):
    """The index does not exist yet."""


class EngineRefused(EngineError):
    """The engine refused the request."""


class EmbeddedError(EngineError):
    """The embedded server cannot be installed, started or stopped."""
