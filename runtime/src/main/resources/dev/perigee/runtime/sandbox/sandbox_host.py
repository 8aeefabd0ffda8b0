"""Starts sandboxes for the platform: a spawner, zygotes that it forks, and the sandboxes that these fork.

The spawner lives in its own pid namespace where the machine allows one, so that all it ever started ends with it. It
ends when its standard input does, and the platform holds the other end of that.
"""

import asyncio  # imported for the functions
import base64
import collections
import concurrent.futures
import contextlib
import copy
import dataclasses
import datetime
import decimal
import functools
import gc
import hashlib
import io
import itertools
import json
import math
import os
import pathlib
import random
import re
import select
import shutil
import signal
import socket
import struct
import sys
import tempfile
import threading
import time
import typing
import urllib.parse
import uuid

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

import container
import isolation
import kernel
import program
import perigee  # noqa: F401 - functions import it, and find no file in their sandbox
import python_worker
import relay
import seccomp
import wire

STATUS = struct.Struct("=Ii")

# A blank that is not wanted at once makes the pages its own that it will need: a fault later costs more than one now.
REHEARSE_AFTER_S = 0.005


class Spawner:
    """Forks one zygote per order of the platform."""

    def __init__(self, run_dir, namespaces, problem):
        self.run_dir = run_dir
        self.filter = seccomp.program(kernel.MACHINE)
        self.host_proc = os.open("/proc", os.O_PATH | os.O_DIRECTORY | os.O_CLOEXEC)
        self.link = wire.connect(run_dir + "/host.sock")
        facts = {
            "python": sys.version.split()[0],
            "namespaces": namespaces,
            "problem": problem,
            "seccomp": self.filter is not None,
            "interpreter": sys.executable,
            "seccomp-oci": json.dumps(seccomp.oci(kernel.MACHINE)),
            "modules": os.pathsep.join(path for path in sys.path if path.endswith("-packages")),
        }
        wire.send(self.link, b"S", "\n".join(f"{name}\t{value}" for name, value in facts.items()).encode())

    def serve(self):
        wake_read, wake_write = _wake_on_child()
        poller = select.poll()
        for fd in (0, self.link.fileno(), wake_read):
            poller.register(fd, select.POLLIN)
        while True:
            for fd, _ in poller.poll():
                if fd == wake_read:
                    os.read(wake_read, 4096)
                    _reap(lambda pid, status: None)
                elif fd == 0:
                    if not os.read(0, 4096):
                        os._exit(0)
                else:
                    self._order(wire.receive(self.link))

    def _order(self, frame):
        if frame is None:
            os._exit(0)
        order = json.loads(frame[1:])
        if os.fork() == 0:
            self.link.close()
            os.dup2(os.open("/dev/null", os.O_RDONLY), 0)
            _guarded(lambda: Zygote(self, order).serve())


