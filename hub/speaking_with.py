"""Speak with a running hub over its WebSocket: sound goes in, stages and words come back.

The protocol is Home Assistant's (developer docs, "Assist pipelines"); `anonymous`, `area_id` and
`wake_words` are Lares's own.
"""

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator, Callable, Mapping
from typing import Any

import aiohttp

from hub.home.errors import HubError
from hub.record import record
from hub.remote import NoHub, Remote

# After one of these the hub needs no more sound.
_HEARD = frozenset({"stt-vad-end", "stt-end", "error", "run-end"})
# A run that waits for its wake word lasts so long at most; then the next one waits.
LONGEST_S = 3_600

Event = Mapping[str, Any]


class NotSpoken(HubError):
    """The hub would not listen, or not speak; the message is its own."""


@record(frozen=True, slots=True, kw_only=True)
class Speaking:
    """How a run goes: who speaks where, and what it waits for.

    `is_known`: whoever speaks is the user whose token it is, with their rights; else a voice that
    nobody vouches for.
    """

    rate: int
    start: str = "stt"
    is_known: bool = False
    area_id: str | None = None
    wake_word: str | None = None
    conversation_id: str | None = None

    def command(self) -> dict[str, Any]:
        """Return what is sent for it."""
        told: dict[str, Any] = {
            "id": 1,
            "type": "assist_pipeline/run",
            "start_stage": self.start,
            "end_stage": "tts",
            "input": {"sample_rate": self.rate},
            "anonymous": not self.is_known,
        }
        if self.start == "wake_word":
            told["timeout"] = LONGEST_S
            told["input"]["timeout"] = 0
        further = {
            "area_id": self.area_id,
            "conversation_id": self.conversation_id,
            "wake_words": None if self.wake_word is None else [self.wake_word],
        }
        return told | {key: value for key, value in further.items() if value is not None}


@record(frozen=True, slots=True, kw_only=True)
class Ended:
    """What came of a run. `speech_path`: where the reply can be fetched; `error`: its code."""

    speech_path: str | None = None
    conversation_id: str | None = None
    wants_answer: bool = False
    error: str | None = None


async def speak_with(
    hub: Remote, how: Speaking, sound: AsyncIterator[bytes], tell: Callable[[Event], None]
) -> Ended:
    """Speak one sentence; `tell` is called with every event.

    Raises:
        NoHub: nobody answers, or the hub stopped in the middle of it.
        NotSpoken: it would not listen.
    """
    url = f"{hub.url}/api/websocket"
    tls = hub.tls()
    try:
        async with (
            aiohttp.ClientSession(headers=dict(hub.headers)) as session,
            session.ws_connect(url, ssl=True if tls is None else tls) as socket,
        ):
            await _let_in(socket, hub.token)
            return await _Run(socket, sound, tell).go(how)
    except (aiohttp.ClientError, OSError) as error:
        raise NoHub(f"no hub answers at {hub.url}: {error}") from None


async def _let_in(socket: aiohttp.ClientWebSocketResponse, token: str) -> None:
    await _next(socket)
    await socket.send_json({"type": "auth", "access_token": token})
    answer = await _next(socket)
    if answer.get("type") != "auth_ok":
        raise NotSpoken(str(answer.get("message", "the token opens nothing")))


async def _next(socket: aiohttp.ClientWebSocketResponse) -> dict[str, Any]:
    message = await socket.receive()
    if message.type is not aiohttp.WSMsgType.TEXT:
        raise NoHub("the hub closed the connection; it may have stopped")
    said = json.loads(message.data)
    return said if isinstance(said, dict) else {}


class _Run:
    """One run over one connection."""

    def __init__(
        self,
        socket: aiohttp.ClientWebSocketResponse,
        sound: AsyncIterator[bytes],
        tell: Callable[[Event], None],
    ) -> None:
        self._socket = socket
        self._sound = sound
        self._tell = tell
        self._sending: asyncio.Task[None] | None = None

    async def go(self, how: Speaking) -> Ended:
        await self._socket.send_json(how.command())
        ended: dict[str, Any] = {}
        try:
            while True:
                event = await self._event()
                self._tell(event)
                kind, data = event["type"], event.get("data") or {}
                ended |= _noted(kind, data)
                if kind == "run-start":
                    mark = data["runner_data"]["stt_binary_handler_id"]
                    self._sending = asyncio.create_task(self._send(bytes([mark])), name="sound")
                if kind in _HEARD:
                    await self._stop()
                if kind == "run-end":
                    return Ended(**ended)
        finally:
            await self._stop()

    async def _event(self) -> dict[str, Any]:
        """Return the next event; what ends the sound early ends this too."""
        while True:
            waits = asyncio.ensure_future(_next(self._socket))
            both = [waits] if self._sending is None else [waits, self._sending]
            try:
                await asyncio.wait(both, return_when=asyncio.FIRST_COMPLETED)
                if self._sending is not None and self._sending.done():
                    sending, self._sending = self._sending, None
                    sending.result()
                message = await waits
            finally:
                if not waits.done():
                    waits.cancel()
                    with contextlib.suppress(asyncio.CancelledError):
                        await waits
            if message.get("type") == "event":
                event: dict[str, Any] = message["event"]
                return event
            if message.get("type") == "result" and not message.get("success"):
                error = message.get("error") or {}
                raise NotSpoken(str(error.get("message", "the hub would not listen")))

    async def _send(self, mark: bytes) -> None:
        """Send the sound, and that it ended."""
        async for piece in self._sound:
            await self._socket.send_bytes(mark + piece)
        await self._socket.send_bytes(mark)

    async def _stop(self) -> None:
        sending, self._sending = self._sending, None
        if sending is not None:
            sending.cancel()
            await asyncio.gather(sending, return_exceptions=True)


def _noted(kind: str, data: Event) -> dict[str, Any]:
    match kind:
        case "run-start":
            return {"conversation_id": data.get("conversation_id")}
        case "intent-end":
            output = data.get("intent_output") or {}
            return {"wants_answer": bool(output.get("continue_conversation"))}
        case "tts-end":
            return {"speech_path": (data.get("tts_output") or {}).get("url")}
        case "error":
            return {"error": str(data.get("code"))}
        case _:
            return {}
