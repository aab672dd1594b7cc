"""The shape of a block of sentence templates, as hassil reads it."""

from typing import Any

Block = dict[str, Any]
ALL_THE = "[(<all>|<the>)]"


def block(
    *sentences: str, domains: tuple[str, ...] = (), is_near: bool = False, **slots: str | float
) -> Block:
    """Return a block of templates that fills `slots`; `domains` are those of the name said.

    `is_near`: where no area is said, the speaker's is meant.
    """
    made: Block = {"sentences": list(sentences), "slots": slots}
    response = slots.pop("response", None)
    if response:
        made["response"] = response
    if domains:
        made["requires_context"] = {"domain": list(domains)}
    if is_near:
        made.setdefault("requires_context", {})["area"] = {"slot": True}
    return made
