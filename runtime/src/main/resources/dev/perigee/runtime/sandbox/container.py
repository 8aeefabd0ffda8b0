"""A container runtime of the machine around a function: how a blank becomes it, and how its end is told."""

import os
import py_compile
import signal

import isolation
import program

FILTER = "filter"
SIGNALLED = 128


class Foreground:
    """One that stays until the function has ended, and ends with its status as a shell tells it: 128 and the signal."""

    def __init__(self, unprivileged):
        self.unprivileged = unprivileged

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
        status = program.wait(worker)
        code = os.WEXITSTATUS(status) if os.WIFEXITED(status) else 0
        return code - SIGNALLED if code > SIGNALLED else status

    def terminate(self, worker):
        """The signal is for the function, not for what encloses it."""
        for name in os.listdir("/proc"):
            if name.isdigit() and int(name) not in (os.getpid(), worker):
                os.kill(int(name), signal.SIGTERM)


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
    "bubblewrap": Foreground(unprivileged=True),
}
