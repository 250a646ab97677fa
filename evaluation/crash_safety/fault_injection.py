"""Killing a process at a system call of our choice that writes below a folder, before the call or
after it: the seam to ptrace(2) and seccomp(2). Linux only, on x86-64 and on ARM.

It sees every write, whoever makes it: Python, SQLite, and the threads of Chroma and Tantivy. The
product is unaware of it."""

from __future__ import annotations

import ctypes
import os
import platform
import signal
import struct
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

_FD, _PATH, _AT = "an open file", "a path", "a path below an open folder"
_CALLS: tuple[tuple[str, str, str, int, int, int], ...] = (
    # name, what it does, how it names a file, in which argument, number on x86-64 and on ARM
    ("write", "write", _FD, 0, 1, 64),
    ("pwrite64", "write", _FD, 0, 18, 68),
    ("writev", "write", _FD, 0, 20, 66),
    ("pwritev", "write", _FD, 0, 296, 70),
    ("pwritev2", "write", _FD, 0, 328, 287),
    ("sendfile", "write", _FD, 0, 40, 71),
    ("copy_file_range", "write", _FD, 2, 326, 285),
    ("fallocate", "resize", _FD, 0, 285, 47),
    ("ftruncate", "resize", _FD, 0, 77, 46),
    ("truncate", "resize", _PATH, 0, 76, 45),
    ("fsync", "sync", _FD, 0, 74, 82),
    ("fdatasync", "sync", _FD, 0, 75, 83),
    ("open", "create", _PATH, 0, 2, -1),
    ("openat", "create", _AT, 0, 257, 56),
    ("creat", "create", _PATH, 0, 85, -1),
    ("mkdir", "create", _PATH, 0, 83, -1),
    ("mkdirat", "create", _AT, 0, 258, 34),
    ("link", "create", _PATH, 1, 86, -1),
    ("linkat", "create", _AT, 2, 265, 37),
    ("rename", "rename", _PATH, 0, 82, -1),
    ("renameat", "rename", _AT, 0, 264, 38),
    ("renameat2", "rename", _AT, 0, 316, 276),
    ("unlink", "delete", _PATH, 0, 87, -1),
    ("unlinkat", "delete", _AT, 0, 263, 35),
    ("rmdir", "delete", _PATH, 0, 84, -1),
    ("chmod", "set rights", _PATH, 0, 90, -1),
    ("fchmod", "set rights", _FD, 0, 91, 52),
    ("fchmodat", "set rights", _AT, 0, 268, 53),
)
"""Those that change a folder's contents, or make sure that a change is on the disk."""
_ON_ARM = platform.machine() == "aarch64"
_BY_NUMBER = {
    (arm if _ON_ARM else intel): (name, does, kind, place)
    for name, does, kind, place, intel, arm in _CALLS
}
_BY_NUMBER.pop(-1, None)

# From <linux/ptrace.h>, <linux/seccomp.h> and <linux/prctl.h>.
_TRACE_ME, _CONTINUE, _TO_ITS_END, _SET_OPTIONS, _INFO = 0, 7, 24, 0x4200, 0x420E
_OPTIONS = 0x01 | 0x02 | 0x04 | 0x08 | 0x80 | 0x100000
"""Mark the end of calls; follow children and threads; stop at the calls; end with the tracer."""
_EVENT_SECCOMP, _ALL = 7, 0x40000000
_NO_NEW_RIGHTS, _SET_FILTER, _FILTER = 38, 22, 2
_LOAD, _EQUAL, _RETURN = 0x20, 0x15, 0x06
_STOP, _ALLOW = 0x7FF00000, 0x7FFF0000
_CALL_ENDED = signal.SIGTRAP | 0x80
_HERE = -100
"""In place of an open folder: the process's working folder."""

_libc = ctypes.CDLL(None, use_errno=True)
_libc.ptrace.restype = ctypes.c_long
_libc.ptrace.argtypes = (ctypes.c_long, ctypes.c_long, ctypes.c_void_p, ctypes.c_void_p)


class _Program(ctypes.Structure):
    """struct sock_fprog."""

    _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.c_char_p))


@dataclass(frozen=True, slots=True)
class Step:
    """A system call that writes below the folder."""

    does: str
    """write, resize, sync, create, rename, delete or set permissions."""
    path: str
    """Of the file, below the folder."""


@dataclass(frozen=True, slots=True)
class Aim:
    """Where a process is to be killed."""

    step: int
    """Counted from 0."""
    is_after: bool
    """After the call; otherwise just before it."""


@dataclass(frozen=True, slots=True)
class Ended:
    """What happened to a process."""

    steps: tuple[Step, ...]
    """That it came to."""
    is_killed: bool


def run(work: Callable[[], object], folder: Path, aim: Aim | None = None) -> Ended:
    """Let a child do some work and kill it at that step; without an aim, or if it does not get that
    far, it ends by itself. Raises RuntimeError if the work fails.

    The caller may have no other children, and no threads that hold locks."""
    child = os.fork()
    if not child:
        _work(work)
    watch = _Watch(child, str(folder.resolve()) + os.sep, aim)
    os.waitpid(child, _ALL)
    _ptrace(_SET_OPTIONS, child, _OPTIONS)
    _ptrace(_CONTINUE, child, 0)
    while watch.status is None:
        watch.attend(*os.waitpid(-1, _ALL))
    is_killed = os.WIFSIGNALED(watch.status) and os.WTERMSIG(watch.status) == signal.SIGKILL
    if watch.status and not (is_killed and watch.has_shot):
        raise RuntimeError(f"the work failed ({watch.status})")
    return Ended(tuple(watch.steps), is_killed)


