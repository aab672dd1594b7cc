"""Runs of the voice assistant over the socket (Home Assistant, "Assist pipelines")."""

import asyncio
from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from hub.home.errors import HubError
from hub.home.home import Home
from hub.home.ids import AreaId, DeviceId, EntityId, domain_of
from hub.home.model import Source
from hub.home.people import EVERYTHING, SOMEBODY
from hub.home.speech import Failure, Stage, Voice, VoiceAsk, VoiceEvent
from hub.home.targets import area_id_of
from hub.server.beside import BESIDE
from hub.server.conversation_api import (
    LONGEST_TEXT,
    SentenceBody,
    area_of_device,
    processed,
)
from hub.server.microphone import Microphone
from hub.server.resampling import RATES
from hub.server.speech_engines import hearing, id_of, speaking, waking
from hub.server.speeches import SPEECHES
from hub.server.websocket.basics import MOVING
from hub.server.websocket.commands import NO_RESULT, CommandFailed, CommandTable, Said
from hub.server.websocket.connection import Connection, Unsubscribe
from hub.server.websocket.talking import AGENT, PIPELINE

commands = CommandTable()

# As long as Home Assistant lets a run last.
TIMEOUT_S = 300.0
LONGEST_S = 3_600.0
LOUDEST = 100.0
MOST_WORDS = 8
SATELLITES = "assist_satellite"

_STAGES = tuple(Stage)
_OF_SOUND = frozenset({Stage.WAKE, Stage.STT})
_MISSING = {Stage.WAKE: "wake-engine-missing", Stage.STT: "stt-provider-missing"}
_GONE = "whoever spoke is gone"

Short = Annotated[str, Field(max_length=128)]


class Input(BaseModel):
    """What goes into a run: a text, or how the sound will come.

    What a device is to do against noise (`noise_suppression_level`, `auto_gain_dbfs`) is passed
    over: the engines were chosen for rooms with noise.
    """

    model_config = ConfigDict(frozen=True, extra="ignore", defer_build=True)

    text: Annotated[str, Field(max_length=LONGEST_TEXT)] | None = None
    sample_rate: int | None = None
    timeout: Annotated[float, Field(ge=0, le=LONGEST_S)] | None = None
    volume_multiplier: Annotated[float, Field(ge=0, le=LOUDEST)] = 1.0


class Running(Said):
    """A run of the assistant: from one stage to another, with what goes in.

    Lares's own: `anonymous`, whoever speaks is nobody that the hub knows, although the client is;
    `area_id`, where that is, by id or name; `language`, what is spoken, if it is not the language
    of the house; `wake_words`, those that are waited for.
    """

    start_stage: Stage
    end_stage: Literal[Stage.STT, Stage.INTENT, Stage.TTS]
    input: Input = Field(default_factory=Input)
    pipeline: Short | None = None
    conversation_id: Short | None = None
    language: Short | None = None
    device_id: Short | None = None
    timeout: Annotated[float, Field(gt=0, le=LONGEST_S)] | None = None
    anonymous: bool = False
    area_id: Short | None = None
    wake_words: Annotated[tuple[Short, ...], Field(max_length=MOST_WORDS)] = ()

    @property
    def timeout_s(self) -> float:
        """How long it may last."""
        return TIMEOUT_S if self.timeout is None else self.timeout

    @property
    def waits_s(self) -> float | None:
        """How long it waits for somebody to speak; None, or 0 in a message: as it likes."""
        return self.input.timeout or None


@commands.add("assist_pipeline/run", MOVING, Running)
async def run(connection: Connection, said: Running) -> object:
    """Understand a sound or a text, carry it out and speak, telling every stage."""
    if said.pipeline not in {None, PIPELINE}:
        raise CommandFailed("pipeline-not-found", f"no pipeline {said.pipeline!r}")
    if _STAGES.index(said.end_stage) < _STAGES.index(said.start_stage):
        message = f"a run cannot start with {said.start_stage!s} and end with {said.end_stage!s}"
        raise CommandFailed("validation-error", message)
    if said.start_stage is said.end_stage is Stage.INTENT and not said.anonymous:
        await _answer_text(connection, said)
        return NO_RESULT
    _SpokenRun(connection, said, _voice_of(connection, said)).begin()
    return NO_RESULT


