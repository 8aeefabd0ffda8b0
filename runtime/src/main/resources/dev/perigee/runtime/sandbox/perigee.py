"""What functions keep and tell each other: the queues, tables, buckets and topics of their tenant.

A resource that is named by a literal is created when the function is deployed:

    import perigee
    prices = perigee.table("prices")

    def handler(event, context):
        prices.put(event["name"], event["price"])
"""

import binascii
import json

import python_worker


class Error(Exception):
    """The platform could not do it; says why and what to do."""


class NotFound(Error):
    """There is no such resource."""


class Conflict(Error):
    """Somebody else has changed the value: read it again and decide anew."""


class Full(Error):
    """The resource has no room, or too much is asked at once: try again later."""


_KINDS = {kind.__name__: kind for kind in (NotFound, Conflict, Full)}


def _ask(op, name, **fields):
    request = {"op": op, "name": name}
    request.update((key, value) for key, value in fields.items() if value is not None)
    answer = json.loads(python_worker.ask(json.dumps(request).encode()))
    if "error" in answer:
        raise _KINDS.get(answer.get("kind"), Error)(answer["error"])
    return answer


def _text(data):
    return binascii.b2a_base64(data, newline=False).decode()


class queue:
    """Messages, each for one taker."""

    def __init__(self, name):
        self.name = name

    def send(self, *messages, delay_s=0):
        """Sends texts or JSON values; durable when it returns."""
        return _ask("queue.send", self.name, messages=list(messages), delayS=delay_s)["ids"]

    def receive(self, max=10, lease_s=None):
        """Takes messages: dicts with id, receipt, body, receives."""
        return _ask("queue.receive", self.name, max=max, leaseS=lease_s)["messages"]

    def delete(self, *messages):
        """Deletes messages that were received, so that they do not come again."""
        receipts = [message["receipt"] if isinstance(message, dict) else message for message in messages]
        return _ask("queue.delete", self.name, receipts=receipts)["deleted"]


class _Keys:
    def delete(self, key, if_version=None):
        """True if there was something."""
        return _ask(self._kind + ".delete", self.name, key=key, ifVersion=if_version)["deleted"]

    def keys(self, prefix="", after="", limit=100):
        """Keys in order, from behind `after` on."""
        return _ask(self._kind + ".keys", self.name, prefix=prefix, after=after, limit=limit)["keys"]

    def version(self, key):
        """The version of a value, or None."""
        return _ask(self._kind + ".get", self.name, key=key).get("version")


class table(_Keys):
    """JSON values by key."""

    _kind = "table"

    def __init__(self, name):
        self.name = name

    def get(self, key, default=None):
        answer = _ask("table.get", self.name, key=key)
        return json.loads(binascii.a2b_base64(answer["value"])) if "value" in answer else default

    def put(self, key, value, if_version=None, if_absent=False, ttl_s=None):
        """Returns the new version; Conflict if the value is not as the caller knows it."""
        data = _text(json.dumps(value).encode())
        return _ask("table.put", self.name, key=key, value=data, contentType="application/json",
                    ifVersion=if_version, ifAbsent=if_absent or None, ttlS=ttl_s)["version"]


class bucket(_Keys):
    """Objects by key."""

    _kind = "bucket"

    def __init__(self, name):
        self.name = name

    def get(self, key, default=None):
        answer = _ask("bucket.get", self.name, key=key)
        return binascii.a2b_base64(answer["value"]) if "value" in answer else default

    def put(self, key, data, content_type="application/octet-stream", if_version=None, if_absent=False, ttl_s=None):
        """Writes bytes or text; returns the new version."""
        data = data.encode() if isinstance(data, str) else bytes(data)
        return _ask("bucket.put", self.name, key=key, value=_text(data), contentType=content_type,
                    ifVersion=if_version, ifAbsent=if_absent or None, ttlS=ttl_s)["version"]


class topic:
    """Messages for all that listen."""

    def __init__(self, name):
        self.name = name

    def publish(self, *messages):
        """Publishes texts or JSON values; returns how many invocations that makes."""
        return _ask("topic.publish", self.name, messages=list(messages))["deliveries"]


def cron(schedule, timezone="UTC"):
    """Says when the function runs by itself; found at deploy, does nothing at run time."""
    return lambda function: function
