"""Runs a `bootstrap` inside a sandbox and carries its Runtime API connections from loopback to the platform."""


def run(link, order, sandbox_ready_ns):
    raise NotImplementedError
