"""Runs a `bootstrap` inside a sandbox and carries its Runtime API connections from loopback to the platform."""

import json
import os
import signal
import socket
import struct
import sys
import threading
import time

import wire

PORT = 9001
READY = struct.Struct(">qq")


def run(link, order, sandbox_ready_ns):
    bootstrap = os.path.join(order["task_root"], "bootstrap")
    environment = dict(order["environment"])
    environment["PATH"] += ":" + os.path.dirname(os.path.realpath(sys.executable))
    door = None
    if order.get("api"):
        door = socket.create_server(("127.0.0.1", PORT), backlog=64)
        environment["AWS_LAMBDA_RUNTIME_API"] = f"127.0.0.1:{PORT}"
    else:
        environment["AWS_LAMBDA_RUNTIME_API"] = order["api_address"]
    os.chdir(order["task_root"])
    try:
        child = os.posix_spawn(
            bootstrap, [bootstrap], environment, setpgroup=0,
            setsigdef=[signal.SIGTERM, signal.SIGINT, signal.SIGPIPE, signal.SIGCHLD])
    except OSError as problem:
        _refuse(link, order, bootstrap, problem)
    signal.signal(signal.SIGTERM, lambda *_: os.kill(child, signal.SIGTERM))
    wire.send(link, b"R", READY.pack(sandbox_ready_ns, time.monotonic_ns()))
    if door is not None:
        threading.Thread(target=_accept, args=(door, order["api_inside"]), daemon=True).start()
    _end_like(child)


def _refuse(link, order, bootstrap, problem):
    if isinstance(problem, FileNotFoundError) and not os.path.exists(bootstrap):
        message = f"Couldn't find valid bootstrap(s): [{bootstrap}]"
    else:
        message = f"fork/exec {bootstrap}: {problem.strerror.lower()}"
    body = {
        "errorType": "Runtime.InvalidEntrypoint",
        "errorMessage": f"RequestId: {order['request_id']} Error: {message}",
    }
    wire.send(link, b"F", json.dumps(body).encode())
    os._exit(1)


def _end_like(child):
    """Waits for the bootstrap and ends as it did."""
    while True:
        pid, status = os.waitpid(-1, 0)
        if pid == child:
            break
    if os.WIFSIGNALED(status):
        number = os.WTERMSIG(status)
        if number != signal.SIGKILL:
            signal.signal(number, signal.SIG_DFL)
        os.kill(os.getpid(), number)
        time.sleep(1)
    os._exit(os.WEXITSTATUS(status))


def _accept(door, path):
    while True:
        inner, _ = door.accept()
        inner.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        try:
            outer = wire.connect(path)
        except OSError:
            inner.close()
            continue
        for source, target in ((inner, outer), (outer, inner)):
            threading.Thread(target=_carry, args=(source, target), daemon=True).start()


def _carry(source, target):
    buffer = bytearray(65536)
    view = memoryview(buffer)
    try:
        while count := source.recv_into(buffer):
            target.sendall(view[:count])
    except OSError:
        pass
    finally:
        for end in (source, target):
            try:
                end.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass
