"""The prompt: an unchanging beginning (cached by the worker), the candidates, the sentence.

Plain text by example, since the default model is Gemma's pretrained one: it knows no chat turns.
"""

import re
from collections.abc import Sequence

from hub.language.candidate import Candidate
from hub.language.phrases import clean, labels

SENTENCE_LENGTH = 300

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


def _line(candidate: Candidate, label: str) -> str:
    area = clean(candidate.area_name or "", 24)
    where = f" ({area})" if area and not label.endswith(f"({area})") else ""
    kind = candidate.entity.domain.replace("_", " ")
    return f"{label}{where} {kind} {clean(candidate.state.state, 16)}"
