"""Linux system calls that Python has no name for."""

import ctypes
import fcntl
import os
import platform
import socket
import struct

MACHINE = platform.machine()
SYSCALL = {
    "x86_64": {"clone": 56, "pivot_root": 155, "capset": 126, "mount_setattr": 442},
    "aarch64": {"clone": 220, "pivot_root": 41, "capset": 91, "mount_setattr": 442},
}.get(MACHINE, {})

CLONE_NEWNS = 0x00020000
CLONE_NEWUTS = 0x04000000
CLONE_NEWIPC = 0x08000000
CLONE_NEWUSER = 0x10000000
CLONE_NEWPID = 0x20000000
CLONE_NEWNET = 0x40000000
SIGCHLD = 17

MS_NOSUID, MS_NODEV, MS_NOEXEC = 2, 4, 8
MS_RDONLY, MS_REMOUNT, MS_BIND, MS_REC, MS_PRIVATE = 1, 32, 4096, 16384, 1 << 18
MNT_DETACH = 2
ATTR_RDONLY, ATTR_NOSUID, ATTR_NODEV = 1, 2, 4
AT_FDCWD, AT_RECURSIVE = -100, 0x8000

PR_SET_PDEATHSIG, PR_SET_DUMPABLE, PR_SET_SECCOMP = 1, 4, 22
PR_CAPBSET_DROP, PR_SET_NO_NEW_PRIVS, PR_SET_CHILD_SUBREAPER, PR_CAP_AMBIENT = 24, 38, 36, 47

# PyDLL: the interpreter's lock stays held, so that a cloned child goes on with it.
_libc = ctypes.PyDLL(None, use_errno=True)
_libc.syscall.restype = ctypes.c_long


def _check(result, what):
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{what}: {os.strerror(number)}")
    return result


def syscall(name, *args):
    if name not in SYSCALL:
        raise OSError(38, f"{name}: not known for {MACHINE}")
    return _check(_libc.syscall(ctypes.c_long(SYSCALL[name]), *args), name)


def clone(flags):
    """fork() into new namespaces."""
    api = ctypes.pythonapi
    zero = ctypes.c_long(0)
    api.PyOS_BeforeFork()
    pid = _libc.syscall(
        ctypes.c_long(SYSCALL["clone"]), ctypes.c_ulong(flags | SIGCHLD), zero, zero, zero, zero
    )
    if pid == 0:
        api.PyOS_AfterFork_Child()
    else:
        api.PyOS_AfterFork_Parent()
    return _check(pid, "clone")


def prctl(option, arg=0, arg3=0):
    return _check(
        _libc.prctl(option, ctypes.c_ulong(arg), ctypes.c_ulong(arg3), ctypes.c_ulong(0), ctypes.c_ulong(0)),
        f"prctl {option}",
    )


def die_with_parent():
    prctl(PR_SET_PDEATHSIG, 9)


def unshare(flags):
    _check(_libc.unshare(flags), "unshare")


def mount(source, target, kind=None, flags=0, data=None):
    encode = lambda text: None if text is None else os.fsencode(text)
    _check(
        _libc.mount(encode(source), encode(target), encode(kind), ctypes.c_ulong(flags), encode(data)),
        f"mount {source} on {target}",
    )


def bind(source, target, recursive=True):
    mount(source, target, None, MS_BIND | (MS_REC if recursive else 0))


def protect(target, attributes, recursive=True):
    """Adds read-only, nosuid, nodev to a mount and what lies below it."""
    attr = struct.pack("QQQQ", attributes, 0, 0, 0)
    try:
        syscall(
            "mount_setattr",
            ctypes.c_long(AT_FDCWD),
            os.fsencode(target),
            ctypes.c_long(AT_RECURSIVE if recursive else 0),
            attr,
            ctypes.c_long(len(attr)),
        )
    except OSError as problem:
        if problem.errno != 38:
            raise
        mount(None, target, None, MS_REMOUNT | MS_BIND | attributes)


def unmount(target):
    _check(_libc.umount2(os.fsencode(target), MNT_DETACH), f"umount {target}")


def pivot_root(new, old):
    syscall("pivot_root", os.fsencode(new), os.fsencode(old))


def drop_bounding_set():
    """Nothing comes back with an exec. Needs a capability itself, so it comes before a change of user."""
    for capability in range(64):
        try:
            prctl(PR_CAPBSET_DROP, capability)
        except OSError:
            return


def clear_capabilities():
    header = struct.pack("Ii", 0x20080522, 0)
    syscall("capset", header, bytes(24))


def loopback_up():
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC) as link:
        request = struct.pack("16sH14x", b"lo", 0x1 | 0x40)
        fcntl.ioctl(link.fileno(), 0x8914, request)


def set_seccomp(program):
    """Installs a BPF program (packed sock_filter records)."""
    buffer = ctypes.create_string_buffer(program, len(program))
    header = struct.pack("HxxxxxxQ", len(program) // 8, ctypes.addressof(buffer))
    holder = ctypes.create_string_buffer(header, len(header))
    _check(
        _libc.prctl(
            PR_SET_SECCOMP, ctypes.c_ulong(2), ctypes.c_void_p(ctypes.addressof(holder)), ctypes.c_ulong(0), ctypes.c_ulong(0)
        ),
        "seccomp",
    )
