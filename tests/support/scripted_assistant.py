"""A voice assistant that says what a test has it say: the hub's side of a page's WebSocket."""

import asyncio
import io
import json
import re
import wave
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from playwright.async_api import Page, Route, WebSocketRoute

HANDLER = 7
# So much sound is a sentence: a second of it, at 16,000 samples of two bytes.
SENTENCE_BYTES = 32_000
HEALTH = {
    "language": "de",
    "languages": ["en"],
    "spoken": ["en", "de"],
    "stt": ["tiny ears"],
    "tts": ["small voice"],
    "wake_word": [],
    "state": "ready",
}
TIMES = (
    {"stage": "silence", "took_ms": 700.0, "budget_ms": 800.0},
    {"stage": "stt", "took_ms": 412.0, "budget_ms": 900.0},
    {"stage": "plan", "took_ms": 755.0, "budget_ms": 600.0},
    {"stage": "act", "took_ms": 120.0, "budget_ms": 1000.0},
)

Event = tuple[str, Mapping[str, Any]]


def heard(text: str) -> list[Event]:
    """Return what is told when a sentence was heard."""
    return [("stt-vad-end", {}), ("stt-end", {"stt_output": {"text": text}})]


def answered(speech: str, *, goes_on: bool = False, **more: Any) -> list[Event]:
    """Return what is told when a sentence was answered."""
    response = {"response_type": "action_done", "speech": {"plain": {"speech": speech}}}
    output = {"response": response, "continue_conversation": goes_on, "lares": None, **more}
    return [("intent-start", {}), ("intent-end", {"intent_output": output})]


def spoken() -> list[Event]:
    """Return what is told when a reply can be heard."""
    return [("tts-start", {}), ("tts-end", {"tts_output": {"url": "/api/tts_proxy/reply.wav"}})]


@dataclass(slots=True)
class Run:
    """One run of it, as a page asked for it."""

    asked: dict[str, Any]
    sound: bytearray = field(default_factory=bytearray)
    hears: asyncio.Event = field(default_factory=asyncio.Event)
    is_ended: bool = False
    is_left: bool = False


class ScriptedAssistant:
    """Each run tells `drafts` while the sound comes in, and the next of `scripts` once it is over.

    It is over when the page says so, or after `sentence_bytes`.
    """

    def __init__(
        self,
        *scripts: Sequence[Event],
        drafts: Sequence[str] = (),
        sentence_bytes: int = SENTENCE_BYTES,
        reply_s: float = 0.4,
    ) -> None:
        self._scripts = list(scripts)
        self._drafts = drafts
        self._sentence_bytes = sentence_bytes
        self._reply_s = reply_s
        self._sockets: list[WebSocketRoute] = []
        self.runs: list[Run] = []
        self._new: asyncio.Queue[Run] = asyncio.Queue()
        self.played: list[str] = []

    async def attach(self, page: Page, *, has_voice: bool = True) -> None:
        """Stand in for the hub's voice on a page."""
        await page.route_web_socket(re.compile("/api/websocket"), self._serve)
        await page.route("**/api/tts_proxy/*", self._play)
        await page.route("**/api/lares/voice/runs/*", self._tell_times)
        await page.route("**/api/lares/health", _healthy if has_voice else _deaf)

    async def hearing(self) -> Run:
        """Wait until the next run hears something."""
        run = await self._new.get()
        await run.hears.wait()
        return run

    async def leave(self) -> None:
        """End all connections, as a hub that goes down does."""
        for socket in self._sockets:
            await socket.close()

    async def _play(self, route: Route) -> None:
        self.played.append(route.request.url)
        await route.fulfill(body=silence(self._reply_s), content_type="audio/wav")

    async def _tell_times(self, route: Route) -> None:
        run = {"id": "run-1", "engine": "tiny ears", "confidence": 0.87, "times": TIMES}
        await route.fulfill(json=run)

    def _serve(self, socket: WebSocketRoute) -> None:
        script: list[Event] = []
        runs: list[Run] = []
        self._sockets.append(socket)

        def tell(kind: str, data: Mapping[str, Any]) -> None:
            event = {"type": kind, "data": data, "timestamp": "2026-11-29T00:00:00+00:00"}
            socket.send(json.dumps({"id": 1, "type": "event", "event": event}))

        def take(message: str | bytes) -> None:
            if isinstance(message, bytes):
                self._hear(runs[0], message, script, tell)
                return
            said = json.loads(message)
            if said["type"] == "auth":
                socket.send(json.dumps({"type": "auth_ok", "ha_version": "2026.11.0"}))
                return
            runs.append(Run(said))
            self.runs.append(runs[0])
            self._new.put_nowait(runs[0])
            script.extend(self._scripts.pop(0) if self._scripts else [])
            socket.send(json.dumps({"id": 1, "type": "result", "success": True, "result": None}))
            handler = {"stt_binary_handler_id": HANDLER, "timeout": 300}
            tell("run-start", {"runner_data": handler, "run_id": "run-1"})

        def leave(_code: int | None, _reason: str | None) -> None:
            for run in runs:
                run.is_left = True

        socket.on_message(take)
        socket.on_close(leave)
        socket.send(json.dumps({"type": "auth_required", "ha_version": "2026.11.0"}))

    def _hear(self, run: Run, message: bytes, script: list[Event], tell: Any) -> None:
        assert message[0] == HANDLER
        before = len(run.sound)
        run.sound += message[1:]
        if run.is_ended:
            return
        if before == 0:
            run.hears.set()
            tell("stt-vad-start", {"timestamp": 0})
            for draft in self._drafts:
                tell("lares-stt-progress", {"text": draft})
        run.is_ended = len(message) == 1 or len(run.sound) >= self._sentence_bytes
        if run.is_ended:
            asyncio.get_running_loop().create_task(_tell_all(script, tell))


async def _tell_all(script: Sequence[Event], tell: Any) -> None:
    for kind, data in [*script, ("run-end", {})]:
        tell(kind, data)
        await asyncio.sleep(0.05)


async def _healthy(route: Route) -> None:
    await route.fulfill(json={"hub": {"state": "ok"}, "voice": HEALTH})


async def _deaf(route: Route) -> None:
    nothing = {"stt": [], "tts": [], "wake_word": [], "state": "off"}
    await route.fulfill(json={"hub": {"state": "ok"}, "voice": nothing})


def silence(seconds: float, rate: int = 16_000) -> bytes:
    """Return a WAV file of silence."""
    file = io.BytesIO()
    with wave.open(file, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(rate)
        sound.writeframes(b"\0\0" * int(seconds * rate))
    return file.getvalue()
