"""Text of anybody, fit for one line of a log or a terminal."""


def one_line(text: str) -> str:
    """Return text with what is not printable escaped: it breaks no line and moves no cursor."""
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)