class Zygote:
    """Forks sandboxes; a warmed interpreter without anything of a function in it."""

    def __init__(self, spawner, order):
        kernel.die_with_parent()
        self.filter = spawner.filter
        self.host_proc = spawner.host_proc
        self.isolated = order["isolation"] != "process"
        self.container = container.KINDS.get(order["isolation"])
        self.network = order["network"]
        self.namespaces = isolation.NAMESPACES & ~(kernel.CLONE_NEWNET if self.network else 0)
        self.link = wire.connect(spawner.run_dir + "/host.sock")
        self.run_dir = spawner.run_dir
        self.sandboxes = {}
        self.statuses = {}
        self.status_read, self.status_write = os.pipe()
        os.set_blocking(self.status_read, False)
        try:
            if self.isolated:
                isolation.build_root(self.run_dir + "/root", self.container is not None)
                self.run_dir = isolation.HOST + self.run_dir
            if self.container:
                container.compile_modules(self.run_dir + "/python")
                self.container.prepare()
        except OSError as problem:
            wire.send(self.link, b"X", f"{order['key']}\t{problem}".encode())
            os._exit(1)
        wire.send(self.link, b"Z", order["key"].encode())

    def serve(self):
        self.wake_read, self.wake_write = _wake_on_child()
        gc.collect()
        gc.freeze()
        poller = select.poll()
        for fd in (self.link.fileno(), self.wake_read):
            poller.register(fd, select.POLLIN)
        while True:
            for fd, _ in poller.poll():
                if fd == self.wake_read:
                    os.read(fd, 4096)
                    _reap(self._ended)
                else:
                    self._order(wire.receive(self.link))

    def _order(self, frame):
        if frame is None:
            os._exit(0)
        order = json.loads(frame[1:])
        if order["do"] == "fork":
            self._fork(order)
        elif order["do"] == "kill":
            self._kill(order["id"], order["signal"])

    def _fork(self, order):
        try:
            pid = kernel.clone(self.namespaces) if self.isolated else os.fork()
        except OSError as problem:
            wire.send(self.link, b"X", f"{order['id']}\t{problem}".encode())
            return
        if pid == 0:
            _guarded(lambda: Sandbox(self, order).live())
        self.sandboxes[pid] = order["id"]

    def _kill(self, number, signal_number):
        for pid, known in self.sandboxes.items():
            if known == number:
                with contextlib.suppress(OSError):
                    os.kill(pid, signal_number)
                if not self.isolated:
                    with contextlib.suppress(OSError):
                        os.killpg(pid, signal_number)

    def _ended(self, pid, status):
        number = self.sandboxes.pop(pid, None)
        if number is None:
            return
        with contextlib.suppress(BlockingIOError):
            while True:
                known, inner = STATUS.unpack(os.read(self.status_read, STATUS.size))
                self.statuses[known] = inner
        status = self.statuses.pop(number, status)
        code = os.WEXITSTATUS(status) if os.WIFEXITED(status) else -os.WTERMSIG(status)
        wire.send(self.link, b"D", struct.pack(">Ii", number, code))


class Sandbox:
    """A child of a zygote: waits for its function, then becomes it."""

    def __init__(self, zygote, order):
        self.filter = zygote.filter
        self.isolated = zygote.isolated
        self.container = zygote.container
        self.network = zygote.network
        self.number = order["id"]
        self.uid = order["uid"]
        self.host_proc = zygote.host_proc
        self.status_write = zygote.status_write
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        for fd in (zygote.wake_read, zygote.wake_write, zygote.status_read):
            os.close(fd)
        zygote.link.close()
        self.main = wire.connect(zygote.run_dir + "/host.sock")
        self.log = wire.connect(zygote.run_dir + "/host.sock")

    def live(self):
        if self.isolated:
            if self.container:
                isolation.enter_to_contain()
            else:
                isolation.enter(self.network)
            self._split()
        else:
            os.setsid()
        host_pid = int(os.readlink("self", dir_fd=self.host_proc))
        os.close(self.host_proc)
        wire.send(self.log, b"O", struct.pack(">I", self.number))
        wire.send(self.main, b"B", struct.pack(">Ii", self.number, host_pid))
        self._open_streams()
        if not self.container and not select.select([self.main], [], [], REHEARSE_AFTER_S)[0]:
            python_worker.rehearse()
        frame = wire.receive(self.main)
        if frame is None:
            os._exit(0)
        self._become(json.loads(frame[1:]))

    def _split(self):
        """The first process of the namespace only waits, so that signals and orphans behave as usual for the second."""
        worker = os.fork()
        if worker == 0:
            os.close(self.status_write)
            return
        for link in (self.main, self.log):
            link.close()
        os.close(self.host_proc)
        if self.container:
            status = self.container.wait(worker, self.uid)
        else:
            signal.signal(signal.SIGTERM, lambda *_: os.kill(worker, signal.SIGTERM))
            isolation.give_up(self.uid, None, False)
            status = program.wait(worker)
        os.write(self.status_write, STATUS.pack(self.number, status))
        os._exit(0)

    def _open_streams(self):
        for fd in (1, 2):
            os.dup2(self.log.fileno(), fd)
        self.log.close()
        sys.stdout = open(1, "w", encoding="utf-8", errors="backslashreplace", buffering=1, closefd=False)
        sys.stderr = open(2, "w", encoding="utf-8", errors="backslashreplace", buffering=1, closefd=False)

    def _become(self, order):
        if self.container:
            isolation.furnish(order, isolation.CONTAINER_ROOT)
            isolation.limit(order)
            if order["kind"] == "served":
                relay.beside(self.main, order, self.uid, self.filter)
            self.container.run(self.main, order, self.uid, self.filter)
        if self.isolated:
            if order["kind"] == "command":
                isolation.furnish_for_command(order)
                isolation.hand_over(order, self.uid)
            else:
                isolation.furnish(order)
            isolation.limit(order)
            isolation.give_up(self.uid, self.filter, True)
        else:
            isolation.limit(order)
            kernel.die_with_parent()
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        if order["kind"] == "command":
            program.run(self.main, order)
        if order["kind"] == "program":
            program.run(self.main, order, time.monotonic_ns())
        signal.signal(signal.SIGTERM, lambda *_: os._exit(0))
        if order["kind"] == "python":
            python_worker.run(self.main, order, time.monotonic_ns())
        else:
            relay.run(self.main, order, time.monotonic_ns())


