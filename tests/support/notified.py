"""The datagram socket on which systemd hears from its services."""

import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class Notified:
    """What arrived so far, as a list of assignments for each message."""

    def __init__(self, channel: socket.socket, address: str) -> None:
        self._channel = channel
        self.address = address
        self.messages: list[dict[str, str]] = []

    def drain(self, wait_s: float = 0.0) -> None:
        """Take in all that came, for at least `wait_s`."""
        until = time.monotonic() + wait_s
        while True:
            self._channel.settimeout(max(0.001, until - time.monotonic()))
            try:
                text = self._channel.recv(4096).decode()
            except TimeoutError:
                return
            lines = (line.partition("=") for line in text.splitlines())
            self.messages.append({key: value for key, _, value in lines})

    def count(self, key: str) -> int:
        """Return how many messages held `key`."""
        self.drain()
        return sum(key in message for message in self.messages)

    def wait_for(self, key: str, timeout_s: float = 10.0) -> dict[str, str]:
        """Wait for the next message with `key`; forget it and those before."""
        until = time.monotonic() + timeout_s
        while time.monotonic() < until:
            for place, message in enumerate(self.messages):
                if key in message:
                    del self.messages[: place + 1]
                    return message
            self.drain(0.05)
        raise AssertionError(f"no {key} within {timeout_s} s; heard {self.messages}")


@contextmanager
def listening(address: str | Path) -> Iterator[Notified]:
    """Listen at a path, or at an abstract address that begins with "@"."""
    name = str(address)
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as channel:
        channel.bind("\0" + name[1:] if name.startswith("@") else name)
        yield Notified(channel, name)
