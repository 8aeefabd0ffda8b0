"""Runs inside a sandbox: loads a Python handler and answers invocations over one socket."""

import _thread
import importlib.machinery
import os
import struct
import sys
import time

import plain_json
import wire

ANSWER_MAX_BYTES = 6 * 1024 * 1024 + 100
HEAD = struct.Struct(">16sqHH")
FRAME = struct.Struct(">IcBQ")
READY = struct.Struct(">qq")
ANSWER, ERROR, TOO_LARGE, PART, ASK = b"A", b"E", b"L", b"P", b"C"
PART_BYTES = 65536
STARTED_PROCESSES = 1


class Context:
    """What a handler learns about its invocation."""

    __slots__ = (
        "aws_request_id", "invoked_function_arn", "function_name", "function_version", "memory_limit_in_mb",
        "log_group_name", "log_stream_name", "identity", "client_context", "tenant_id", "_deadline_ms",
    )

    def __init__(self, meta, request_id, arn, client_context, deadline_ms):
        self.aws_request_id = request_id
        self.invoked_function_arn = arn
        (self.function_name, self.function_version, self.memory_limit_in_mb, self.log_group_name,
         self.log_stream_name) = meta
        self.identity = Identity
        self.client_context = ClientContext(plain_json.loads(client_context)) if client_context else None
        self.tenant_id = None
        self._deadline_ms = deadline_ms

    def get_remaining_time_in_millis(self):
        return max(int(self._deadline_ms - time.time() * 1000), 0)

    def log(self, message):
        sys.stdout.write(str(message))

    def __repr__(self):
        return f"LambdaContext(aws_request_id={self.aws_request_id}, function_name={self.function_name})"


class Identity:
    cognito_identity_id = None
    cognito_identity_pool_id = None


class ClientContext:
    """What the caller sent along."""

    __slots__ = ("custom", "env", "client")

    def __init__(self, sent):
        self.custom = sent.get("custom")
        self.env = sent.get("env")
        self.client = Client(sent["client"]) if isinstance(sent.get("client"), dict) else None


class Client:
    __slots__ = ("installation_id", "app_title", "app_version_name", "app_version_code", "app_package_name")

    def __init__(self, sent):
        for name in self.__slots__:
            setattr(self, name, sent.get(name))


class LoadError(Exception):
    """Code that can't be loaded; the argument is the body of the answer."""


_encode = plain_json.dumps
_request_id = ""
_link = None
_asking = _thread.allocate_lock()
_flags = 0


def _is_json_log():
    return os.environ.get("AWS_LAMBDA_LOG_FORMAT") == "JSON"


def _stamp(seconds):
    return f"{time.strftime('%Y-%m-%dT%H:%M:%S', time.gmtime(seconds))}.{int(seconds % 1 * 1000):03d}Z"


def _log_as_lambda(logging):
    """The root logger writes lines as AWS Lambda has them, in the format that the function is configured for."""

    class Handler(logging.Handler):
        def emit(self, record):
            sys.stdout.write(self.format(record) + "\n")

    class Formatter(logging.Formatter):
        def format(self, record):
            if _is_json_log():
                return self.json(record)
            text = f"[{record.levelname}]\t{_stamp(record.created)}\t{_request_id}\t{record.getMessage()}"
            return text + ("\n" + self.formatException(record.exc_info) if record.exc_info else "")

        def json(self, record):
            fields = {"timestamp": _stamp(record.created), "level": record.levelname, "message": record.getMessage(),
                      "logger": record.name, "requestId": _request_id}
            if record.exc_info:
                kind, problem, _ = record.exc_info
                fields |= {"errorType": kind.__name__, "errorMessage": str(problem),
                           "stackTrace": self.formatException(record.exc_info).split("\n")}
            return _encode(fields)

    handler = Handler()
    handler.setFormatter(Formatter())
    logging.getLogger().addHandler(handler)
    _level_as_lambda(logging)


def _level_as_lambda(logging):
    """With the JSON format the least level is configured too."""
    if _is_json_log():
        level = os.environ.get("AWS_LAMBDA_LOG_LEVEL", "INFO")
        logging.getLogger().setLevel({"TRACE": 5, "FATAL": "CRITICAL"}.get(level, level))


class _OnLogging:
    """Waits for the first import of `logging`, which takes longer than all of the worker's own modules."""

    @classmethod
    def find_spec(cls, name, path=None, target=None):
        if name != "logging":
            return None
        sys.meta_path.remove(cls)
        spec = importlib.machinery.PathFinder.find_spec(name)
        load = spec.loader.exec_module

        def load_and_log(module):
            load(module)
            _log_as_lambda(module)

        spec.loader.exec_module = load_and_log
        return spec


