"""Has media players speak: a text becomes sound that they fetch from the hub, and play.

Home Assistant's `tts.speak`, for players without a voice satellite near them.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import aclosing
from types import TracebackType
from typing import Self

from hub.home.commands import Command
from hub.home.domains.house import Speak
from hub.home.domains.media_player import PlayMedia
from hub.home.errors import DeliveryError, HubError, UnsupportedCommand
from hub.home.ids import EntityId
from hub.home.model import Context
from hub.home.plan import Plan, PlanResult, Request, Status, Steps
from hub.home.speech import Voice
from hub.home.step import Step
from hub.server.speeches import Speech, Speeches

PLANNER = "tts"
_SENT = frozenset({Status.DONE, Status.UNVERIFIED})

_log = logging.getLogger(__name__)


class SpeakingPlayers:
    """Carries out `tts.speak`: an integration under the domain "tts". Enter it first.

    `voice` speaks, `run_plan` asks the guard and the players, `address` is where they reach the
    hub.
    """

    name = "tts"

    def __init__(
        self,
        voice: Callable[[], Voice | None],
        speeches: Speeches,
        run_plan: Callable[[Plan], Awaitable[PlanResult]],
        address: Callable[[], str],
    ) -> None:
        self._voice = voice
        self._speeches = speeches
        self._run_plan = run_plan
        self._address = address
        self._tasks = asyncio.TaskGroup()
        self._speaking: set[asyncio.Task[None]] = set()

    async def __aenter__(self) -> Self:
        await self._tasks.__aenter__()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        for task in self._speaking:
            task.cancel()
        await self._tasks.__aexit__(kind, error, traceback)

    async def send(self, entity_id: EntityId, command: Command, context: Context) -> None:
        """Have the players play it; returns once they were told to.

        Raises:
            DeliveryError: nothing speaks here, or no player was told.
            UnsupportedCommand: this is nothing to speak.
        """
        if not isinstance(command, Speak):
            raise UnsupportedCommand(entity_id, command.action, "this is nothing to speak")
        speech = self._speeches.new()
        self._speak(speech, command, self._known_voice(entity_id))
        await speech.begun()
        if not speech.size:
            self._speeches.forget(speech)
            raise DeliveryError(entity_id, speech.problem or "the voice made no sound of it")
        result = await self._run_plan(self._plan(command, speech, context))
        if not any(one.status in _SENT for one in result.outcomes):
            details = [one.detail for one in result.outcomes if one.detail]
            raise DeliveryError(entity_id, (*details, result.verdict.reason)[0].rstrip("."))

    def _known_voice(self, entity_id: EntityId) -> Voice:
        voice = self._voice()
        if voice is None:
            raise DeliveryError(entity_id, "the hub's voice is switched off in lares.yaml")
        return voice

    def _plan(self, command: Speak, speech: Speech, context: Context) -> Plan:
        """Return what plays it, in the name of who had it spoken."""
        play = PlayMedia(media_content_id=f"{self._address()}{speech.path}")
        players = tuple(EntityId(player) for player in command.media_player_entity_id)
        request = Request(
            text=command.message,
            source=context.source,
            user_id=context.user_id,
            parent_id=context.id,
        )
        steps = Steps(steps=(Step(command=play, targets=players),))
        return Plan(request=request, body=steps, planner=PLANNER)

    def _speak(self, speech: Speech, command: Speak, voice: Voice) -> None:
        work = _spoken(speech, command, voice)
        task = self._tasks.create_task(work, name="speak for players")
        self._speaking.add(task)
        task.add_done_callback(self._speaking.discard)


async def _spoken(speech: Speech, command: Speak, voice: Voice) -> None:
    wanted = (command.options or {}).get("voice")
    sounds = voice.speak(
        command.message, language=command.language, voice=str(wanted) if wanted else None
    )
    try:
        async with aclosing(sounds):
            async for sound in sounds:
                await speech.take(sound)
    except HubError as error:
        speech.fail(str(error))
    except Exception:  # noqa: BLE001 -- the edge of the task; whoever waits is told
        _log.exception("a text could not be spoken")
        speech.fail("something went wrong; the hub's log tells what")
    finally:
        speech.end()
