"""What the hub's own service says it has."""

from collections.abc import Sequence
from typing import Any

from wyoming.info import (
    AsrModel,
    AsrProgram,
    Attribution,
    HandleModel,
    HandleProgram,
    Info,
    IntentModel,
    IntentProgram,
    TtsProgram,
    TtsVoice,
)

from hub.home.speech import SpeechToText, TextToSpeech, Voice

# By this name a hub knows another hub, and itself: it takes no engines of one.
LARES = "Lares"
_LARES = Attribution(name=LARES, url="")


def offer_of(voice: Voice | None, language: str, version: str) -> Info:
    """Return the answer to `describe`; engines come and go, so it is made each time."""
    about = _about("lares", "Carries out what is said in this house", version)
    languages = [language]
    return Info(
        handle=[
            HandleProgram(
                **about,
                models=[HandleModel(**about, languages=languages)],
                supports_home_control=True,
            )
        ],
        intent=[IntentProgram(**about, models=[IntentModel(**about, languages=languages)])],
        asr=_hearing(voice.engines.speech_to_text, version) if voice is not None else [],
        tts=_speaking(voice.engines.text_to_speech, version) if voice is not None else [],
    )


def is_hub(info: Info) -> bool:
    """Tell whether a service is a hub, this one perhaps."""
    return any(
        program.attribution is not None and program.attribution.name == LARES
        for program in info.handle
    )


def _hearing(engines: Sequence[SpeechToText], version: str) -> list[AsrProgram]:
    models = [
        AsrModel(**_about(engine.name, engine.name, version), languages=list(engine.languages))
        for engine in engines
    ]
    about = _about("lares", "Speech to text of this hub", version)
    return [AsrProgram(**about, models=models)] if models else []


def _speaking(engines: Sequence[TextToSpeech], version: str) -> list[TtsProgram]:
    voices = [
        TtsVoice(**_about(voice, engine.name, version), languages=list(engine.languages))
        for engine in engines
        for voice in engine.voices
    ]
    about = _about("lares", "Text to speech of this hub", version)
    return [TtsProgram(**about, voices=voices)] if voices else []


def _about(name: str, description: str, version: str) -> dict[str, Any]:
    return {
        "name": name,
        "attribution": _LARES,
        "installed": True,
        "description": description,
        "version": version or None,
    }