def prepare():
    """What has to be done before the function's code is loaded."""
    if "logging" in sys.modules:
        _log_as_lambda(sys.modules["logging"])
    else:
        sys.meta_path.insert(0, _OnLogging)
    _watch_processes()


def _watch_processes():
    """Notes that the function started a process, whose CPU time its own clock does not show."""
    import _posixsubprocess

    def noting(call):
        def started(*args, **kwargs):
            _note_process()
            return call(*args, **kwargs)

        return started

    os.register_at_fork(before=_note_process)
    _posixsubprocess.fork_exec = noting(_posixsubprocess.fork_exec)
    # Who imports it later finds it above.
    subprocess = sys.modules.get("subprocess")
    for module, name in ((subprocess, "_fork_exec"), (os, "posix_spawn"), (os, "posix_spawnp"), (os, "system")):
        if hasattr(module, name):
            setattr(module, name, noting(getattr(module, name)))


def _note_process():
    global _flags
    _flags |= STARTED_PROCESSES


def body_of(kind, message, request_id, trace=()):
    return {"errorMessage": message, "errorType": kind, "requestId": request_id, "stackTrace": list(trace)}


def load(handler, request_id):
    """The function named `module.function`, or LoadError with the body of the answer."""
    module_name, dot, name = handler.rpartition(".")
    if not dot or not module_name or not name:
        raise LoadError(body_of(
            "Runtime.MalformedHandlerName",
            f"Bad handler '{handler}': not enough values to unpack (expected 2, got 1)", request_id))
    try:
        module = importlib.import_module(module_name.replace("/", "."))
    except ImportError as problem:
        raise LoadError(body_of(
            "Runtime.ImportModuleError", f"Unable to import module '{module_name}': {problem}", request_id)) from None
    except SyntaxError as problem:
        trace = [f'  File "{problem.filename}" Line {problem.lineno}\n    {(problem.text or "").strip()}']
        raise LoadError(body_of(
            "Runtime.UserCodeSyntaxError", f"Syntax error in module '{module_name}': {problem}",
            request_id, trace)) from None
    except Exception as problem:
        raise LoadError(fault_body(problem, request_id)) from None
    try:
        return getattr(module, name)
    except AttributeError:
        raise LoadError(body_of(
            "Runtime.HandlerNotFound", f"Handler '{name}' missing on module '{module_name}'", request_id)) from None


def fault_body(problem, request_id):
    import traceback

    frames = traceback.extract_tb(problem.__traceback__)
    hidden = os.path.dirname(os.path.abspath(__file__))
    shown = [
        frame for frame in frames
        if not frame.filename.startswith(hidden) and not frame.filename.startswith("<frozen importlib")
        and os.sep + "importlib" + os.sep + "__init__.py" not in frame.filename
    ]
    return body_of(type(problem).__name__, str(problem), request_id, traceback.format_list(shown))


def _log_fault(body):
    if _is_json_log():
        sys.stdout.write(_encode({"timestamp": _stamp(time.time()), "log_level": "ERROR", **body}) + "\n")
        sys.stdout.flush()
        return
    text = f"[ERROR] {body['errorType']}: {body['errorMessage']}\n"
    if body["stackTrace"]:
        text += "Traceback (most recent call last):\n" + "".join(body["stackTrace"])
    sys.stdout.write(text if text.endswith("\n") else text + "\n")
    sys.stdout.flush()


def _reseed():
    if "random" in sys.modules:
        sys.modules["random"].seed()
    if "ssl" in sys.modules:
        sys.modules["ssl"].RAND_add(os.urandom(32), 32.0)


def rehearse():
    """Goes through the motions of a start and an invocation, with nothing of a function in it."""
    _reseed()
    request_id = "00000000-0000-0000-0000-000000000000"
    os.environ.update(dict(os.environ))
    sys.path_importer_cache.clear()
    importlib.invalidate_caches()
    code = compile("import json\ndef handler(event, context):\n    return {'value': [event]}\n", "rehearsal", "exec")
    names = {"__name__": "rehearsal"}
    exec(code, names)
    try:
        load("perigee_no_such_module.handler", request_id)
    except LoadError:
        pass
    meta = ("name", "$LATEST", "128", "group", "stream")
    for _ in range(2):
        event = plain_json.loads(b'{"key": [1, 2.5, "text", null, true]}')
        context = Context(meta, request_id, "arn", b"", int(time.time() * 1000) + 1000)
        context.get_remaining_time_in_millis()
        FRAME.pack(0, ANSWER, 0, 0)
        _marshal(names["handler"](event, context))
    try:
        raise ValueError("rehearsal")
    except ValueError as problem:
        _encode(fault_body(problem, request_id))
    time.tzset()


def environment(order):
    os.environ.clear()
    os.environ.update(order["environment"])
    time.tzset()


