"""A demo hub that hears and speaks, and what a client hears of it over the WebSocket.

It has a broker of its own on which a test sees each command as it goes out to the devices.
"""

import asyncio
import json
import time
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import ExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import aiohttp
import paho.mqtt.client as paho
from paho.mqtt.enums import CallbackAPIVersion

from hub.home.speech import HEARING_RATE, Sound
from tests.support.mosquitto import Mosquitto
from tests.support.running_hub import RunningHub
from tests.support.voices import pieces

LOOPBACK = "127.0.0.1"
ENGINES_WITHIN_S = 120.0
ANSWER_WITHIN_S = 60.0
PIECE_MS = 64
COMMANDS = ("virtual/+/+/set", "virtual/+/+/+/set")


@dataclass(frozen=True, slots=True)
class Sent:
    """A command on its way to a device, and when it was seen (monotonic seconds)."""

    topic: str
    payload: str
    at_s: float


@dataclass(slots=True)
class Told:
    """What a client was told of one run, with when it heard so (monotonic seconds).

    `sending_at_s`: when the first of the sound was sent; `spoken_at_s`: when the last had been.
    """

    events: list[tuple[float, dict[str, Any]]] = field(default_factory=list)
    began_at_s: float = 0.0
    sending_at_s: float = 0.0
    spoken_at_s: float = 0.0

    def data(self, kind: str) -> dict[str, Any]:
        """Return what an event says, empty if it never came."""
        return next((e["data"] or {} for _, e in self.events if e["type"] == kind), {})

    @property
    def kinds(self) -> list[str]:
        """The events that came, in order."""
        return [event["type"] for _, event in self.events]

    @property
    def text(self) -> str:
        """The words that were heard, empty for none."""
        return str(self.data("stt-end").get("stt_output", {}).get("text", ""))

    @property
    def output(self) -> dict[str, Any]:
        """What the conversation said, as Home Assistant's API has it."""
        output: dict[str, Any] = self.data("intent-end").get("intent_output", {})
        return output

    @property
    def speech(self) -> str:
        """What was said back, empty for silence."""
        spoken = self.output.get("response", {}).get("speech", {}).get("plain", {})
        return str(spoken.get("speech", "")) or str(self.data("tts-start").get("tts_input", ""))

    @property
    def error(self) -> str | None:
        """The code of what went wrong."""
        code = self.data("error").get("code")
        return None if code is None else str(code)

    @property
    def speech_url(self) -> str:
        """Where the answer can be heard."""
        return str(self.data("tts-end").get("tts_output", {}).get("url", ""))


class VoiceHub:
    """The demo with its voice engines loaded. Without `inventory` it is the demo home."""

    def __init__(
        self,
        folder: Path,
        *,
        inventory: str | None = None,
        with_model: bool = False,
        settings: str = "",
        environment: Mapping[str, str] | None = None,
    ) -> None:
        self._folder = folder
        self._inventory = inventory
        self._settings = settings
        self._environment = environment or {}
        self._with_model = with_model
        self._arguments = [] if with_model else ["--no-model"]
        self._stack = ExitStack()
        self.broker = Mosquitto()
        self.hub = RunningHub(folder, voice=True)

    def __enter__(self) -> Self:
        with ExitStack() as stack:
            stack.enter_context(self.broker)
            arguments = ["--mqtt", f"{LOOPBACK}:{self.broker.port}", *self._arguments]
            self._folder.mkdir(parents=True, exist_ok=True)
            if self._inventory is not None:
                file = self._folder.parent / f"{self._folder.name}-home.yaml"
                file.write_text(self._inventory)
                arguments += ["--inventory", str(file)]
            if self._settings:
                (self._folder / "lares.yaml").write_text(self._settings)
            self.hub = RunningHub(self._folder, *arguments, voice=True)
            self.hub._environment |= self._environment
            stack.enter_context(self.hub)
            self._stack = stack.pop_all()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stack.close()

    @property
    def folder(self) -> Path:
        """Where the hub lives."""
        return self._folder

    def wait_for_voice(self) -> Self:
        """Wait until it hears and speaks, and knows its devices."""
        deadline = time.monotonic() + ENGINES_WITHIN_S
        while time.monotonic() < deadline:
            voice = self.voice()
            if voice.get("stt") and voice.get("tts"):
                self.hub.wait_for("light.kitchen_ceiling", "on", "off")
                if self._with_model:
                    self.hub.wait_for_model()
                return self
            time.sleep(0.2)
        raise AssertionError(f"no voice after {ENGINES_WITHIN_S} s: {self.voice()}")

    def voice(self) -> dict[str, Any]:
        """Return the hub's word on its voice engines."""
        health = self.hub.remote.request("GET", "/api/lares/health")
        voice: dict[str, Any] = health.get("voice", {})
        return voice

    def hear(self, sound: Sound, **options: Any) -> Told:
        """Have the hub hear a sound, as `speak_to` does, and return what it told."""
        return asyncio.run(self._hear(sound, options))

    async def _hear(self, sound: Sound, options: dict[str, Any]) -> Told:
        async with microphone(self.hub) as talk:
            return await talk.speak(sound, **options)

    def asked(self, *commands: tuple[str, dict[str, Any]]) -> list[dict[str, Any]]:
        """Send commands over the WebSocket and return their answers."""
        return asyncio.run(self._asked(commands))

    async def _asked(self, commands: Sequence[tuple[str, dict[str, Any]]]) -> list[dict[str, Any]]:
        async with microphone(self.hub) as talk:
            return [await talk.ask(name, data) for name, data in commands]


