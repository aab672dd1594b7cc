"""The prompt: the candidates and the sentence, for a model as it is or with its adapter.

A base model is shown by example what to do, in an unchanging beginning that the worker caches
(plain text, since the default model is Gemma's pretrained one: it knows no chat turns). A model
with an adapter was trained to know; its prompt is as short as can be.
"""

import re
from collections.abc import Sequence

from hub.language.candidate import Candidate
from hub.language.phrases import clean, labels

SENTENCE_LENGTH = 300
AREA_LENGTH = 24

_TASK = (
    "Smart home. For each sentence, the devices it may mean and then the command, which copies "
    "their names; none if nothing fits.\n\n"
)
_EXAMPLES = (
    (
        ("Ceiling (Kitchen) light off", "Desk lamp (Study) light on"),
        "make it dark at the desk",
        "turn off Desk lamp",
    ),
    (
        (
            "Heating (Bath) climate heat",
            "Blind left (Den) cover open",
            "Blind right (Den) cover open",
        ),
        "shut the blinds in the den and warm the bath to 22",
        "close Blind left, Blind right; set Heating to 22°",
    ),
    (("Back door (Hall) lock locked",), "is the back door locked?", "state Back door"),
    (("Radio (Hall) media player off",), "order a pizza in the hall", "none"),
    (
        ("Spots (Hall) light off", "Wall lamp (Hall) light off"),
        "hall lights on please",
        "turn on Spots, Wall lamp",
    ),
    (
        ("Reading lamp (Den) light off",),
        "dim the reading lamp to 30 percent",
        "set Reading lamp to 30%",
    ),
)


def _block(lines: Sequence[str], sentence: str) -> str:
    return "Devices: " + "; ".join(lines) + f"\nSentence: {sentence}\nCommand:"


PREFIX = _TASK + "".join(
    f"{_block(lines, sentence)} {plan}\n\n" for lines, sentence, plan in _EXAMPLES
)


def build_prompt(candidates: Sequence[Candidate], sentence: str) -> str:
    """Return the whole prompt; text of devices and of the speaker cannot imitate its marks."""
    names = labels(candidates)
    lines = [_line(candidate, names[candidate.entity.id]) for candidate in candidates]
    decimal = re.sub(r"(\d),(\d)", r"\1.\2", sentence)
    return PREFIX + _block(lines, clean(decimal, SENTENCE_LENGTH))


def build_short_prompt(
    candidates: Sequence[Candidate], sentence: str, *, here: str | None = None
) -> str:
    """Return the prompt for a model trained by `hub.language.training`.

    `here` names the speaker's area, if it is known.
    """
    names = labels(candidates)
    lines = [_short_line(candidate, names[candidate.entity.id]) for candidate in candidates]
    decimal = re.sub(r"(\d),(\d)", r"\1.\2", sentence)
    place = clean(here or "", AREA_LENGTH)
    return "\n".join((*lines, f"@ {place}".rstrip(), f"> {clean(decimal, SENTENCE_LENGTH)}", "="))


def _short_line(candidate: Candidate, label: str) -> str:
    area = clean(candidate.area_name or "", AREA_LENGTH)
    where = f" | {area}" if area and not label.endswith(f"({area})") else " |"
    kind = candidate.entity.domain.replace("_", " ")
    return f"{label}{where} {kind} {clean(candidate.state.state, 16)}"


def _line(candidate: Candidate, label: str) -> str:
    area = clean(candidate.area_name or "", AREA_LENGTH)
    where = f" ({area})" if area and not label.endswith(f"({area})") else ""
    kind = candidate.entity.domain.replace("_", " ")
    return f"{label}{where} {kind} {clean(candidate.state.state, 16)}"
