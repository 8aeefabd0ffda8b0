"""JSON as the module `json` has it, by its parts in C alone: those in Python around them take longer to load than all of
the worker. What is out of the ordinary, errors first of all, is left to the module itself, which is loaded then."""

try:
    import _json
except ImportError:
    _json = None

import sys


class _Rules:
    """What `json.loads` tells the scanner."""

    strict = True
    object_hook = object_pairs_hook = None
    parse_float = float
    parse_int = int
    parse_constant = {"-Infinity": float("-inf"), "Infinity": float("inf"), "NaN": float("nan")}.__getitem__
    memo = {}


def loads(data):
    """What the bytes of a JSON text stand for."""
    try:
        text = data.decode()
        value, end = _scan(text, 0)
        if end == len(text):
            return value
    except (UnicodeDecodeError, StopIteration):
        pass
    import json

    return json.loads(data)


def dumps(value):
    """The text of a value, in which letters beyond ASCII stay as they are."""
    if isinstance(value, str):
        return _json.encode_basestring(value)
    return "".join(_json.make_encoder({}, _other, _json.encode_basestring, None, ": ", ", ", False, False, True)(value, 0))


def _other(value):
    """The form of what JSON has none for."""
    # Who has a decimal has loaded its module.
    decimal = sys.modules.get("decimal")
    if decimal and isinstance(value, decimal.Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    raise TypeError(f"Object of type {type(value).__name__} is not JSON serializable")


try:
    _scan = _json.make_scanner(_Rules)
    dumps([])
except (AttributeError, TypeError):
    # Another interpreter than CPython, or one that has changed its parts.
    import json

    loads = json.loads
    dumps = json.JSONEncoder(ensure_ascii=False, default=_other).encode