def _voice_of(connection: Connection, said: Running) -> Voice:
    """Return the assistant, if it may be had for this.

    Raises:
        CommandFailed: there is none, or not by this way.
    """
    if connection.source is Source.MCP:
        message = "an agent's server has no voice: start and end with 'intent'"
        raise CommandFailed("unauthorized", message)
    voice = connection.parts.voice
    if voice is None:
        raise CommandFailed(
            _MISSING.get(said.start_stage, "tts-not-supported"),
            "this hub hears and speaks text only: start and end with 'intent', or have it hear and"
            " speak with `voice:` in lares.yaml",
        )
    return voice


class _SpokenRun:
    """One run: what goes in by the microphone, what is told, and the speech that comes out.

    If the client leaves while it speaks, nothing comes of it; what it said is carried out.
    """

    def __init__(self, connection: Connection, said: Running, voice: Voice) -> None:
        self._connection = connection
        self._said = said
        self._voice = voice
        self._ask = _asked(connection, said)
        self._is_cut_off = False
        self._microphone = _microphone(connection, said)
        self._handler_id: int | None = None
        self._speeches = connection.request.app[SPEECHES]
        self._speech = self._speeches.new() if said.end_stage is Stage.TTS else None
        self._stop_listening: Unsubscribe = _nothing

    def begin(self) -> None:
        """Let the client in with its sound, and go beside; it goes on if the connection ends.

        Raises:
            CommandFailed: the client has too many at once.
        """
        connection, number = self._connection, self._said.id
        if self._microphone is not None:
            taken = connection.sounds.listen(self._microphone.take)
            self._handler_id, self._stop_listening = taken
        try:
            connection.subscribe(number, self._cut_off)
        except CommandFailed:
            self._stop_listening()
            raise
        connection.send_result(number)
        connection.request.app[BESIDE].start(self._go(), f"voice-run-{number}")

    async def _go(self) -> None:
        try:
            async with asyncio.timeout(self._said.timeout_s):
                await self._voice.run(
                    self._ask,
                    self._microphone,
                    tell=self._tell,
                    play=self._speech.take if self._speech is not None else None,
                )
        except TimeoutError:
            self._fail(Failure.TOO_LONG, f"it took more than {self._said.timeout_s:g} s")
        except Exception:
            self._fail("unknown", "an error of the hub; its log says more")
            raise
        finally:
            self._end()

    def _tell(self, event: VoiceEvent) -> None:
        if self._microphone is not None:
            self._microphone.must_not_stall |= event.type == "stt-start"
            if event.type in {"stt-vad-end", "stt-end", "error"}:
                self._microphone.end()
        data = {**event.data, **self._added(event)}
        self._tell_client(event.type, data or None, event.at)

    def _added(self, event: VoiceEvent) -> Mapping[str, Any]:
        """Return what an event lacks that only the server knows."""
        match event.type:
            case "run-start":
                return self._run_data()
            case "intent-start":
                return {"engine": AGENT, "device_id": self._said.device_id}
            case "stt-vad-start" | "stt-vad-end" if self._microphone is not None:
                return {"timestamp": self._microphone.listened_ms}
            case "tts-end" if self._speech is not None:
                return {"tts_output": self._speech.output()}
            case _:
                return self._engine(event)

    def _engine(self, event: VoiceEvent) -> Mapping[str, Any]:
        """Return which engine an event tells of: here they go by ids."""
        parts, name = self._connection.parts, str(event.data.get("engine"))
        match event.type:
            case "wake_word-start":
                return {"entity_id": id_of(waking(parts), str(event.data.get("entity_id")))}
            case "stt-start":
                return {"engine": id_of(hearing(parts), name)}
            case "tts-start":
                return {"engine": id_of(speaking(parts), name)}
            case _:
                return {}

    def _run_data(self) -> Mapping[str, Any]:
        runner = {"stt_binary_handler_id": self._handler_id, "timeout": self._said.timeout_s}
        data: dict[str, Any] = {"pipeline": PIPELINE, "runner_data": runner}
        if self._speech is not None:
            data["tts_output"] = self._speech.output() | {"stream_response": False}
        return data

    def _fail(self, code: str, message: str) -> None:
        now = self._connection.parts.home.now()
        self._tell_client("error", {"code": code, "message": message}, now)
        self._tell_client("run-end", None, now)

    def _tell_client(self, kind: str, data: Mapping[str, Any] | None, at: datetime) -> None:
        if not self._is_cut_off:
            event = {"type": kind, "data": data, "timestamp": at}
            self._connection.tell(self._said.id, event)

    def _cut_off(self) -> None:
        """End what the client still says; it is told nothing more."""
        self._is_cut_off = True
        if self._microphone is not None:
            self._microphone.lose(_GONE)

    def _end(self) -> None:
        self._stop_listening()
        if self._microphone is not None:
            self._microphone.close()
        if self._speech is not None:
            self._speech.end()
            if not self._speech.size:
                self._speeches.forget(self._speech)
        self._connection.finish(self._said.id)


