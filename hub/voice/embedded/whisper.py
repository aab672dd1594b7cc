"""Speech to text with Whisper tiny.en, several readings at a time.

Whisper wants half a minute of sound whatever was said, and goes on for ever if it gets less. So
the sentence alone goes through the encoder, and what follows it is the encoding of silence, made
once: the same words in a fifth of the time (tests/bench/results/voice/engines.md).
"""

import math
from pathlib import Path
from typing import Any

import numpy as np
from ctranslate2 import StorageView
from faster_whisper import WhisperModel

from hub.home.plan import Heard
from hub.home.speech import BYTES_PER_SAMPLE, HEARING_RATE, Hints
from hub.voice.embedded.belief import confidence, evidence_of, is_speech
from hub.voice.embedded.conditioning import Samples, conditioned
from hub.voice.embedded.hearing_prompt import prompt
from hub.voice.embedded.readings import readings
from hub.voice.embedded.weighing import weighed

BEAM = 5
MOST_OTHERS = 4

_FRAMES_PER_S = 100
_LONGEST_FRAMES = 30 * _FRAMES_PER_S
# Words are cut off at the end of a window that ends with the sound.
_SILENCE_S = 1.0
_SHORTEST_S = 4.0
# Nobody speaks faster, and what repeats itself for ever is stopped by it.
_TOKENS_PER_S = 10


class Whisper:
    """The model, loaded and warm; hears one sentence at a time."""

    def __init__(self, folder: Path, *, threads: int) -> None:
        self._model = WhisperModel(
            str(folder),
            device="cpu",
            compute_type="int8",
            cpu_threads=threads,
            local_files_only=True,
        )
        self._last: tuple[int, StorageView] | None = None
        self._silence = np.array(self._encoded(np.zeros(0, np.float32), _LONGEST_FRAMES))
        self.hear(b"\0\0" * HEARING_RATE, Hints())

    def hear(self, pcm: bytes, hints: Hints) -> Heard:
        """Return the words in a sound; which of the hints' readings it holds, if there are any."""
        encoded = self._encoded_whole(pcm)
        if hints.readings:
            return weighed(self._model, encoded, hints.readings)
        seconds = len(pcm) / BYTES_PER_SAMPLE / HEARING_RATE
        result = self._generated(encoded, seconds, hints)
        texts = [self._model.hf_tokenizer.decode(ids) for ids in result.sequences_ids]
        found = readings(texts, result.scores)
        evidence = evidence_of(found, result.no_speech_prob)
        return Heard(
            text=evidence.text,
            confidence=confidence(evidence),
            others=tuple(reading.text for reading in found[1 : MOST_OTHERS + 1]),
            is_speech=is_speech(evidence),
        )

    def _encoded_whole(self, pcm: bytes) -> StorageView:
        """Return the encoding of a sound; that of the last one is kept, for weighing follows."""
        key = hash(pcm)
        if self._last is None or self._last[0] != key:
            samples = conditioned(pcm)
            self._last = key, self._window(samples, len(samples) / HEARING_RATE)
        return self._last[1]

    def _window(self, samples: Samples, seconds: float) -> StorageView:
        """Return the encoding of a sound, followed by silence up to half a minute."""
        frames = math.ceil(max(_SHORTEST_S, seconds + _SILENCE_S) * _FRAMES_PER_S / 2) * 2
        frames = min(frames, _LONGEST_FRAMES)
        sound = np.array(self._encoded(samples, frames))
        whole = np.concatenate([sound, self._silence[:, sound.shape[1] :]], axis=1)
        return StorageView.from_array(np.ascontiguousarray(whole))

    def _encoded(self, samples: Samples, frames: int) -> StorageView:
        wanted = frames * HEARING_RATE // _FRAMES_PER_S
        filled = np.zeros(wanted, np.float32)
        filled[: len(samples)] = samples[:wanted]
        features = self._model.feature_extractor(filled, padding=0)[:, :frames]
        return self._model.encode(features)

    def _generated(self, encoded: StorageView, seconds: float, hints: Hints) -> Any:
        tokenizer = self._model.hf_tokenizer
        tokens = [
            tokenizer.token_to_id("<|startofprev|>"),
            *prompt(hints, self._tokens),
            tokenizer.token_to_id("<|startoftranscript|>"),
            tokenizer.token_to_id("<|notimestamps|>"),
        ]
        most = min(448, len(tokens) + 12 + math.ceil(seconds * _TOKENS_PER_S))
        return self._model.model.generate(
            encoded,
            [tokens],
            beam_size=BEAM,
            num_hypotheses=BEAM,
            max_length=most,
            return_scores=True,
            return_no_speech_prob=True,
        )[0]

    def _tokens(self, text: str) -> list[int]:
        ids: list[int] = self._model.hf_tokenizer.encode(text, add_special_tokens=False).ids
        return ids
