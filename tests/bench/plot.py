"""Line charts as PNG, with nothing but numpy and zlib: no plotting package to pin for one chart."""

import struct
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

WIDTH, HEIGHT = 960, 600
LEFT, RIGHT, TOP, BOTTOM = 90, 240, 60, 70
# Lines are drawn this much larger and shrunk, so that their edges are smooth.
FINER = 3
GLYPH_WIDTH, GLYPH_HEIGHT = 5, 7
Color = tuple[int, int, int]
BLACK, GREY, WHITE = (30, 30, 30), (220, 220, 220), (255, 255, 255)
COLORS: tuple[Color, ...] = ((31, 119, 180), (255, 127, 14), (214, 39, 40), (44, 160, 44))

# The common 5x7 dot matrix font: a byte a column, its lowest bit on top.
_FONT = {
    " ": "0000000000", "%": "2313086462", "(": "001c224100", ")": "0041221c00",
    "+": "08083e0808", ",": "0050300000", "-": "0808080808", ".": "0060600000",
    "/": "2010080402", ":": "0036360000", "=": "1414141414",
    "0": "3e5149453e", "1": "00427f4000", "2": "4261514946", "3": "2141454b31",
    "4": "1814127f10", "5": "2745454539", "6": "3c4a494930", "7": "0171090503",
    "8": "3649494936", "9": "064949291e",
    "a": "2054545478", "b": "7f48444438", "c": "3844444420", "d": "384444487f",
    "e": "3854545418", "f": "087e090102", "g": "0c5252523e", "h": "7f08040478",
    "i": "00447d4000", "j": "2040443d00", "k": "7f10284400", "l": "00417f4000",
    "m": "7c04180478", "n": "7c08040478", "o": "3844444438", "p": "7c14141408",
    "q": "081414187c", "r": "7c08040408", "s": "4854545420", "t": "043f444020",
    "u": "3c4040207c", "v": "1c2040201c", "w": "3c4030403c", "x": "4428102844",
    "y": "0c5050503c", "z": "4464544c44",
}  # fmt: skip

Pixels = npt.NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a chart; both values of a point are 0..1."""

    name: str
    points: Sequence[tuple[float, float]]
    color: Color


def draw_chart(
    file: Path, title: str, below: str, lines: Sequence[Line], *, mark: float | None = None
) -> None:
    """Write a chart of shares by a share as PNG; `mark` is a value to be marked below."""
    pixels = _curves(lines, mark)
    _text(pixels, LEFT, 18, title, scale=2)
    _text(pixels, LEFT + 120, HEIGHT - 28, below, scale=2)
    for tenth in range(0, 11, 2):
        label = f"{tenth * 10} %"
        _text(pixels, 20, _y(tenth / 10) - 7, label.rjust(5), scale=2)
        _text(pixels, _x(tenth / 10) - 16, HEIGHT - BOTTOM + 12, f"{tenth / 10:.1f}", scale=2)
    for number, line in enumerate(lines):
        top = TOP + 20 + number * 30
        pixels[top : top + 6, WIDTH - RIGHT + 15 : WIDTH - RIGHT + 40] = line.color
        _text(pixels, WIDTH - RIGHT + 48, top - 4, line.name, scale=2)
    if mark is not None:
        top = TOP + 20 + len(lines) * 30
        _text(pixels, WIDTH - RIGHT + 15, top - 4, f"threshold {mark:.2f}", scale=2)
    file.write_bytes(_png(pixels))


def _x(share: float) -> int:
    return round(LEFT + share * (WIDTH - LEFT - RIGHT))


def _y(share: float) -> int:
    return round(HEIGHT - BOTTOM - share * (HEIGHT - TOP - BOTTOM))


def _curves(lines: Sequence[Line], mark: float | None) -> Pixels:
    fine: Pixels = np.full((HEIGHT * FINER, WIDTH * FINER, 3), 255, np.uint8)
    for tenth in range(11):
        _stroke(fine, (0, tenth / 10), (1, tenth / 10), GREY, 1)
        _stroke(fine, (tenth / 10, 0), (tenth / 10, 1), GREY, 1)
    if mark is not None:
        _stroke(fine, (mark, 0), (mark, 1), BLACK, 2)
    for line in lines:
        for start, end in zip(line.points, line.points[1:], strict=False):
            _stroke(fine, start, end, line.color, 3)
    shape = (HEIGHT, FINER, WIDTH, FINER, 3)
    small: Pixels = fine.reshape(shape).mean(axis=(1, 3)).astype(np.uint8)
    return small


def _stroke(
    fine: Pixels, start: tuple[float, float], end: tuple[float, float], color: Color, width: int
) -> None:
    x0, y0, x1, y1 = _x(start[0]), _y(start[1]), _x(end[0]), _y(end[1])
    steps = max(abs(x1 - x0), abs(y1 - y0), 1) * FINER
    half = width * FINER // 2
    for step in range(steps + 1):
        x = round((x0 + (x1 - x0) * step / steps) * FINER)
        y = round((y0 + (y1 - y0) * step / steps) * FINER)
        fine[max(0, y - half) : y + half + 1, max(0, x - half) : x + half + 1] = color


def _text(pixels: Pixels, left: int, top: int, text: str, *, scale: int) -> None:
    for place, letter in enumerate(text.lower()):
        columns = bytes.fromhex(_FONT.get(letter, _FONT[" "]))
        for across, column in enumerate(columns):
            for down in range(GLYPH_HEIGHT):
                if column >> down & 1:
                    x = left + (place * (GLYPH_WIDTH + 1) + across) * scale
                    y = top + down * scale
                    pixels[y : y + scale, x : x + scale] = BLACK


def _png(pixels: Pixels) -> bytes:
    """Return an image in the format of RFC 2083."""
    height, width, _ = pixels.shape
    rows = b"".join(b"\0" + row.tobytes() for row in pixels)
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    parts = ((b"IHDR", header), (b"IDAT", zlib.compress(rows, 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(*part) for part in parts)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