class Talk:
    """A client with a microphone, signed in: what `microphone()` yields."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self._socket = socket
        self._number = 0

    async def ask(self, name: str, data: dict[str, Any]) -> dict[str, Any]:
        """Send a command and return its answer."""
        self._number += 1
        await self._socket.send_json({"id": self._number, "type": name, **data})
        while True:
            message: dict[str, Any] = await self._socket.receive_json(timeout=ANSWER_WITHIN_S)
            if message["id"] == self._number and message["type"] == "result":
                return message

    async def speak(  # noqa: PLR0913 -- keyword-only
        self,
        sound: Sound,
        *,
        end: str = "tts",
        is_paced: bool = False,
        is_ended: bool = True,
        conversation_id: str | None = None,
        device_id: str | None = None,
        then: Callable[[], None] | None = None,
        **given: Any,
    ) -> Told:
        """Send a sound and return what was told until the run ended.

        `is_paced`: as a microphone sends it, so that times mean something. Without `is_ended`
        nothing says that the sound is over. `then` is called once all of it was sent.
        """
        self._number += 1
        told = Told(began_at_s=time.monotonic())
        body: dict[str, Any] = {
            "id": self._number,
            "type": "assist_pipeline/run",
            "start_stage": "stt",
            "end_stage": end,
            "input": {"sample_rate": HEARING_RATE, **given},
        }
        body |= {"conversation_id": conversation_id} if conversation_id else {}
        body |= {"device_id": device_id} if device_id else {}
        await self._socket.send_json(body)
        async with asyncio.timeout(ANSWER_WITHIN_S + sound.seconds), asyncio.TaskGroup() as group:
            sending: asyncio.Task[None] | None = None
            while told.kinds[-1:] != ["run-end"]:
                message = await self._socket.receive_json()
                if message["type"] == "result":
                    assert message["success"], message
                    continue
                told.events.append((time.monotonic(), message["event"]))
                if message["event"]["type"] == "run-start":
                    handler = message["event"]["data"]["runner_data"]["stt_binary_handler_id"]
                    sends = self._send(
                        sound, handler, told, is_paced=is_paced, is_ended=is_ended, then=then
                    )
                    sending = group.create_task(sends, name="microphone")
            if sending is not None:
                sending.cancel()
        return told

    async def _send(  # noqa: PLR0913 -- keyword-only
        self,
        sound: Sound,
        handler: int,
        told: Told,
        *,
        is_paced: bool,
        is_ended: bool,
        then: Callable[[], None] | None,
    ) -> None:
        prefix = bytes([handler])
        began = told.sending_at_s = time.monotonic()
        for number, piece in enumerate(pieces(sound, piece_ms=PIECE_MS), 1):
            if is_paced:
                await asyncio.sleep(began + number * PIECE_MS / 1000 - time.monotonic())
            await self._socket.send_bytes(prefix + piece)
        told.spoken_at_s = time.monotonic()
        if is_ended:
            await self._socket.send_bytes(prefix)
        if then is not None:
            then()


@asynccontextmanager
async def microphone(hub: RunningHub) -> AsyncIterator[Talk]:
    """Sign in to a hub with a microphone, as the owner."""
    async with (
        aiohttp.ClientSession() as http,
        http.ws_connect(f"{hub.url}/api/websocket", max_msg_size=0) as socket,
    ):
        await socket.receive_json()
        await socket.send_json({"type": "auth", "access_token": hub.token})
        assert (await socket.receive_json())["type"] == "auth_ok"
        yield Talk(socket)


class Wire:
    """Sees the commands that go out to the devices, and changes these by hand; for `with`."""

    def __init__(self, port: int) -> None:
        self.sent: list[Sent] = []
        self._port = port
        self._client = paho.Client(CallbackAPIVersion.VERSION2)

    def __enter__(self) -> Self:
        self._client.on_message = self._on_message
        self._client.on_connect = self._on_connect
        self._client.connect(LOOPBACK, self._port)
        self._client.loop_start()
        deadline = time.monotonic() + ANSWER_WITHIN_S
        while not self._client.is_connected() and time.monotonic() < deadline:
            time.sleep(0.01)
        return self

    def __exit__(self, *_: object) -> None:
        self._client.disconnect()
        self._client.loop_stop()

    def poke(self, entity_id: str, wanted: Mapping[str, Any]) -> None:
        """Change a virtual device as somebody at the wall switch does."""
        self._client.publish(f"lares/virtual/{entity_id}/poke", json.dumps(dict(wanted)), qos=1)

    def first_after(self, at_s: float) -> Sent | None:
        """Return the first command after a moment."""
        return next((each for each in self.sent if each.at_s >= at_s), None)

    def _on_connect(self, client: paho.Client, *_: object) -> None:
        client.subscribe([(topic, 0) for topic in COMMANDS])

    def _on_message(self, _client: paho.Client, _data: object, message: paho.MQTTMessage) -> None:
        payload = message.payload.decode(errors="replace")
        self.sent.append(Sent(message.topic, payload, time.monotonic()))
