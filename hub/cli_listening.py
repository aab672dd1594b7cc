"""Sentence after sentence through a microphone of this machine, shown and answered aloud."""

import argparse
import asyncio
import json
import sys
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack

from hub import remote
from hub.cli_plan import print_plan
from hub.home.errors import HubError
from hub.sound_cards import Microphone, Recording, play, player
from hub.speaking_with import Ended, Event, Speaking, speak_with

# Listens at once.
NO_WAKE_WORD = "none"
# What ends a run and needs no words: nobody spoke.
_QUIET = frozenset({"wake-word-timeout", "stt-no-text-recognized"})


class Listening:
    """Sentence after sentence."""

    def __init__(self, arguments: argparse.Namespace, hub: remote.Remote) -> None:
        self._hub = hub
        self._arguments = arguments
        self._area: str | None = arguments.area
        self._is_known: bool = arguments.as_me
        self._is_once: bool = arguments.once or arguments.file is not None
        self._is_quiet: bool = arguments.quiet
        self._shown = _Shown(as_json=arguments.json)
        default = NO_WAKE_WORD if self._is_once else None
        self._wake_word: str | None = arguments.wake_word or default

    async def go(self) -> int:
        """Listen until one sentence is over, or for ever; returns the exit status."""
        async with AsyncExitStack() as stack:
            source: Recording | Microphone
            if self._arguments.file is not None:
                source = await asyncio.to_thread(Recording.read, self._arguments.file)
            else:
                source = await stack.enter_async_context(Microphone(self._arguments.device))
            answers: Ended | None = None
            while True:
                ended = await self._sentence(source.rate, source.sound(), answers)
                await self._reply(ended)
                if isinstance(source, Microphone):
                    source.forget()
                may_answer = ended.wants_answer and isinstance(source, Microphone)
                answers = ended if may_answer else None
                if self._is_once and answers is None:
                    return 1 if ended.error else 0

    async def _sentence(
        self, rate: int, sound: AsyncIterator[bytes], answers: Ended | None
    ) -> Ended:
        waits = answers is None and self._wake_word != NO_WAKE_WORD
        how = Speaking(
            rate=rate,
            start="wake_word" if waits else "stt",
            is_known=self._is_known,
            area_id=self._area,
            wake_word=self._wake_word if waits else None,
            conversation_id=answers.conversation_id if answers is not None else None,
        )
        return await speak_with(self._hub, how, sound, self._shown.show)

    async def _reply(self, ended: Ended) -> None:
        if ended.speech_path is None or self._is_quiet or player() is None:
            return
        try:
            wav = await asyncio.to_thread(self._hub.fetch, ended.speech_path)
            await asyncio.to_thread(play, wav)
        except HubError as error:
            # It was shown; what comes next can still be heard.
            print(f"lares: {error}", file=sys.stderr)


class _Shown:
    """Shows what happens: the words as they are heard, the plan, the reply."""

    def __init__(self, *, as_json: bool) -> None:
        self._as_json = as_json
        self._drawn = 0

    def show(self, event: Event) -> None:
        """Show an event."""
        if self._as_json:
            print(json.dumps(event), flush=True)
            return
        data = event.get("data") or {}
        match event["type"]:
            case "wake_word-start":
                self._line("waiting for the wake word")
            case "stt-start":
                self._line("listening")
            case "lares-stt-progress":
                self._draft(f"  {data['text']} …")
            case "stt-end":
                self._line(f"> {data['stt_output']['text']}")
            case "intent-end":
                self._done(data.get("intent_output") or {})
            case "error" if data.get("code") not in _QUIET:
                self._line(f"! {data.get('message')}")
            case _:
                pass

    def _done(self, output: Event) -> None:
        plan = (output.get("lares") or {}).get("plan") or {}
        speech = output.get("response", {}).get("speech", {}).get("plain", {}).get("speech", "")
        if plan.get("body", {}).get("kind") == "steps":
            print_plan(plan["body"], "")
        if speech:
            self._line(f"< {speech}")

    def _draft(self, text: str) -> None:
        """Draw a line that the next one replaces, where somebody watches."""
        if sys.stdout.isatty():
            print(f"\r{text.ljust(self._drawn)}", end="", flush=True)
            self._drawn = len(text)

    def _line(self, text: str) -> None:
        wiped = f"\r{' ' * self._drawn}\r" if self._drawn else ""
        self._drawn = 0
        print(f"{wiped}{text}", flush=True)
