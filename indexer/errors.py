"""What can stop a run of the indexer. Each message is one line that a person can act on.

IndexingError
 ├── SourceError     the source cannot be read at all: missing folder, wrong encoding, wrong kind of file
 ├── TooManyRejects  more bad lines than allowed
 ├── CheckFailed     the new index did not pass its checks
 └── Busy            another run holds the index, or took it over
"""


class IndexingError(Exception):
    """Base of all: the run stopped and the alias is where it was."""


class SourceError(IndexingError):
    """The source cannot be read at all."""


class TooManyRejects(IndexingError):
    """More bad lines than allowed."""


class CheckFailed(IndexingError):
    """The new index did not pass its checks."""


class Busy(IndexingError):
    """Another run holds the index."""
