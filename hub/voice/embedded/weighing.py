"""How well sentences fit a sound that was encoded."""

import math
from collections.abc import Sequence
from typing import Any

from ctranslate2 import StorageView
from faster_whisper import WhisperModel

from hub.home.plan import Heard

# Where in the sound each word is, is found along with its probability; nobody asks for that.
_FEW_FRAMES = 4
_LEAST = 1e-9


def weighed(model: WhisperModel, encoded: StorageView, texts: Sequence[str]) -> Heard:
    """Return the texts, the best first, with their log probabilities.

    They should end in a sign: where a sentence ends in the sound is weighed by it. One by one: a
    batch of them takes three times as long.
    """
    tokenizer = model.hf_tokenizer
    begin = [tokenizer.token_to_id("<|startoftranscript|>")]
    scores = {}
    for text in dict.fromkeys(texts):
        words = tokenizer.encode(" " + text.strip(), add_special_tokens=False).ids
        scores[text] = _log_of(model.model.align(encoded, begin, [words], _FEW_FRAMES)[0])
    ranked = sorted(scores, key=lambda text: -scores[text])
    return Heard(
        text=ranked[0] if ranked else "",
        others=tuple(ranked[1:]),
        weights=tuple(round(scores[text], 4) for text in ranked),
    )


def _log_of(alignment: Any) -> float:
    logs = [math.log(max(_LEAST, each)) for each in alignment.text_token_probs]
    return sum(logs) if logs else math.log(_LEAST)
