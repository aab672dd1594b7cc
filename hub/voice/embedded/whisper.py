"""Speech to text with Whisper tiny.en, in windows as short as the sentence."""

import math
from pathlib import Path
from typing import Any

import numpy as np
from faster_whisper import WhisperModel

from hub.home.plan import Heard
from hub.home.speech import HEARING_RATE, Expecting, Hints

# The encoder takes frames of 10 ms, two to a step; a window holds the sound and some silence.
_FRAMES_PER_S = 100
_SHORTEST_S = 30.0
_SILENCE_S = 1.0
_LONGEST_S = 30.0
_BEAM = 5
_MOST_TOKENS = 96
_PROMPT = "Turn on the kitchen lights. Set the thermostat to 21 degrees. Is the front door locked?"
_PIN_PROMPT = "My PIN is 4 8 2 7."


class Whisper:
    """The model, loaded; one sentence at a time."""

    def __init__(self, folder: Path, *, threads: int) -> None:
        self._model = WhisperModel(
            str(folder),
            device="cpu",
            compute_type="int8",
            cpu_threads=threads,
            local_files_only=True,
        )

    def hear(self, pcm: bytes, hints: Hints) -> Heard:
        """Return the words in a sound."""
        samples = np.frombuffer(pcm, "<i2").astype(np.float32) / 32768
        result = self._decode(samples, hints)
        readings: dict[str, float] = {}
        for tokens, score in zip(result.sequences_ids, result.scores, strict=True):
            text = self._model.hf_tokenizer.decode(tokens).strip()
            readings.setdefault(text, score)
        (best, score), *others = readings.items()
        return Heard(
            text=best,
            confidence=round(math.exp(score), 3),
            others=tuple(text for text, _ in others if text)[:4],
            is_speech=round(1 - result.no_speech_prob, 3),
        )

    def _decode(self, samples: Any, hints: Hints) -> Any:
        seconds = min(_LONGEST_S, max(_SHORTEST_S, len(samples) / HEARING_RATE + _SILENCE_S))
        frames = math.ceil(seconds * _FRAMES_PER_S / 2) * 2
        wanted = frames * HEARING_RATE // _FRAMES_PER_S
        samples = np.pad(samples[:wanted], (0, max(0, wanted - len(samples))))
        features = self._model.feature_extractor(samples, padding=0)[:, :frames]
        encoded = self._model.encode(features)
        tokenizer = self._model.hf_tokenizer
        words = _PIN_PROMPT if hints.expecting is Expecting.PIN else _PROMPT
        prompt = [
            tokenizer.token_to_id("<|startofprev|>"),
            *tokenizer.encode(" " + words, add_special_tokens=False).ids,
            tokenizer.token_to_id("<|startoftranscript|>"),
            tokenizer.token_to_id("<|notimestamps|>"),
        ]
        return self._model.model.generate(
            encoded,
            [prompt],
            beam_size=_BEAM,
            num_hypotheses=_BEAM,
            max_length=len(prompt) + _MOST_TOKENS,
            return_scores=True,
            return_no_speech_prob=True,
        )[0]
