"""A connection to a satellite: its microphone goes to the assistant, speech goes to its speaker.

The hub connects and says `run-satellite`, as Home Assistant does; the satellite asks for runs
(`run-pipeline`) and streams what it hears.
"""

import asyncio
import logging
from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import replace
from datetime import UTC, datetime

from wyoming.audio import AudioChunk
from wyoming.event import Event
from wyoming.info import Info
from wyoming.ping import Ping, Pong
from wyoming.satellite import PauseSatellite, RunSatellite

from hub.home.commands import Command
from hub.home.domains.assist_satellite import Announce, AskQuestion, StartConversation
from hub.home.domains.switch import Toggle, TurnOff, TurnOn
from hub.home.ids import slugify
from hub.home.maker import DeviceFacts, EntityFacts, House, LinkLost, NotOffered, Refused
from hub.home.model import State
from hub.home.one_line import one_line
from hub.home.speech import EngineDown, Sound
from integrations.wyoming.allowance import Allowance
from integrations.wyoming.conversing import NO_VOICE, Conversing
from integrations.wyoming.post import Post
from integrations.wyoming.settings import WyomingConfig
from integrations.wyoming.sound import Converter
from integrations.wyoming.telling import Phase
from integrations.wyoming.wanted import Wanted, format_of, wanted, woken
from integrations.wyoming.wire import NONSENSE, NotWyoming, Wire, WireError
from integrations.wyoming.work import Saying, Work

MAIN = "satellite"
SATELLITE = ("assist_satellite", MAIN)
MUTE = ("switch", "mute")
ACTIONS = frozenset(
    {
        "assist_satellite.announce",
        "assist_satellite.ask_question",
        "assist_satellite.start_conversation",
    }
)
# How often it is asked whether it is there, and how long one that does answer may be silent.
PING_S = 5.0
SILENT_S = 15.0
# A microphone from which sound came this lately is open.
STREAMS_S = 3.0

_log = logging.getLogger(__name__)