def run(link, order, sandbox_ready_ns):
    """Loads the handler and answers invocations until the socket ends."""
    _reseed()
    environment(order)
    become(link, order, sandbox_ready_ns)


def _module_roots(roots):
    """Folders of modules, those for this version of Python first."""
    version = f"lib/python{sys.version_info[0]}.{sys.version_info[1]}/site-packages"
    paths = []
    for root in roots.split(os.pathsep) if roots else ():
        paths += [path for path in (f"{root}/{version}", root) if os.path.isdir(path)]
    return paths


def become(link, order, sandbox_ready_ns):
    """The same in an interpreter that has its environment already."""
    global _flags
    if "logging" in sys.modules:
        _level_as_lambda(sys.modules["logging"])
    os.chdir(order["task_root"])
    sys.path[:0] = [order["task_root"], *_module_roots(order.get("dependency_root"))]
    sys.path_importer_cache.clear()
    _flags = 0
    try:
        handler = load(order["handler"], order["request_id"])
    except LoadError as problem:
        body = problem.args[0]
        _log_fault(body)
        wire.send(link, b"F", _encode(body).encode("utf-8", "backslashreplace"))
        os._exit(1)
    sys.stdout.flush()
    wire.send(link, b"R", READY.pack(sandbox_ready_ns, time.monotonic_ns()))
    meta = (order["function_name"], order["function_version"], order["memory_mb"], order["log_group"],
            order["log_stream"])
    _serve(link, handler, meta)


def ask(body):
    """Sends what a function asks of the platform and waits for the answer; both are JSON."""
    with _asking:
        if _link is None:
            raise RuntimeError("queues, tables, buckets and topics answer only while an invocation runs")
        _link.sendall(FRAME.pack(len(body) + 10, ASK, 0, 0) + body)
        answer = wire.receive(_link)
    if answer is None:
        os._exit(0)
    return answer


def _serve(link, handler, meta):
    global _request_id, _link
    receive, unpack, decode, flush = link.recv, HEAD.unpack_from, plain_json.loads, sys.stdout.flush
    while True:
        data = receive(65536)
        if not data:
            os._exit(0)
        if len(data) < 4 or len(data) - 4 < int.from_bytes(data[:4], "big"):
            data = _rest(link, data)
        raw_id, deadline_ms, arn_size, context_size = unpack(data, 4)
        context_at = 32 + arn_size
        event_at = context_at + context_size
        hexed = raw_id.hex()
        _request_id = request_id = f"{hexed[:8]}-{hexed[8:12]}-{hexed[12:16]}-{hexed[16:20]}-{hexed[20:]}"
        _link = link
        try:
            context = Context(meta, request_id, data[32:context_at].decode(), data[context_at:event_at], deadline_ms)
            event = data[event_at:]
            result = handler(decode(event) if event else {}, context)
            kind, answer = ANSWER, _stream(link, result) if type(result) is _Generator else _marshal(result)
        except MarshalError as problem:
            kind, answer = _fault(body_of(
                "Runtime.MarshalError", f"Unable to marshal response: {problem}", request_id))
        except Exception as problem:
            kind, answer = _fault(fault_body(problem, request_id))
        if len(answer) > ANSWER_MAX_BYTES:
            kind, answer = TOO_LARGE, b""
        flush()
        with _asking:
            _link = None
        head = FRAME.pack(len(answer) + 10, kind, _flags, _children_ns() if _flags else 0)
        if len(answer) < 16384:
            link.sendall(head + answer)
        else:
            link.sendall(head)
            link.sendall(answer)


_Generator = type(_ for _ in ())


def _stream(link, parts):
    """Sends what a generator yields while it does; the end of the answer is empty."""
    for part in parts:
        data = memoryview(part.encode() if isinstance(part, str) else part)
        for at in range(0, len(data), PART_BYTES):
            piece = data[at:at + PART_BYTES]
            with _asking:
                link.sendall(FRAME.pack(len(piece) + 10, PART, _flags, 0) + piece)
    return b""


class MarshalError(Exception):
    """An answer that JSON has no form for."""


def _marshal(result):
    try:
        return _encode(result).encode()
    except Exception as problem:
        raise MarshalError(str(problem)) from None


def _fault(body):
    _log_fault(body)
    return ERROR, _encode(body).encode("utf-8", "backslashreplace")


def _rest(link, data):
    """The whole frame, of which `data` is the beginning."""
    buffer = bytearray(data)
    while len(buffer) < 4 or len(buffer) - 4 < int.from_bytes(buffer[:4], "big"):
        part = link.recv(1 << 20)
        if not part:
            os._exit(0)
        buffer += part
    return bytes(buffer)


def _children_ns():
    import resource

    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return int((usage.ru_utime + usage.ru_stime) * 1e9)
