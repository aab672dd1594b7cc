"""Speech to text by a Wyoming service."""

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from wyoming.asr import Transcribe, Transcript, TranscriptChunk, TranscriptStop
from wyoming.event import Event
from wyoming.info import AsrProgram

from hub.home.plan import Heard
from hub.home.speech import Audio, Hints
from integrations.wyoming.describing import installed
from integrations.wyoming.service_link import Link

# More text than anybody says in one sentence, and more readings than anybody looks at.
MOST_TEXT = 2_000
MOST_OTHERS = 20
# A service that takes no hints reads over them; one that does takes the first ones.
MOST_HINTS = 200


T = TypeVar("T")


class WyomingHearing:
    """Implements `hub.home.speech.SpeechToText`."""

    def __init__(self, uri: str, program: AsrProgram, *, is_only: bool = True) -> None:
        self._models = installed(program.models)
        self.name = program.name
        self.languages: Sequence[str] = sorted(
            {language for model in self._models for language in model.languages}
        )
        # A socket of this machine is near, and what listens there is most often the hub's own.
        self.hears_in_advance = uri.startswith("unix:")
        self.link = Link(uri, self.name, select=None if is_only else program.name)

    async def hear(self, audio: Audio, hints: Hints) -> Heard:
        """Return the words in a sound, once the sound has ended or the service knows it has.

        Raises:
            EngineDown: the service is not there, or does not answer.
        """
        said: dict[str, Any] = {"expecting": hints.expecting.value}
        if hints.is_draft:
            said["draft"] = True
        if hints.readings:
            said["readings"] = list(hints.readings)
        ask = Transcribe(
            language=hints.language,
            context={"lares": said},
            transcript_names=list(hints.names[:MOST_HINTS]),
            transcript_terms=list(hints.terms[:MOST_HINTS]),
        )
        return await self.link.answer(ask, audio, _Reading(hints.language).read)


class _Reading:
    """Reads what a service understood, in one piece or as it comes (`transcript-chunk`)."""

    def __init__(self, language: str) -> None:
        self._language = language
        self._pieces: list[str] = []

    def read(self, event: Event) -> Heard | None:
        """Return what was heard, if this event tells it."""
        if Transcript.is_type(event.type):
            return heard(event.data, self._language)
        if TranscriptChunk.is_type(event.type) and len(self._pieces) < MOST_TEXT:
            self._pieces.append(str(event.data.get("text") or "")[:MOST_TEXT])
        elif TranscriptStop.is_type(event.type) and self._pieces:
            return heard({"text": "".join(self._pieces)}, self._language)
        return None


def heard(data: Mapping[str, Any], language: str) -> Heard:
    """Read a `transcript`; what makes no sense in it is left out."""
    context = data.get("context")
    more = context.get("lares") if isinstance(context, Mapping) else None
    more = more if isinstance(more, Mapping) else {}
    others = tuple(map(_text, _listed(more.get("others"), str)))
    weights = tuple(map(float, _listed(more.get("weights"), float)))
    is_speech = _share(more.get("is_speech"))
    told = data.get("language")
    return Heard(
        text=_text(data.get("text")),
        confidence=_share(more.get("confidence")),
        others=others,
        weights=weights if len(weights) == len(others) + 1 else (),
        is_speech=1.0 if is_speech is None else is_speech,
        language=told[:20] if isinstance(told, str) and told else language,
    )


def _listed(given: object, kind: type[T]) -> Sequence[T]:
    """Return a list of what it should hold, at most so many; what holds anything else is none."""
    found = given[: MOST_OTHERS + 1] if isinstance(given, list) else []
    return found if all(type(one) is kind for one in found) else ()


def _text(value: object) -> str:
    return value.strip()[:MOST_TEXT] if isinstance(value, str) else ""


def _share(value: object) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return float(value) if 0 <= value <= 1 else None