def _wake_on_child():
    """A descriptor that becomes readable when a child ends."""
    read, write = os.pipe()
    os.set_blocking(write, False)
    signal.set_wakeup_fd(write, warn_on_full_buffer=False)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    return read, write


def _reap(ended):
    while True:
        try:
            pid, status = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            return
        if pid == 0:
            return
        ended(pid, status)


def _guarded(body):
    """Runs what a forked process is for; it never returns into its parent's code."""
    code = 1
    try:
        body()
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else (0 if end.code is None else 1)
        if isinstance(end.code, str):
            sys.stderr.write(end.code + "\n")
    except BaseException:
        sys.excepthook(*sys.exc_info())
    finally:
        with contextlib.suppress(BaseException):
            sys.stdout.flush()
        os._exit(code & 0xFF)


def _watch(spawner, run_dir, cgroups):
    """The outermost process: ends the spawner when the platform ends, and takes its empty groups and its folder away."""
    gone = os.pidfd_open(spawner) if hasattr(os, "pidfd_open") else None
    poller = select.poll()
    poller.register(0, select.POLLIN)
    if gone is not None:
        poller.register(gone, select.POLLIN)
    for fd, _ in poller.poll():
        if fd == 0:
            while os.read(0, 4096):
                pass
    with contextlib.suppress(ProcessLookupError):
        os.kill(spawner, signal.SIGKILL)
    # The spawner's end takes every sandbox with it, but a frozen one dies only when it is thawed.
    while os.waitpid(spawner, os.WNOHANG)[0] == 0:
        for group in cgroups:
            _thaw(group)
        time.sleep(0.01)
    for group in cgroups:
        _remove_group(group)
    shutil.rmtree(run_dir, ignore_errors=True)


def _thaw(group):
    for folder, _, files in os.walk(group):
        for name, state in (("freezer.state", "THAWED"), ("cgroup.freeze", "0")):
            if name in files:
                with contextlib.suppress(OSError), open(os.path.join(folder, name), "w", encoding="ascii") as file:
                    file.write(state)


def _remove_group(group):
    deadline = time.monotonic() + 2
    for folder, _, _ in os.walk(group, topdown=False):
        while time.monotonic() < deadline:
            try:
                os.rmdir(folder)
                break
            except FileNotFoundError:
                break
            except OSError:
                time.sleep(0.01)


def _separate():
    """Forks the spawner into a pid namespace of its own; says why if the machine refuses."""
    flags = kernel.CLONE_NEWPID
    uid, gid = os.getuid(), os.getgid()
    if uid != 0:
        flags |= kernel.CLONE_NEWUSER
    try:
        pid = kernel.clone(flags)
        if pid == 0 and uid != 0:
            _map_user(uid, gid)
        return pid, True, ""
    except OSError as problem:
        return os.fork(), False, str(problem)


def _map_user(uid, gid):
    for name, text in (
        ("uid_map", f"{isolation.SANDBOX_UID} {uid} 1"),
        ("setgroups", "deny"),
        ("gid_map", f"{isolation.SANDBOX_UID} {gid} 1"),
    ):
        with open(f"/proc/self/{name}", "w", encoding="ascii") as file:
            file.write(text)


def main():
    run_dir, cgroups = sys.argv[1], sys.argv[2:]
    with contextlib.suppress(OSError):
        os.setsid()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.umask(0o022)
    python_worker.prepare()
    pid, namespaces, problem = _separate()
    if pid == 0:
        kernel.die_with_parent()
        _guarded(lambda: Spawner(run_dir, namespaces, problem).serve())
    _watch(pid, run_dir, cgroups)


if __name__ == "__main__":
    main()
