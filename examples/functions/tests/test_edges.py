"""python3 -m unittest discover -s examples/functions/tests"""

import base64
import http.server
import json
import os
import queue
import random
import struct
import subprocess
import sys
import tempfile
import threading
import unittest
import zlib

HERE = os.path.dirname(os.path.abspath(__file__))
FUNCTION = os.path.join(HERE, "..", "edges")
sys.path.insert(0, FUNCTION)

import edges  # noqa: E402
import png  # noqa: E402


def chunk(kind, body):
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def image(width, height, colour, raw, extra=b"", depth=8, interlace=0):
    header = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, interlace)
    return png.SIGNATURE + chunk(b"IHDR", header) + extra + chunk(b"IDAT", zlib.compress(raw)) + chunk(b"IEND", b"")


def filtered(kind, rows, step):
    """Rows with one of the five filters applied, straight from its definition."""
    out, above = bytearray(), bytes(len(rows[0]))
    for row in rows:
        out.append(kind)
        for i, x in enumerate(row):
            a = row[i - step] if i >= step else 0
            b, c = above[i], above[i - step] if i >= step else 0
            p = a + b - c
            nearest = min((a, b, c), key=lambda v: abs(p - v))
            out.append((x - (0, a, b, (a + b) // 2, nearest)[kind]) & 255)
        above = row
    return bytes(out)


class PngTest(unittest.TestCase):
    def test_undoes_every_filter(self):
        dice = random.Random(1)
        rows = [bytes(dice.randrange(256) for _ in range(7)) for _ in range(5)]
        for kind in range(5):
            self.assertEqual((7, 5, rows), png.read_grey(image(7, 5, png.GREY, filtered(kind, rows, 1))), kind)

    def test_reads_colour_alpha_and_palette(self):
        pixels = [(255, 255, 255), (0, 0, 0), (255, 0, 0), (0, 255, 0)]
        grey = [bytes([255, 0, 76, 149])]
        for kind in range(5):
            rgb = filtered(kind, [b"".join(bytes(p) for p in pixels)], 3)
            self.assertEqual((4, 1, grey), png.read_grey(image(4, 1, png.RGB, rgb)))
            rgba = filtered(kind, [b"".join(bytes((*p, 9)) for p in pixels)], 4)
            self.assertEqual((4, 1, grey), png.read_grey(image(4, 1, png.RGBA, rgba)))
            alpha = filtered(kind, [b"".join(bytes((g, 9)) for g in grey[0])], 2)
            self.assertEqual((4, 1, grey), png.read_grey(image(4, 1, png.GREY_ALPHA, alpha)))
        palette = chunk(b"PLTE", b"".join(bytes(p) for p in pixels))
        self.assertEqual((4, 1, grey), png.read_grey(image(4, 1, png.PALETTE, b"\0\0\1\2\3", palette)))

    def test_reads_what_it_writes(self):
        dice = random.Random(2)
        rows = [bytes(dice.randrange(256) for _ in range(31)) for _ in range(17)]
        self.assertEqual((31, 17, rows), png.read_grey(png.write_grey(31, rows)))

    def test_says_what_is_wrong_with_an_image(self):
        good = png.write_grey(2, [b"ab", b"cd"])
        for bad, why in (
            (b"GIF89a..", "not a PNG"),
            (good[:40], "cut off"),
            (good[:-12], "no end"),
            (good[:20] + b"\x09" + good[21:], "wrong checksum"),
            (image(2, 2, png.GREY, b"", depth=16), "depth 16"),
            (image(2, 2, png.GREY, b"", interlace=1), "interlace 1"),
            (image(100_000, 100_000, png.GREY, b""), "scale it down"),
            (image(2, 2, png.GREY, b"\0ab"), "3 bytes of pixels"),
            (image(1, 1, png.GREY, b"\x07a"), "filter 7"),
        ):
            with self.assertRaisesRegex(png.PngError, why):
                png.read_grey(bad)


class EdgesTest(unittest.TestCase):
    def test_finds_the_border_between_dark_and_light_and_nothing_else(self):
        rows = [bytes([0] * 8 + [255] * 8)] * 6
        found = edges.sobel(16, rows)
        self.assertEqual([bytes([0] * 7 + [255, 255] + [0] * 7)] * 6, found)
        turned = [bytes(row) for row in zip(*rows)]
        self.assertEqual([bytes(row) for row in zip(*found)], edges.sobel(6, turned))

    def test_finds_the_edges_of_the_photo(self):
        answer = edges.handler({})
        self.assertEqual((512, 512), (answer["width"], answer["height"]))
        self.assertTrue(0.1 < answer["edgeFraction"] < 0.4, answer["edgeFraction"])
        width, height, rows = png.read_grey(base64.b64decode(answer["image"]))
        self.assertEqual((512, 512), (width, height))
        strong = sum(value > edges.THRESHOLD for row in rows for value in row)
        self.assertAlmostEqual(answer["edgeFraction"], strong / 512**2, places=6)

    def test_says_what_is_wrong_with_an_event(self):
        for event, why in (([], "the event is an object"), ({"image": "%%%"}, "base64"), ({"image": 3}, "base64"),
                           ({"threshold": 300}, "0 to 255"), ({"image": "AAAA"}, "not a PNG")):
            with self.assertRaisesRegex(ValueError, why):
                edges.handler(event)


class Platform(http.server.BaseHTTPRequestHandler):
    """The platform's side of the Runtime API: hands out the events, keeps what comes back."""

    protocol_version = "HTTP/1.1"

    def do_GET(self):
        invocation_id, event = self.server.events.get()
        self.reply(200, event, {"Lambda-Runtime-Aws-Request-Id": invocation_id})

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.said.put((self.path, self.headers.get("Lambda-Runtime-Function-Error-Type"), json.loads(body)))
        self.reply(self.server.statuses.pop(0) if self.server.statuses else 202, b'{"status":"OK"}', {})
        if self.server.hang_up:
            self.close_connection = True

    def reply(self, status, body, headers):
        self.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request, client_address):
        """A worker that is killed leaves a broken connection: that is no error here."""


class BootstrapTest(unittest.TestCase):
    def setUp(self):
        self.server = Server(("127.0.0.1", 0), Platform)
        self.server.events, self.server.said = queue.Queue(), queue.Queue()
        self.server.statuses, self.server.hang_up = [], False
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.worker = None

    def tearDown(self):
        if self.worker:
            self.worker.kill()
            self.worker.communicate()
        self.server.shutdown()
        self.server.server_close()

    def start(self, code=FUNCTION):
        address = f"127.0.0.1:{self.server.server_address[1]}"
        env = {**os.environ, "AWS_LAMBDA_RUNTIME_API": address, "LAMBDA_TASK_ROOT": code, "PYTHONDONTWRITEBYTECODE": "1"}
        self.worker = subprocess.Popen([sys.executable, os.path.join(FUNCTION, "bootstrap")], env=env,
                                       stdout=subprocess.PIPE, stderr=subprocess.PIPE)

    def ask(self, invocation_id, event):
        self.server.events.put((invocation_id, event))
        return self.server.said.get(timeout=30)

    def test_answers_events_and_goes_on_after_errors(self):
        self.start()
        small = base64.b64encode(png.write_grey(2, [b"\0\xff", b"\0\xff"])).decode()
        path, kind, error = self.ask("a", b"{no json")
        self.assertEqual(("/2018-06-01/runtime/invocation/a/error", "Function.JSONDecodeError"), (path, kind))
        self.assertEqual({"errorMessage", "errorType", "stackTrace"}, set(error))
        path, kind, error = self.ask("b", b'{"image": "AAAA"}')
        self.assertEqual(("Function.PngError", "PngError"), (kind, error["errorType"]))
        path, kind, answer = self.ask("c", json.dumps({"image": small}).encode())
        self.assertEqual(("/2018-06-01/runtime/invocation/c/response", None), (path, kind))
        self.assertEqual((2, 2, 1.0), (answer["width"], answer["height"], answer["edgeFraction"]))

    def test_outlives_a_refused_answer_and_a_closed_connection(self):
        self.server.statuses, self.server.hang_up = [413], True
        self.start()
        small = base64.b64encode(png.write_grey(1, [b"\0"])).decode()
        event = json.dumps({"image": small}).encode()
        for invocation_id in ("a", "b", "c"):
            self.assertIn(f"/{invocation_id}/response", self.ask(invocation_id, event)[0])

    def test_reports_code_that_fails_to_start_and_exits(self):
        with tempfile.TemporaryDirectory() as code:
            with open(os.path.join(code, "edges.py"), "w", encoding="utf-8") as file:
                file.write("raise RuntimeError('no camera')")
            self.start(code)
            path, kind, error = self.server.said.get(timeout=30)
        self.assertEqual(("/2018-06-01/runtime/init/error", "Function.RuntimeError"), (path, kind))
        self.assertEqual("no camera", error["errorMessage"])
        self.assertEqual(1, self.worker.wait(timeout=30))


if __name__ == "__main__":
    unittest.main()
