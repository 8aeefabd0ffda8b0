"""Becomes a command of the platform that works for a tenant: an installer, a virtual machine for modules."""

import os
import signal
import sys

# Stands for the interpreter of the machine, which only this side knows.
INTERPRETER = "python3"


def run(link, order):
    """The command's standard input is the connection to the platform, its output the log."""
    words = order["words"]
    program = sys.executable if words[0] == INTERPRETER else words[0]
    os.dup2(link.fileno(), 0)
    os.chdir(order["directory"])
    for number in (signal.SIGPIPE, signal.SIGTERM, signal.SIGXFSZ):
        signal.signal(number, signal.SIG_DFL)
    os.execve(program, [program, *words[1:]], order["environment"])
