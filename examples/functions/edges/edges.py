"""Finds the edges of an image with the Sobel operator (Sobel and Feldman, 1968)."""

import base64
import binascii
import os

import png

PHOTO = os.path.join(os.path.dirname(os.path.abspath(__file__)), "photo.png")
THRESHOLD = 32


def handler(event):
    """`{"image": "<PNG in base64>", "threshold": 0..255}`; without an image the photo beside this file is taken."""
    if not isinstance(event, dict):
        raise ValueError(f"the event is an object such as {{\"image\": \"<PNG in base64>\"}}, got {type(event).__name__}")
    threshold = event.get("threshold", THRESHOLD)
    if isinstance(threshold, bool) or not isinstance(threshold, (int, float)) or not 0 <= threshold <= 255:
        raise ValueError(f"threshold: a number from 0 to 255, got {threshold!r}")
    width, height, rows = png.read_grey(_image(event))
    edges = sobel(width, rows)
    strong = sum(sum(1 for value in row if value > threshold) for row in edges)
    return {
        "width": width,
        "height": height,
        "edgeFraction": round(strong / (width * height), 6),
        "image": base64.b64encode(png.write_grey(width, edges)).decode(),
    }


def _image(event):
    if "image" not in event:
        with open(PHOTO, "rb") as file:
            return file.read()
    try:
        return base64.b64decode(event["image"], validate=True)
    except (TypeError, ValueError, binascii.Error) as error:
        raise ValueError(f"image: a PNG in base64, but {error}") from error


def sobel(width, rows):
    """Strength of the brightness gradient, (|gx| + |gy|) / 4 capped at 255; the border pixels are repeated outwards."""
    out = []
    for y, here in enumerate(rows):
        above, below = rows[max(y - 1, 0)], rows[min(y + 1, len(rows) - 1)]
        smooth = [a + 2 * h + b for a, h, b in zip(above, here, below)]
        change = [b - a for a, b in zip(above, below)]
        smooth = [smooth[0], *smooth, smooth[-1]]
        change = [change[0], *change, change[-1]]
        out.append(bytes([
            min(255, (abs(right - left) + abs(c0 + 2 * c1 + c2)) >> 2)
            for left, right, c0, c1, c2 in zip(smooth, smooth[2:], change, change[1:], change[2:])
        ]))
    return out
