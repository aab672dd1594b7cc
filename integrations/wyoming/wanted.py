"""What a satellite asks for: a run of the assistant from one stage to another."""

from typing import Any

from wyoming.audio import AudioFormat
from wyoming.event import Event
from wyoming.info import Info
from wyoming.pipeline import PipelineStage, RunPipeline

from hub.home.speech import Stage
from hub.record import record
from integrations.wyoming.wire import NONSENSE, NotWyoming

# What satellites are made for that do not say: Home Assistant sends all of them this.
SPOKEN = AudioFormat(rate=22_050, width=2, channels=1)
RATES = range(4_000, 96_001)
WIDTHS = (2, 4)
CHANNELS = (1, 2)
MOST_WORDS = 20
MOST_TEXT = 1_000
MOST_NAME = 100
_STAGES = {
    PipelineStage.WAKE: Stage.WAKE,
    PipelineStage.ASR: Stage.STT,
    PipelineStage.INTENT: Stage.INTENT,
    PipelineStage.HANDLE: Stage.INTENT,
    PipelineStage.TTS: Stage.TTS,
}


@record(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A run. `text` is what is to be spoken, if it starts there; `restarts`: again and again.

    `woken_by`: the wake word that the satellite heard, empty if it does not tell which.
    `question_id`: the question that it is the answer to.
    """

    start: Stage
    end: Stage = Stage.TTS
    restarts: bool = False
    wake_words: tuple[str, ...] = ()
    woken_by: str | None = None
    text: str | None = None
    sound: AudioFormat | None = None
    question_id: str | None = None


def wanted(event: Event) -> Wanted:
    """Read a `run-pipeline`.

    Raises:
        NotWyoming: it makes no sense.
    """
    try:
        asked = RunPipeline.from_event(event)
    except NONSENSE as error:
        raise NotWyoming(f"a run of no stages: {error!r:.100}") from None
    start = _STAGES[asked.start_stage]
    text = asked.announce_text
    if start is Stage.INTENT or (start is Stage.TTS and not isinstance(text, str)):
        raise NotWyoming(f"a run that starts with {asked.start_stage.value!r} and has no text")
    names = asked.wake_word_names
    words = [name for name in names if isinstance(name, str)] if isinstance(names, list) else []
    return Wanted(
        start=start,
        end=_STAGES[asked.end_stage],
        restarts=asked.restart_on_end is True,
        wake_words=tuple(words[:MOST_WORDS]),
        woken_by=_short(asked.wake_word_name) if start is Stage.STT else None,
        text=text[:MOST_TEXT] if isinstance(text, str) else None,
        # Satellites of wyoming 1.4 and before say how they play.
        sound=sound_format(event.data.get("snd_format")),
    )


def woken(event: Event) -> Wanted:
    """Read a `detection`: some satellites tell of no more than that they heard their wake word."""
    return Wanted(start=Stage.STT, woken_by=_short(event.data.get("name")))


def sound_format(told: Any) -> AudioFormat | None:
    """Read a format of sound to be played, None if it is none that is known."""
    if not isinstance(told, dict):
        return None
    rate, width, channels = (told.get(key) for key in ("rate", "width", "channels"))
    if type(rate) is not int or rate not in RATES:
        return None
    if width not in WIDTHS or channels not in CHANNELS:
        return None
    return AudioFormat(rate=rate, width=int(width), channels=int(channels))


def format_of(info: Info) -> AudioFormat:
    """Return the format of sound that a satellite plays best."""
    told = [sound_format(program.snd_format.to_dict()) for program in info.snd]
    return next((one for one in told if one is not None), SPOKEN)


def _short(name: Any) -> str:
    return name[:MOST_NAME] if isinstance(name, str) else ""
