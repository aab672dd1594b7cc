"""What devices say of themselves, as names: on one line, and no longer than a name is."""

from typing import overload

LONGEST = 200


@overload
def plain(text: str) -> str: ...


@overload
def plain(text: None) -> None: ...


def plain(text: str | None) -> str | None:
    """Return a text with a blank in place of each character that does not print, and its end."""
    if text is None or (len(text) <= LONGEST and text.isprintable()):
        return text
    return "".join(char if char.isprintable() else " " for char in text[:LONGEST]).strip()
