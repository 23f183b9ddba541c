"""A seal on this process by the Linux kernel: from then on it opens no connection, starts no program, changes no file.

It is seccomp's filter of system calls (``man 2 seccomp``), put on by hand, since Python brings nothing for it. A call
that is refused fails with EPERM, which a converter meets as an ordinary error.
"""

from __future__ import annotations

import ctypes
import os
import platform
import struct
import sys
from collections.abc import Sequence
from dataclasses import dataclass

_LOAD, _EQUAL, _AT_LEAST, _ANY_BIT, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06  # BPF: ld, jeq, jge, jset, ret
_ALLOW, _REFUSE = 0x7FFF0000, 0x00050000 | 1  # SECCOMP_RET_ALLOW; SECCOMP_RET_ERRNO with EPERM
_NUMBER, _MACHINE, _FIRST_ARGUMENT = 0, 4, 16  # places in struct seccomp_data
_NO_NEW_PRIVILEGES, _SET_SECCOMP, _FILTER = 38, 22, 2  # prctl
_OTHER_ABI = 0x40000000  # x32's calls have numbers of their own, from here on


@dataclass(frozen=True, slots=True)
class _Machine:
    """A kind of processor: its code for the kernel, the calls refused, and those that open a file, with their flags'
    place among the arguments."""

    code: int
    refused: Sequence[int]
    opening: Sequence[tuple[int, int]]


# In this order: socket, connect, bind, sendto, sendmsg, socketpair, execve, execveat, ptrace, kill, process_vm_writev,
# io_uring_setup, bpf, openat2; in the next line truncate, unlinkat, renameat, renameat2, mkdirat, mknodat, linkat,
# symlinkat, fchmod, fchmodat, fchown, fchownat; on x86 also the older calls that do the same.
_MACHINES = {
    "x86_64": _Machine(
        0xC000003E,
        (
            *(41, 42, 49, 44, 46, 53, 59, 322, 101, 62, 311, 425, 321, 437),
            *(76, 263, 264, 316, 258, 259, 265, 266, 91, 268, 93, 260),
            *(85, 87, 82, 83, 84, 133, 86, 88, 90, 92, 94),
        ),
        ((2, 1), (257, 2)),
    ),
    "aarch64": _Machine(
        0xC00000B7,
        (
            *(198, 203, 200, 206, 211, 199, 221, 281, 117, 129, 271, 425, 280, 437),
            *(45, 35, 38, 276, 34, 33, 37, 36, 52, 53, 55, 54),
        ),
        ((56, 2),),
    ),
}


def seal() -> bool:
    """Put the seal on, for good. False where the system has none: not Linux, another processor, or switched off."""
    machine = _MACHINES.get(platform.machine()) if sys.platform == "linux" else None
    if machine is None:
        return False
    program = b"".join(_program(machine))
    code = ctypes.create_string_buffer(program, len(program))
    given = ctypes.create_string_buffer(struct.pack("@HP", len(program) // 8, ctypes.addressof(code)))
    prctl = ctypes.CDLL(None).prctl
    prctl.argtypes = [ctypes.c_int, ctypes.c_ulong, ctypes.c_void_p, ctypes.c_ulong, ctypes.c_ulong]
    if prctl(_NO_NEW_PRIVILEGES, 1, None, 0, 0) != 0:
        return False
    return bool(prctl(_SET_SECCOMP, _FILTER, ctypes.addressof(given), 0, 0) == 0)


def _program(machine: _Machine) -> list[bytes]:
    """The filter: eight bytes an instruction, read by the kernel at every call of this process."""
    writing = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC
    program = [
        _step(_LOAD, _MACHINE),
        _step(_EQUAL, machine.code, 1, 0),
        _step(_RETURN, _REFUSE),
        _step(_LOAD, _NUMBER),
        *_unless(_AT_LEAST, _OTHER_ABI),
    ]
    for number in machine.refused:
        program += _unless(_EQUAL, number)
    for number, flags in machine.opening:
        opened = [_step(_LOAD, _FIRST_ARGUMENT + 8 * flags), *_unless(_ANY_BIT, writing), _step(_RETURN, _ALLOW)]
        program += [_step(_EQUAL, number, 0, len(opened)), *opened]
    return [*program, _step(_RETURN, _ALLOW)]


def _unless(test: int, value: int) -> list[bytes]:
    return [_step(test, value, 0, 1), _step(_RETURN, _REFUSE)]


def _step(code: int, value: int, if_so: int = 0, if_not: int = 0) -> bytes:
    return struct.pack("@HBBI", code, if_so, if_not, value)
