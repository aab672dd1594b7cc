"""The engines of the voice assistant under ids as Home Assistant has them: `stt.faster_whisper`."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import count
from typing import TypeVar

from hub.home.ids import slugify
from hub.home.speech import SpeechToText, TextToSpeech, WakeWords, base_of
from hub.server.errors import Missing
from hub.server.parts import ServerParts

Named = TypeVar("Named", SpeechToText, TextToSpeech, WakeWords)


def hearing(parts: ServerParts) -> Mapping[str, SpeechToText]:
    """Return what turns speech into words, the preferred first."""
    return _by_id("stt", parts.voice.engines.speech_to_text) if parts.voice else {}


def speaking(parts: ServerParts) -> Mapping[str, TextToSpeech]:
    """Return what speaks, the preferred first."""
    return _by_id("tts", parts.voice.engines.text_to_speech) if parts.voice else {}


def waking(parts: ServerParts) -> Mapping[str, WakeWords]:
    """Return what waits for its name, the preferred first."""
    return _by_id("wake_word", parts.voice.engines.wake_words) if parts.voice else {}


def engine_of(engines: Mapping[str, Named], engine_id: str) -> Named:
    """Return an engine by its id, or by its own name.

    Raises:
        Missing: there is none; the message lists those there are.
    """
    found = engines.get(engine_id)
    if found is None:
        found = next((one for one in engines.values() if one.name == engine_id), None)
    if found is None:
        raise Missing(f"no engine {engine_id!r}; there are: {', '.join(engines) or 'none'}")
    return found


def id_of(engines: Mapping[str, Named], name: str) -> str:
    """Return the id of an engine that goes by a name; the name itself if there is none."""
    return next((key for key, engine in engines.items() if engine.name == name), name)


def fitting(language: str | None, languages: Sequence[str]) -> Sequence[str]:
    """Return those of an engine's languages that serve one; all of them if none is asked for."""
    if not language:
        return list(languages)
    return [each for each in languages if base_of(each) == base_of(language)]


def _by_id(domain: str, engines: Iterable[Named]) -> dict[str, Named]:
    found: dict[str, Named] = {}
    for engine in engines:
        plain = f"{domain}.{slugify(engine.name)}"
        found[_free(plain, found)] = engine
    return found


def _free(plain: str, taken: Mapping[str, object]) -> str:
    """Return an id that is not taken: the plain one, or with a number behind it."""
    if plain not in taken:
        return plain
    return next(name for n in count(2) if (name := f"{plain}_{n}") not in taken)
