"""Server-sent events, out of the bytes they come in (HTML Standard, section 9.2)."""

from collections.abc import Iterator

# More than a bridge with all its lamps sends at once.
MOST_BYTES = 4_000_000


class EventText:
    """Puts together what arrives in pieces."""

    def __init__(self) -> None:
        self._rest = b""
        self._lines: list[str] = []
        self._size = 0

    def feed(self, piece: bytes) -> Iterator[str]:
        """Yield the data of every event that `piece` completes.

        Raises:
            ValueError: an event grows beyond all measure.
        """
        *lines, self._rest = (self._rest + piece).split(b"\n")
        for line in lines:
            yield from self._take(line.removesuffix(b"\r").decode(errors="replace"))
        if self._size + len(self._rest) > MOST_BYTES:
            raise ValueError(f"an event of more than {MOST_BYTES} bytes")

    def _take(self, line: str) -> Iterator[str]:
        if not line:
            if self._lines:
                yield "\n".join(self._lines)
            self._lines, self._size = [], 0
        elif line.startswith("data:"):
            value = line.removeprefix("data:").removeprefix(" ")
            self._lines.append(value)
            self._size += len(value)
