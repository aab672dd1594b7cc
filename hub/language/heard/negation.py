"""Whether a sentence says not to: no other reading of it may say the opposite."""

import re

_NOT = re.compile(
    r"\b(?:not|never|no|none|nothing|nobody|neither|without|cannot|don|dont|doesn|didn|won|isn|aren"
    r"|shouldn|mustn|couldn|wouldn|nicht|kein\w*|nie|niemals|ne|pas|jamais|aucun\w*|rien|nunca|nada"
    r"|non|mai|niente|niet|geen|nooit)\b|n['’]t\b",  # noqa: RUF001 -- the typographic apostrophe
    re.IGNORECASE,
)


def negates(text: str) -> bool:
    """Tell whether there is a "not" in a sentence of any language."""
    return _NOT.search(text) is not None
