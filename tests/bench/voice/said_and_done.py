"""Sentences from the room to the device: through real microphones, at several levels of noise.

A running hub with its engines and its language model hears them; what moved is put back after
each. The same sentences by the same voices are said at each level.
"""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from typing import Any

from hub.home.speech import Sound
from hub.language.evaluation.cases import Case
from hub.remote import Rejected
from tests.bench.voice.house import House, entity_of
from tests.bench.voice.levels import Level, said_at
from tests.bench.voice.microphones import Microphone
from tests.bench.voice.state_change import Seen, Verdict, verdict, wishes
from tests.bench.voice.times import Timed, until_command_ms
from tests.bench.voice.tried import Tried
from tests.support.running_hub import RunningHub
from tests.support.voice_hub import Sent, Wire
from tests.support.voices import Speaker, say

BEFORE_S = 0.5
AFTER_S = 2.0
RUN_WITHIN_S = 60.0
ASKS_EVERY_S = 0.1
TRACE_ASKS = 50

Run = dict[str, Any]


class Saying:
    """Says sentences to a hub, and looks at what comes of them."""

    def __init__(
        self, hub: RunningHub, wire: Wire, house: House, speakers: Sequence[Speaker]
    ) -> None:
        self._hub = hub
        self._wire = wire
        self._house = house
        self._speakers = speakers

    async def typed(self, case: Case) -> Verdict:
        """Return what a sentence comes to as it is written."""
        before = len(self._wire.sent)
        path, body = "/api/conversation/process", {"text": case.say}
        answer = await asyncio.to_thread(self._hub.remote.request, "POST", path, body)
        sent = await self._house.sent_since(before)
        trace = self._hub.remote.request("GET", "/api/lares/traces?limit=1")[0]
        found = self._judged(case, sent, trace, asks=bool(answer.get("continue_conversation")))
        await self._house.put_back({entity_of(each) for each in sent})
        return found

    async def spoken(
        self, name: str, microphone: Microphone, cases: Sequence[Case], level: Level
    ) -> AsyncIterator[Tried]:
        """Yield what sentences come to at a level, the voices taking turns."""
        for number, case in enumerate(cases):
            speaker = self._speakers[number % len(self._speakers)]
            words = say(case.say, speaker)
            sound = said_at(level, words, number, before_s=BEFORE_S, after_s=AFTER_S)
            before = len(self._wire.sent)
            run = await self._run(microphone, sound)
            sent = await self._house.sent_since(before)
            begun_at_s = await microphone.heard_at_s(sound)
            yield Tried(
                microphone=name,
                timed=Timed(
                    said=case.say,
                    speaker=speaker.name,
                    level=level.name,
                    heard=run.get("text") or "",
                    stages={each["stage"]: each["took_ms"] for each in run.get("times", ())},
                    command_ms=None
                    if begun_at_s is None
                    else until_command_ms(begun_at_s + BEFORE_S, words, sent),
                ),
                verdict=await self._verdict(case, sent, run),
            )
            await microphone.rest()
            sent = await self._house.sent_since(before)
            await self._house.put_back({entity_of(each) for each in sent})

    async def _run(self, microphone: Microphone, sound: Sound) -> Run:
        """Return the hub's record of what a microphone heard; empty if it made none of it."""
        last = self._latest().get("id")
        try:
            async with asyncio.timeout(RUN_WITHIN_S + sound.seconds):
                await microphone.hear(sound)
                while (run := self._latest()).get("id") == last:  # noqa: ASYNC110 -- a program
                    await asyncio.sleep(ASKS_EVERY_S)
        except TimeoutError:
            return {}
        return run

    def _latest(self) -> Run:
        runs: list[Run] = self._hub.remote.request("GET", "/api/lares/voice/runs?limit=1")
        return runs[0] if runs else {}

    async def _verdict(self, case: Case, sent: Sequence[Sent], run: Run) -> Verdict:
        trace = await self._trace(run["plan_id"]) if run.get("plan_id") else {}
        found = self._judged(case, sent, trace, asks=bool(run.get("wants_answer")))
        why = run.get("failure") if run else "the hub kept no run of it"
        return replace(found, why=f"{found.why}: {why}") if why else found

    async def _trace(self, plan_id: str) -> dict[str, Any]:
        """Return the trace of a plan, which is kept a little after it was spoken of."""
        for _ in range(TRACE_ASKS):
            with contextlib.suppress(Rejected):
                found: dict[str, Any] = self._hub.remote.request(
                    "GET", f"/api/lares/traces/{plan_id}"
                )
                return found
            await asyncio.sleep(ASKS_EVERY_S)
        return {}

    def _judged(
        self, case: Case, sent: Sequence[Sent], trace: dict[str, Any], *, asks: bool
    ) -> Verdict:
        ends = [each["status"] for each in trace.get("outcomes", ())]
        moved = {entity_of(each) for each in sent}
        named = moved.union(*wishes(case))
        seen = Seen(
            moved=moved,
            states=self._house.states(named),
            is_verified=bool(ends) and set(ends) == {"done"},
            asks=asks or bool(trace.get("approval_id")),
        )
        return verdict(case, seen)
