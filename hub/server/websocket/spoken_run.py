"""One run of the voice assistant for a client: sound comes in, stages are told, speech goes out."""

import asyncio
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from hub.home.speech import Failure, Stage, Voice, VoiceEvent
from hub.server.beside import BESIDE
from hub.server.speech_engines import hearing, id_of, speaking, waking
from hub.server.speeches import SPEECHES
from hub.server.websocket.commands import CommandFailed
from hub.server.websocket.connection import Connection, Unsubscribe
from hub.server.websocket.running import Running, asked_of, microphone_of
from hub.server.websocket.talking import AGENT, PIPELINE

_GONE = "whoever spoke is gone"


class SpokenRun:
    """One run: what goes in by the microphone, what is told, and the speech that comes out.

    If the client leaves while it speaks, nothing comes of it; what it said is carried out.
    """

    def __init__(self, connection: Connection, said: Running, voice: Voice) -> None:
        self._connection = connection
        self._said = said
        self._voice = voice
        self._ask = asked_of(connection, said)
        self._is_cut_off = False
        self._microphone = microphone_of(connection, said)
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
