"""Reads and writes 8-bit PNG images without interlace, in plain Python (PNG specification, third edition, 2025)."""

import struct
import zlib

SIGNATURE = b"\x89PNG\r\n\x1a\n"
PIXELS_MAX = 4_000_000
# Colour type -> samples per pixel.
GREY, RGB, PALETTE, GREY_ALPHA, RGBA = 0, 2, 3, 4, 6
SAMPLES = {GREY: 1, RGB: 3, PALETTE: 1, GREY_ALPHA: 2, RGBA: 4}


class PngError(ValueError):
    """Bytes that are no PNG, or one of a kind that isn't read here; the message says which."""


def read_grey(data):
    """Width, height and the rows as bytes of brightness, 0 to 255. Alpha is ignored."""
    header, palette, packed = _chunks(data)
    if len(header) != 13:
        raise PngError("the PNG has no header (IHDR)")
    width, height, depth, colour, _, _, interlace = struct.unpack(">IIBBBBB", header)
    if depth != 8 or colour not in SAMPLES or interlace:
        raise PngError(f"only 8 bits per sample without interlace are read, got depth {depth}, colour type {colour}, "
                       f"interlace {interlace}: save the image as a plain 8-bit PNG")
    if width < 1 or height < 1 or width * height > PIXELS_MAX:
        raise PngError(f"the image has {width} x {height} pixels, allowed are 1 to {PIXELS_MAX} in all: scale it down")
    samples = SAMPLES[colour]
    rows = _unfiltered(_inflated(packed, height * (width * samples + 1)), width * samples, samples)
    if colour == PALETTE:
        grey = _brightness([palette[c::3] for c in range(3)], len(palette) // 3).ljust(256, b"\0")
        return width, height, [row.translate(grey) for row in rows]
    if colour in (GREY, GREY_ALPHA):
        return width, height, [bytes(row[::samples]) for row in rows]
    return width, height, [_brightness([row[c::samples] for c in range(3)], width) for row in rows]


def write_grey(width, rows):
    """An 8-bit greyscale PNG; each row is stored as its difference from the one above, which packs well."""
    filtered, above = bytearray(), bytes(width)
    for row in rows:
        filtered.append(2)
        filtered += bytes([(here - up) & 255 for here, up in zip(row, above)])
        above = row
    header = struct.pack(">IIBBBBB", width, len(rows), 8, GREY, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(bytes(filtered), 6)), (b"IEND", b""))
    return SIGNATURE + b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body)) for kind, body in chunks
    )


def _brightness(channels, count):
    """ITU-R BT.601 weights in 1/256."""
    red, green, blue = channels
    return bytes([(77 * r + 150 * g + 29 * b) >> 8 for r, g, b, _ in zip(red, green, blue, range(count))])


def _chunks(data):
    if not data.startswith(SIGNATURE):
        raise PngError(f"not a PNG: it begins with {bytes(data[:8])!r}")
    header, palette, packed, at = b"", b"", [], len(SIGNATURE)
    while at + 12 <= len(data):
        (length,) = struct.unpack_from(">I", data, at)
        kind, body = data[at + 4 : at + 8], data[at + 8 : at + 8 + length]
        if len(data) < at + 12 + length:
            raise PngError(f"the PNG is cut off at byte {len(data)}, inside a {kind!r} of {length} bytes")
        if zlib.crc32(kind + body) != struct.unpack_from(">I", data, at + 8 + length)[0]:
            raise PngError(f"the PNG is damaged: wrong checksum of the {kind!r} at byte {at}")
        if kind == b"IEND":
            return header, palette, b"".join(packed)
        if kind == b"IHDR":
            header = body
        elif kind == b"PLTE":
            palette = body
        elif kind == b"IDAT":
            packed.append(body)
        at += 12 + length
    raise PngError(f"the PNG is cut off at byte {len(data)}: it has no end (IEND)")


def _inflated(packed, expected):
    try:
        raw = zlib.decompressobj().decompress(packed, expected)
    except zlib.error as error:
        raise PngError(f"the PNG's pixels can't be unpacked: {error}") from error
    if len(raw) != expected:
        raise PngError(f"the PNG holds {len(raw)} bytes of pixels, its size asks for {expected}")
    return raw


def _unfiltered(raw, stride, step):
    rows, above = [], bytearray(stride)
    for at in range(0, len(raw), stride + 1):
        row = bytearray(raw[at + 1 : at + 1 + stride])
        _undo(raw[at], row, above, step)
        rows.append(row)
        above = row
    return rows


def _undo(kind, row, above, step):
    """Turns differences back into samples, in place. `step`: bytes to the same sample of the pixel on the left."""
    if kind == 0:
        return
    if kind == 1:
        for i in range(step, len(row)):
            row[i] = (row[i] + row[i - step]) & 255
    elif kind == 2:
        row[:] = bytes([(here + up) & 255 for here, up in zip(row, above)])
    elif kind == 3:
        for i, up in enumerate(above):
            row[i] = (row[i] + ((row[i - step] if i >= step else 0) + up >> 1)) & 255
    elif kind == 4:
        _undo_paeth(row, above, step)
    else:
        raise PngError(f"the PNG is damaged: a row has filter {kind}, known are 0 to 4")


def _undo_paeth(row, above, step):
    for i in range(min(step, len(row))):
        row[i] = (row[i] + above[i]) & 255
    for i in range(step, len(row)):
        left, up, corner = row[i - step], above[i], above[i - step]
        to_left, to_up, to_corner = abs(up - corner), abs(left - corner), abs(left + up - 2 * corner)
        if to_left <= to_up and to_left <= to_corner:
            guess = left
        else:
            guess = up if to_up <= to_corner else corner
        row[i] = (row[i] + guess) & 255
