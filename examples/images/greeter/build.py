#!/usr/bin/env python3
"""Writes a small container image as an OCI archive, from this machine's bash and the script beside, without any tool
for containers: build.py FILE [MIB]. The second layer hides a file of the first; a third has so many MiB of random
bytes in files of 256 KiB."""

import gzip
import hashlib
import io
import json
import os
import platform
import re
import subprocess
import sys
import tarfile
from random import Random

HERE = os.path.dirname(os.path.abspath(__file__))
ARCHITECTURE = {"x86_64": "amd64", "aarch64": "arm64"}[platform.machine()]
PROGRAMS = ("/bin/bash",)


def libraries(program):
    """What the dynamic linker loads for a program, and the linker itself."""
    listed = subprocess.run(["ldd", program], capture_output=True, text=True, check=True).stdout
    return re.findall(r"(/\S+) \(0x", listed)


class Layer:
    def __init__(self):
        self.bytes = io.BytesIO()
        self.tar = tarfile.open(fileobj=self.bytes, mode="w")

    def add(self, name, content, mode=0o644):
        entry = tarfile.TarInfo(name.lstrip("/"))
        entry.size, entry.mode = len(content), mode
        self.tar.addfile(entry, io.BytesIO(content))

    def copy(self, path):
        with open(path, "rb") as file:
            self.add(path, file.read(), 0o755)

    def done(self):
        self.tar.close()
        return self.bytes.getvalue()


class Archive:
    def __init__(self, path):
        self.tar = tarfile.open(path, "w")

    def add(self, name, content):
        entry = tarfile.TarInfo(name)
        entry.size = len(content)
        self.tar.addfile(entry, io.BytesIO(content))

    def blob(self, media_type, content):
        digest = hashlib.sha256(content).hexdigest()
        self.add("blobs/sha256/" + digest, content)
        return {"mediaType": "application/vnd.oci.image." + media_type, "digest": "sha256:" + digest, "size": len(content)}

    def document(self, media_type, value):
        return self.blob(media_type, json.dumps(value).encode())


def base():
    layer = Layer()
    for path in sorted({*PROGRAMS, *(library for program in PROGRAMS for library in libraries(program))}):
        layer.copy(path)
    layer.add("etc/motd", b"hidden by the next layer\n")
    layer.add("etc/passwd", b"root:x:0:0:root:/:/bin/bash\ngreeter:x:1000:1000::/srv:/bin/bash\n")
    layer.add("srv/.keep", b"")
    return layer.done()


def application():
    layer = Layer()
    with open(os.path.join(HERE, "greeter"), "rb") as file:
        layer.add("usr/local/bin/greeter", file.read(), 0o755)
    layer.add("etc/.wh.motd", b"")
    return layer.done()


def ballast(mib):
    layer = Layer()
    random = Random(mib)
    for number in range(mib * 4):
        layer.add(f"usr/share/ballast/{number // 100}/{number}", random.randbytes(256 << 10))
    return layer.done()


def main(target, mib=0):
    archive = Archive(target)
    layers = [base(), application(), *([ballast(mib)] if mib else [])]
    config = {
        "os": "linux",
        "architecture": ARCHITECTURE,
        "config": {
            "Entrypoint": ["/usr/local/bin/greeter"],
            "Cmd": ["world"],
            "Env": ["PATH=/usr/local/bin:/bin"],
            "User": "greeter",
            "WorkingDir": "/srv",
        },
        "rootfs": {"type": "layers", "diff_ids": ["sha256:" + hashlib.sha256(layer).hexdigest() for layer in layers]},
    }
    manifest = {
        "schemaVersion": 2,
        "config": archive.document("config.v1+json", config),
        "layers": [archive.blob("layer.v1.tar+gzip", gzip.compress(layer, mtime=0)) for layer in layers],
    }
    archive.add("index.json", json.dumps({"schemaVersion": 2, "manifests": [archive.document("manifest.v1+json", manifest)]}).encode())
    archive.add("oci-layout", b'{"imageLayoutVersion": "1.0.0"}')
    archive.tar.close()


main(sys.argv[1], *map(int, sys.argv[2:]))
