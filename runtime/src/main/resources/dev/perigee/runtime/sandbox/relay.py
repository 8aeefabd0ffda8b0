"""Runs a `bootstrap` and its extensions inside a sandbox, and carries connections to the Runtime API where it has to."""

import json
import os
import select
import signal
import socket
import struct
import sys
import threading
import time

import isolation
import kernel
import wire

PORT = 9001
READY = struct.Struct(">qq")
STATUS = struct.Struct(">i")


def run(link, order, sandbox_ready_ns):
    bootstrap = order["bootstrap"]
    environment = dict(order["environment"])
    environment["PATH"] += ":" + os.path.dirname(os.path.realpath(sys.executable))
    door = None
    if order.get("api"):
        door = socket.create_server(("127.0.0.1", PORT), backlog=64)
        environment["AWS_LAMBDA_RUNTIME_API"] = f"127.0.0.1:{PORT}"
    else:
        environment["AWS_LAMBDA_RUNTIME_API"] = order["api_address"]
    os.chdir(order["task_root"])
    crew = Crew(link, [(path, _start_extension(path, environment)) for path in order["extensions"]])
    try:
        crew.runtime = _start(bootstrap, environment)
    except OSError as problem:
        _refuse(link, order, bootstrap, problem)
    wire.send(link, b"R", READY.pack(sandbox_ready_ns, time.monotonic_ns()))
    if door is not None:
        threading.Thread(target=_accept, args=(door, order["api_inside"]), daemon=True).start()
    crew.live()


def _start_extension(path, environment):
    """Its process and what it says; names that begin with _ are the runtime's own."""
    read, write = os.pipe()
    shown = {name: value for name, value in environment.items() if not name.startswith("_")}
    try:
        pid = _start(path, shown, write)
    except OSError as problem:
        os.write(write, f"fork/exec {path}: {problem.strerror.lower()}\n".encode())
        pid = None
    os.close(write)
    return pid, read


def _start(program, environment, output=None):
    """A child in a process group of its own that ends with this process; OSError if the program can't be executed."""
    read, write = os.pipe()
    pid = os.fork()
    if pid == 0:
        _become(program, environment, output, write)
    os.close(write)
    problem = os.read(read, STATUS.size)
    os.close(read)
    if problem:
        os.waitpid(pid, 0)
        number = STATUS.unpack(problem)[0]
        raise OSError(number, os.strerror(number))
    return pid


def _become(program, environment, output, write):
    try:
        kernel.die_with_parent()
        os.setpgid(0, 0)
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGPIPE, signal.SIGXFSZ, signal.SIGCHLD):
            signal.signal(number, signal.SIG_DFL)
        if output is not None:
            os.dup2(output, 1)
            os.dup2(output, 2)
        os.execve(program, [program], environment)
    except OSError as problem:
        os.write(write, STATUS.pack(problem.errno))
    finally:
        os._exit(1)


class Crew:
    """The runtime and its extensions. The platform may signal the runtime, and says when all end."""

    def __init__(self, link, extensions):
        self.link = link
        self.runtime = None
        self.status = None
        self.names = {}
        self.outputs = {}
        self.missing = []
        for path, (pid, output) in extensions:
            name = os.path.basename(path)
            self.outputs[output] = (name, bytearray())
            if pid is None:
                self.missing.append(name)
            else:
                self.names[pid] = name

    def live(self):
        signal.signal(signal.SIGTERM, lambda *_: self._signal(signal.SIGTERM))
        if not self.names and not self.outputs:
            while self._reap(0):
                pass
            self._end()
        for name in self.missing:
            self._tell(b"E", name, STATUS.pack(127))
        wake_read, wake_write = os.pipe()
        os.set_blocking(wake_write, False)
        os.set_blocking(wake_read, False)
        signal.set_wakeup_fd(wake_write, warn_on_full_buffer=False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        poller = select.poll()
        for fd in (self.link.fileno(), wake_read, *self.outputs):
            poller.register(fd, select.POLLIN)
        while self._reap(os.WNOHANG):
            pass
        while self.names or self.status is None:
            for fd, _ in poller.poll():
                if fd == wake_read:
                    os.read(wake_read, 4096)
                    while self._reap(os.WNOHANG):
                        pass
                elif fd == self.link.fileno():
                    self._obey(wire.receive(self.link))
                elif not self._read(fd):
                    poller.unregister(fd)
        for fd in self.outputs:
            self._read_rest(fd)
        self._end()

    def _obey(self, frame):
        if frame is None or frame[:1] == b"q":
            self._end()
        self._signal(frame[1])

    def _signal(self, number):
        if self.status is None:
            os.kill(self.runtime, number)

    def _read(self, fd):
        """Passes what an extension says on by lines; False at the end."""
        name, line = self.outputs[fd]
        try:
            data = os.read(fd, 8192)
        except OSError:
            return False
        line += data
        *whole, rest = bytes(line).split(b"\n")
        if not data and rest:
            whole.append(rest)
            rest = b""
        for one in whole:
            self._tell(b"L", name, one)
        line[:] = rest[-65536:]
        return bool(data)

    def _read_rest(self, fd):
        os.set_blocking(fd, False)
        while self._read(fd):
            pass

    def _reap(self, options):
        """One child's end; False if none has ended, or nobody waits for more."""
        try:
            pid, status = os.waitpid(-1, options)
        except ChildProcessError:
            return False
        if pid == self.runtime:
            self.status = status
            if self.names:
                self._tell(b"D", "", STATUS.pack(_code(status)))
            return bool(self.names)
        if pid in self.names:
            ended = self.names.pop(pid)
            # Its last words go first: who hears of its end may end all.
            for fd, (name, _) in self.outputs.items():
                if name == ended:
                    self._read_rest(fd)
            self._tell(b"E", ended, STATUS.pack(_code(status)))
        return pid != 0

    def _tell(self, kind, name, body):
        try:
            wire.send(self.link, kind, name.encode() + b"\0" + body)
        except OSError:
            self._end()

    def _end(self):
        """All end, and this process as the runtime did."""
        for pid in (*self.names, *([self.runtime] if self.status is None else [])):
            try:
                os.killpg(pid, signal.SIGKILL)
            except OSError:
                pass
        code = -signal.SIGKILL if self.status is None else _code(self.status)
        if code < 0:
            if code != -signal.SIGKILL:
                signal.signal(-code, signal.SIG_DFL)
            os.kill(os.getpid(), -code)
            time.sleep(1)
        os._exit(code)


def _code(status):
    return -os.WTERMSIG(status) if os.WIFSIGNALED(status) else os.WEXITSTATUS(status)


def beside(link, order, uid, filter_program):
    """Before this process becomes a container runtime: carries connections beside it, where it has to; they end with
    the namespace."""
    if order.get("api"):
        door = socket.create_server(("127.0.0.1", PORT), backlog=64)
        if os.fork() == 0:
            link.close()
            signal.signal(signal.SIGTERM, signal.SIG_IGN)
            # Its parent may end once the container is made.
            isolation.give_up(uid, filter_program, False, with_parent=False)
            _accept(door, order["api_inside"])
        door.close()
    now = time.monotonic_ns()
    wire.send(link, b"R", READY.pack(now, now))


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