def _work(work: Callable[[], object]) -> None:
    """In the child: never returns."""
    code = 1
    try:
        _ptrace(_TRACE_ME, 0, 0)
        os.kill(os.getpid(), signal.SIGSTOP)
        _stop_at_calls()
        work()
        code = 0
    finally:
        if code:
            import traceback  # noqa: PLC0415 - no one else will show it

            traceback.print_exc()
        os._exit(code)


def _stop_at_calls() -> None:
    """Have the kernel stop this process, its threads and its children at the calls."""
    count = len(_BY_NUMBER)
    filters = [struct.pack("=HBBI", _LOAD, 0, 0, 0)]
    filters += [
        struct.pack("=HBBI", _EQUAL, count - place, 0, number)
        for place, number in enumerate(_BY_NUMBER)
    ]
    filters += [struct.pack("=HBBI", _RETURN, 0, 0, verdict) for verdict in (_ALLOW, _STOP)]
    program = _Program(len(filters), b"".join(filters))
    for arguments in ((_NO_NEW_RIGHTS, 1, 0, 0, 0), (_SET_FILTER, _FILTER, ctypes.byref(program))):
        if _libc.prctl(*arguments):
            raise OSError(ctypes.get_errno(), "seccomp")


class _Watch:
    """What the tracer knows about a process and its threads."""

    def __init__(self, child: int, below: str, aim: Aim | None) -> None:
        self._child = child
        self._below = below
        self._aim = aim
        self._last = 0
        """The thread whose call is to end before it is killed."""
        self.steps: list[Step] = []
        self.has_shot = False
        self.status: int | None = None
        """How the process ended, as waitpid reports it."""

    def attend(self, thread: int, status: int) -> None:
        """A thread stopped, or ended."""
        if not os.WIFSTOPPED(status):
            if thread == self._child:
                self.status = status
            return
        event, signalled = status >> 16, os.WSTOPSIG(status)
        resume, told = _CONTINUE, 0
        if event == _EVENT_SECCOMP:
            step = self._step(thread)
            if step is not None:
                self.steps.append(step)
                if self._aim and len(self.steps) == self._aim.step + 1:
                    if not self._aim.is_after:
                        self._shoot()
                        return
                    self._last, resume = thread, _TO_ITS_END
        elif signalled == _CALL_ENDED and thread == self._last:
            self._shoot()
            return
        elif not event and signalled not in (signal.SIGSTOP, signal.SIGTRAP, _CALL_ENDED):
            told = signalled
        _ptrace(resume, thread, told)

    def _shoot(self) -> None:
        self.has_shot = True
        os.kill(self._child, signal.SIGKILL)

    def _step(self, thread: int) -> Step | None:
        """The call that a thread is stopped at; None if it writes elsewhere, or nothing."""
        raw = ctypes.create_string_buffer(88)
        _ptrace(_INFO, thread, ctypes.addressof(raw), len(raw))
        number, *arguments = struct.unpack_from("=7Q", raw, 24)
        name, does, kind, place = _BY_NUMBER[number]
        try:
            if kind == _FD:
                path = str(Path(f"/proc/{thread}/fd/{arguments[place] & 0xFFFFFFFF}").readlink())
            elif kind == _PATH:
                path = _absolute(thread, _HERE, arguments[place])
            else:
                path = _absolute(thread, _signed(arguments[place]), arguments[place + 1])
        except OSError:
            return None  # it will fail
        if not path.startswith(self._below):
            return None
        if name in ("open", "openat"):
            flags = arguments[place + (1 if name == "open" else 2)]
            creates = flags & os.O_CREAT and not os.path.lexists(path)
            if not (creates or flags & os.O_TRUNC):
                return None
        return Step(does, path.removeprefix(self._below))


def _signed(number: int) -> int:
    return ctypes.c_int(number & 0xFFFFFFFF).value


def _absolute(thread: int, folder: int, address: int) -> str:
    """A path in a thread's memory; one that is relative is below an open folder."""
    with Path(f"/proc/{thread}/mem").open("rb", buffering=0) as memory:
        memory.seek(address)
        try:
            block = memory.read(4096)
        except OSError:  # the path is at the end of what can be read
            memory.seek(address)
            block = memory.read(4096 - address % 4096)
    path = os.fsdecode(block.partition(b"\0")[0])
    below = Path(f"/proc/{thread}", "cwd" if folder == _HERE else f"fd/{folder}")
    return path if path.startswith("/") else str(below.readlink() / path)


def _ptrace(request: int, thread: int, data: int, size: int = 0) -> None:
    if _libc.ptrace(request, thread, size, data) == -1:
        number = ctypes.get_errno()
        if number != 3:  # ESRCH: it has just been killed
            raise OSError(number, f"ptrace: {os.strerror(number)}")