def _nothing() -> None:
    """Do nothing."""


def _microphone(connection: Connection, said: Running) -> Microphone | None:
    """Return what takes in the sound of a run that begins with sound.

    Raises:
        CommandFailed: it comes at a rate that cannot be listened to.
    """
    if said.start_stage not in _OF_SOUND:
        return None
    rate = said.input.sample_rate
    if rate not in RATES:
        rates = ", ".join(map(str, sorted(RATES)))
        message = f"input.sample_rate: name the samples a second, one of {rates}"
        raise CommandFailed("invalid_format", message)
    return Microphone(
        rate, volume=said.input.volume_multiplier, is_let_in=connection.is_as_it_came_in
    )


def _asked(connection: Connection, said: Running) -> VoiceAsk:
    """Return what the assistant is asked for.

    Raises:
        CommandFailed: there is no text where one goes in, or nobody may be unknown here.
        NoTarget: it was said on a device, or in an area, that is not there.
    """
    if said.anonymous:
        _check_anybody(connection)
    is_sound = said.start_stage in _OF_SOUND
    text = None if is_sound else " ".join((said.input.text or "").split())
    if text == "":
        raise CommandFailed("invalid_format", "input.text: say something")
    home = connection.home
    return VoiceAsk(
        start=said.start_stage,
        end=said.end_stage,
        user_id=None if said.anonymous else connection.user_id,
        area_id=_area_of(home, said.device_id) if said.area_id is None else _area(home, said),
        satellite_id=satellite_of(home, said.device_id),
        conversation_id=said.conversation_id,
        language=said.language or connection.parts.config.language,
        text=text,
        wake_words=said.wake_words,
        waits_s=said.waits_s,
    )


def _area(home: Home, said: Running) -> AreaId | None:
    return AreaId(area_id_of(home, said.area_id)) if said.area_id else None


def _check_anybody(connection: Connection) -> None:
    """Check that whoever is not known here may do no more than the client itself.

    Raises:
        CommandFailed: the client sees or moves less than a guest.
    """
    who = connection.parts.users.who_is(connection.user_id)
    for own, anybodys in ((who.sees, SOMEBODY.sees), (who.moves, SOMEBODY.moves)):
        if own not in {EVERYTHING, anybodys}:
            raise CommandFailed("unauthorized", "you see or move less than a guest; speak as you")


def _area_of(home: Home, device_id: str | None) -> AreaId | None:
    """Return where a device stands; of a satellite, where its entity is."""
    satellite = satellite_of(home, device_id)
    if satellite is not None:
        area = home.area_of(home.entity(satellite))
        return area.id if area is not None else None
    return area_of_device(home, device_id) if device_id else None


def satellite_of(home: Home, device_id: str | None) -> EntityId | None:
    """Return the satellite that a device is."""
    if not device_id:
        return None
    found = (
        entity.id
        for entity in home.entities.values()
        if entity.device_id == DeviceId(device_id) and domain_of(entity.id) == SATELLITES
    )
    return next(found, None)


async def _answer_text(connection: Connection, said: Running) -> None:
    """Answer what was typed, as `conversation/process` does, and tell its stages."""
    number, language = said.id, connection.parts.config.language
    body = SentenceBody.model_validate(
        {
            "text": said.input.text,
            "conversation_id": said.conversation_id,
            "device_id": said.device_id,
        }
    )

    def tell(kind: str, data: Mapping[str, Any] | None = None) -> None:
        now = connection.parts.home.now()
        connection.tell(number, {"type": kind, "data": data, "timestamp": now})

    connection.send_result(number)
    ids = {"conversation_id": body.conversation_id}
    runner = {"stt_binary_handler_id": None, "timeout": said.timeout_s}
    tell("run-start", {"pipeline": PIPELINE, "language": language, "runner_data": runner} | ids)
    start = {"engine": AGENT, "language": language, "intent_input": body.text}
    tell("intent-start", start | ids | {"device_id": body.device_id, "prefer_local_intents": True})
    try:
        output = await processed(connection.caller, body)
    except HubError as error:
        tell("error", {"code": Failure.INTENT, "message": str(error)})
    else:
        tell("intent-end", {"processed_locally": True, "intent_output": output})
    tell("run-end")
    connection.finish(number)
