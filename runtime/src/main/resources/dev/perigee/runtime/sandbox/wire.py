"""Length-prefixed frames over a Unix-domain socket: 4 bytes big-endian length, then a type byte and the rest."""

import struct

LENGTH = struct.Struct(">I")


def connect(path):
    import socket

    link = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM | socket.SOCK_CLOEXEC)
    link.connect(path)
    return link


def send(link, kind, body=b""):
    link.sendall(LENGTH.pack(len(body) + 1) + kind + body)


def receive(link):
    """One frame's bytes, or None at the end."""
    head = _exactly(link, 4)
    return None if head is None else _exactly(link, LENGTH.unpack(head)[0])


def _exactly(link, count):
    data = bytearray()
    while len(data) < count:
        part = link.recv(min(count - len(data), 1 << 20))
        if not part:
            return None
        data += part
    return bytes(data)
