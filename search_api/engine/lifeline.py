"""A server that we start must not outlive us, however we end."""

import ctypes
import signal
import sys

_PR_SET_PDEATHSIG = 1
# Loaded here: between fork and exec a program should do as little as it can.
_LIBC = ctypes.CDLL(None) if sys.platform == "linux" else None


def die_with_parent(signum: int = signal.SIGTERM) -> None:
    """In a child between fork and exec (`preexec_fn`): have the kernel send it `signum` when its parent has ended.

    Linux only; elsewhere nothing happens, and a parent that is killed outright leaves its child behind. "Parent" is
    the thread that started the child: start it in one that lives as long as the child is wanted. The setting survives
    the exec of an ordinary program, but not a change of user after it; `Popen(user=...)` changes before.
    """
    if _LIBC:
        _LIBC.prctl(_PR_SET_PDEATHSIG, signum)