class SatelliteSession:
    """Implements `hub.home.maker.Session` for a satellite."""

    def __init__(self, wire: Wire, info: Info, house: House, config: WyomingConfig) -> None:
        self._wire = wire
        self._info = info
        self._house = house
        self._config = config
        self._clock = asyncio.get_running_loop().time
        self._post = Post(wire)
        self._form = format_of(info)
        self._is_muted = config.is_muted
        self._converter = Converter()
        self._last_sound = self._last_heard = -SILENT_S
        self._answers_pings = False
        # The run that a detection asks for, unless the satellite asks for one itself.
        self._woken: Wanted | None = None
        self._has_complained = False
        self._last_sent: str | None = None
        self._last_played: str | None = None
        self._why = ""
        self._tells_played = info.satellite is not None and info.satellite.supports_trigger is True
        conversing = Conversing(
            house,
            self._post,
            self._form,
            key=SATELLITE,
            phase=self._at,
            streams=self._streams,
        )
        self._conversing = conversing
        self._work = Work(
            conversing,
            self._form,
            streams=self._streams,
            sent=self._was_sent,
            played=self._was_played,
        )

    async def begin(self) -> None:
        """Put device and entities, and report their first states."""
        satellite = self._info.satellite
        if satellite is None:
            raise Refused(f"{self._wire.peer} is no satellite any more")
        self._house.put_device(
            DeviceFacts(
                key=MAIN,
                name=_shown(satellite.name) or "Satellite",
                manufacturer=_shown(satellite.attribution.name) or None,
                model=_shown(satellite.description) or None,
                sw_version=_shown(satellite.version) or None,
                suggested_area=self._area_named(_shown(satellite.area)),
            )
        )
        self._house.put(EntityFacts(domain=SATELLITE[0], key=MAIN, device=MAIN, actions=ACTIONS))
        self._house.put(
            EntityFacts(
                domain=MUTE[0],
                key=MUTE[1],
                device=MAIN,
                name="Mute",
                actions=frozenset({"switch.turn_on", "switch.turn_off"}),
                entity_category="config",
                icon="mdi:microphone-off",
            )
        )
        self._house.keep_only({SATELLITE, MUTE})
        self._report()

    async def follow(self) -> None:
        """Listen and speak until the connection is lost."""
        if not self._is_muted:
            self._post.put(RunSatellite())
        try:
            async with asyncio.TaskGroup() as group:
                tasks = [
                    group.create_task(self._post.run(), name="wyoming-post"),
                    group.create_task(self._ping(), name="wyoming-ping"),
                ]
                reading = group.create_task(self._read(), name="wyoming-read")
                await self._work.run()
                for task in (*tasks, reading):
                    task.cancel()
        except BaseExceptionGroup as errors:
            raise errors.exceptions[0] from None
        raise LinkLost(self._why or f"{self._wire.peer} is lost")

    async def send(self, domain: str, key: str, command: Command, state: State) -> None:
        """Say something, or turn the microphone off or on."""
        del domain, key
        match command:
            case Announce():
                await self._say(command.message, command.media_id, command)
            case StartConversation():
                await self._say(command.start_message, command.start_media_id, command)
            case AskQuestion():
                await self._say(command.question, command.question_media_id, command)
            case TurnOn() | TurnOff() | Toggle():
                is_on = state.state == "on"
                self._mute(
                    isinstance(command, TurnOn) or (isinstance(command, Toggle) and not is_on)
                )
            case _:
                raise NotOffered(f"a satellite knows no {command.action}")

    async def _read(self) -> None:
        """Take what the satellite sends; the work ends once there is no more."""
        allowance = Allowance(self._clock)
        try:
            while True:
                event = await self._wire.read()
                self._last_heard = self._clock()
                allowance.take(_seconds(event))
                self._take(event)
        except NotWyoming as error:
            self._lose(f"{self._wire.peer}: {error}")
        except WireError as error:
            self._lose(str(error))

    def _take(self, event: Event) -> None:
        try:
            match event.type:
                case "audio-chunk":
                    self._hear(event)
                case "audio-stop":
                    self._last_sound = -SILENT_S
                    if self._conversing.microphone is not None:
                        self._conversing.microphone.end()
                case "run-pipeline":
                    self._want(wanted(event))
                case "detection":
                    self._woken = woken(event)
                case _:
                    self._take_sign(event)
        except NotWyoming as error:
            self._complain(error)

    def _take_sign(self, event: Event) -> None:
        match event.type:
            case "played":
                self._tells_played = True
                if self._conversing.speaker is not None:
                    self._conversing.speaker.played()
            case "ping":
                self._post.put(Pong(text=_text(event)))
            case "pong":
                self._answers_pings = True
            case _:
                pass

    def _hear(self, event: Event) -> None:
        if self._is_muted:
            return
        self._last_sound = self._clock()
        pcm = self._converter.convert(event)
        if self._woken is not None and not self._work.is_busy:
            # Some satellites say that they heard their wake word, and ask for no run.
            self._want(self._woken)
        if self._conversing.microphone is not None:
            self._conversing.microphone.feed(pcm)

    def _want(self, asked: Wanted) -> None:
        if asked.woken_by == "" and self._woken is not None:
            asked = replace(asked, woken_by=self._woken.woken_by)
        self._woken = None
        if not self._is_muted:
            self._work.want(asked)

    async def _say(
        self,
        message: str | None,
        medium: str | None,
        command: Announce | StartConversation | AskQuestion,
    ) -> None:
        """Have something said; the first of it is made at once, so that no voice is no success."""
        voice = self._house.voice
        if voice is None:
            raise Refused(NO_VOICE)
        if message is None or medium is not None or command.preannounce_media_id is not None:
            raise NotOffered("this satellite plays words, not media; give a message")
        listens = not isinstance(command, Announce)
        question_id = command.question_id if isinstance(command, AskQuestion) else None
        if listens and not self._streams():
            raise NotOffered("its microphone opens only by its wake word; announce it instead")
        if self._work.is_full:
            raise Refused("it has others to say first")
        sounds = voice.speak(message)
        try:
            first = await anext(sounds)
        except StopAsyncIteration:
            raise Refused("the voice makes no sound of this message") from None
        except EngineDown as error:
            raise Refused(str(error)) from None
        with_chime = command.preannounce
        self._work.say(
            Saying(
                _with(first, sounds),
                with_chime=with_chime,
                listens=listens,
                question_id=question_id,
            )
        )

    def _mute(self, is_muted: bool) -> None:  # noqa: FBT001 -- a switch
        self._is_muted = is_muted
        if is_muted:
            self._work.stop()
        self._post.put(PauseSatellite() if is_muted else RunSatellite())
        self._house.remember(self._config.model_dump() | {"is_muted": is_muted})
        self._report()

    async def _ping(self) -> None:
        """Ask whether it is there. One that never answered may know no `ping`, and is believed."""
        while True:
            await asyncio.sleep(PING_S)
            self._post.put(Ping())
            if self._answers_pings and self._clock() - self._last_heard > SILENT_S:
                self._lose(f"{self._wire.peer} does not answer for {SILENT_S:g} s")
                await self._wire.close()

    def _lose(self, why: str) -> None:
        self._why = self._why or why
        self._house.unavailable(*SATELLITE)
        self._work.lose(why)

    def _at(self, phase: Phase) -> None:
        self._work.phase = phase
        self._report()

    def _was_sent(self) -> None:
        self._last_sent = datetime.now(UTC).isoformat()
        self._report()

    def _was_played(self) -> None:
        self._last_played = datetime.now(UTC).isoformat()
        self._report()

    def _report(self) -> None:
        if self._why:
            return
        phase = self._work.phase
        state = Phase.IDLE if phase is Phase.WAITING else phase
        told = {"last_sent": self._last_sent}
        if self._tells_played:
            told["last_played"] = self._last_played
        self._house.report(*SATELLITE, state.value, told)
        self._house.report(*MUTE, "on" if self._is_muted else "off")

    def _streams(self) -> bool:
        return self._clock() - self._last_sound < STREAMS_S

    def _area_named(self, name: str) -> str | None:
        """Return the area that a satellite says it is in, if there is one of this name."""
        wanted_area = slugify(name) if name else ""
        for area in self._house.home.areas.values():
            if wanted_area and wanted_area in map(slugify, (area.name, *area.aliases)):
                return area.name
        return None

    def _complain(self, error: NotWyoming) -> None:
        if not self._has_complained:
            self._has_complained = True
            words = "wyoming: %s: %s; what else makes no sense is not logged"
            _log.warning(words, self._wire.peer, one_line(str(error))[:200])


async def _with(first: Sound, rest: AsyncGenerator[Sound, None]) -> AsyncGenerator[Sound, None]:
    async with aclosing(rest):
        yield first
        async for sound in rest:
            yield sound


def _seconds(event: Event) -> float:
    """Return how long a sound is; nonsense is for whoever converts it."""
    if not AudioChunk.is_type(event.type):
        return 0.0
    try:
        return float(AudioChunk.from_event(event).seconds)
    except (*NONSENSE, ZeroDivisionError):
        return 0.0


def _text(event: Event) -> str | None:
    text = event.data.get("text")
    return text[:200] if isinstance(text, str) else None


def _shown(text: object) -> str:
    return one_line(str(text))[:100].strip() if text else ""
