"""A container runtime of the machine around a function: how a blank becomes it, and how its end is told."""

import contextlib
import os
import py_compile
import signal

import isolation
import program

FILTER = "filter"
SIGNALLED = 128


class Bubblewrap:
    """Runs without rights, stays until the function has ended, and ends with its status as a shell tells it."""

    unprivileged = True

    def prepare(self):
        """Once per zygote."""

    def run(self, link, order, uid, filter_program):
        """Writes what the runtime reads, and becomes it."""
        _write(FILTER, filter_program or b"")
        for name, text in order["files"].items():
            _write(name, text.encode())
        for number, name in order["open"].items():
            os.dup2(os.open(f"{isolation.BUNDLE}/{name}", os.O_RDONLY), int(number))
        if self.unprivileged:
            isolation.become(uid)
        program.run(link, order)

    def wait(self, worker, uid):
        """What the first process of the namespace does."""
        signal.signal(signal.SIGTERM, lambda *_: self.terminate(worker))
        if self.unprivileged:
            isolation.give_up(uid, None, False)
        return self.status(program.wait(worker))

    def status(self, status):
        code = os.WEXITSTATUS(status) if os.WIFEXITED(status) else 0
        return code - SIGNALLED if code > SIGNALLED else status

    def terminate(self, worker):
        """The signal is for the function, not for what encloses it."""
        for name in os.listdir("/proc"):
            if name.isdigit() and int(name) not in (os.getpid(), worker):
                with contextlib.suppress(OSError):
                    os.kill(int(name), signal.SIGTERM)


class Gvisor(Bubblewrap):
    """Passes signals on by itself."""

    unprivileged = False

    def prepare(self):
        isolation.show_groups()

    def terminate(self, worker):
        os.kill(worker, signal.SIGTERM)


class Oci(Bubblewrap):
    """Makes a container and ends; what runs in it becomes a child of the first process of the namespace."""

    unprivileged = False

    def __init__(self, *hierarchies):
        self.hierarchies = hierarchies

    def prepare(self):
        isolation.show_groups(*self.hierarchies)

    def status(self, status):
        return program.wait(self.function()) if status == 0 else status

    def function(self):
        with open(f"{isolation.BUNDLE}/pid", encoding="ascii") as file:
            return int(file.read())

    def terminate(self, worker):
        """The first process of a namespace is not ended by a signal that it does not handle; elsewhere it would be."""
        with contextlib.suppress(OSError):
            pid = self.function()
            with open(f"/proc/{pid}/status", encoding="ascii") as file:
                caught = next(int(line.split()[1], 16) for line in file if line.startswith("SigCgt:"))
            os.kill(pid, signal.SIGTERM if caught >> signal.SIGTERM - 1 & 1 else signal.SIGKILL)


def compile_modules(folder):
    """An interpreter in a container can't keep what it compiles."""
    for name in os.listdir(folder):
        if name.endswith(".py"):
            py_compile.compile(
                f"{folder}/{name}", dfile=f"/var/runtime/{name}",
                invalidation_mode=py_compile.PycInvalidationMode.UNCHECKED_HASH)


def _write(name, data):
    with open(f"{isolation.BUNDLE}/{name}", "wb") as file:
        file.write(data)


KINDS = {
    "bubblewrap": Bubblewrap(),
    # Without the hierarchy of devices runc makes no container.
    "runc": Oci("devices"),
    "crun": Oci(),
    "gvisor": Gvisor(),
}
