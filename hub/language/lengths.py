"""Lengths of time in words."""

from hub.language.speech import say

_UNITS = (("hour", 3600), ("minute", 60), ("second", 1))


def in_words(seconds: float, language: str = "en") -> str:
    """Say a length of time: "1 hour 30 minutes", "45 Sekunden"."""
    left = round(seconds)
    parts = []
    for name, size in _UNITS:
        count, left = divmod(left, size)
        if count:
            parts.append(f"{count} {say(language, name if count == 1 else f'{name}s')}")
    return " ".join(parts) or f"0 {say(language, 'seconds')}"
