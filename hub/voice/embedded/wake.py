"""Wake words with microWakeWord, the models of which are in its package (Apache-2.0)."""

import json
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any

from hub.record import record

# Of 10 ms. So long no word must have been heard, for one word not to be taken for two.
_REFRACTORY_FRAMES = 100


@record(frozen=True, slots=True)
class WakeModel:
    """A word that can be waited for."""

    id: str
    phrase: str
    languages: tuple[str, ...]
    author: str
    website: str


def installed_models() -> tuple[WakeModel, ...]:
    """Return the words there are, the preferred first."""
    return tuple(_described(path) for path in sorted(_folder().glob("*.json"), key=_preference))


class WakeListener:
    """Listens to one stream for some words."""

    def __init__(self, names: Collection[str]) -> None:
        from pymicro_wakeword import MicroWakeWord, MicroWakeWordFeatures  # noqa: PLC0415

        self._features = MicroWakeWordFeatures()
        self._models = [
            MicroWakeWord.from_config(_folder() / f"{model.id}.json")
            for model in installed_models()
            if not names or model.id in names
        ]
        self._frames_since = _REFRACTORY_FRAMES

    def heard(self, pcm: bytes) -> Iterator[str]:
        """Yield the words that end in the next piece of the stream, at `HEARING_RATE`."""
        for frame in self._features.process_streaming(pcm):
            said = [model for model in self._models if model.process_streaming(frame)]
            was_said = self._frames_since < _REFRACTORY_FRAMES
            self._frames_since = 0 if said else self._frames_since + 1
            if said and not was_said:
                yield said[0].id


def _folder() -> Path:
    import pymicro_wakeword  # noqa: PLC0415 -- an extra

    return Path(pymicro_wakeword.__file__).parent / "models"


def _preference(path: Path) -> tuple[bool, str]:
    return path.stem != "okay_nabu", path.stem


def _described(path: Path) -> WakeModel:
    facts: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return WakeModel(
        path.stem,
        facts["wake_word"],
        tuple(facts.get("trained_languages", ("en",))),
        facts.get("author", ""),
        facts.get("website", ""),
    )
