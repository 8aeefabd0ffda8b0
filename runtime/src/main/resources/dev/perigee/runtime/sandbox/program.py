"""Becomes a program: a command of the platform that works for a tenant, or the runtime of a function."""

import os
import signal
import sys

# Stands for the interpreter of the machine, which only this side knows.
INTERPRETER = "python3"


def run(link, order, *arguments):
    """The program gets the connection to the platform as a descriptor; its output is the log."""
    words = [*order["words"], *(str(argument) for argument in arguments)]
    program = sys.executable if words[0] == INTERPRETER else words[0]
    if "descriptor" in order:
        os.dup2(link.fileno(), order["descriptor"])
    os.chdir(order["directory"])
    for number in (signal.SIGPIPE, signal.SIGTERM, signal.SIGXFSZ):
        signal.signal(number, signal.SIG_DFL)
    os.execve(program, [program, *words[1:]], order["environment"])


def wait(child):
    """Waits for a child, and for orphans meanwhile; its status."""
    while True:
        pid, status = os.waitpid(-1, 0)
        if pid == child:
            return status
