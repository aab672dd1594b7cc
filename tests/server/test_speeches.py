"""Speech is kept for minutes, within bounds, and may be heard while it is made."""

import asyncio
import io
import wave

from hub.home.speech import Sound
from hub.server.speeches import LASTS_S, LONGEST_BYTES, MOST_BYTES, MOST_SPEECHES, Speeches


class Clock:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


async def test_a_speech_is_a_file_once_it_is_complete() -> None:
    speech = Speeches().new()
    await speech.take(Sound(b"\1\0" * 100, 24_000))
    await speech.take(Sound(b"\2\0" * 50, 24_000))
    speech.end()
    with wave.open(io.BytesIO(speech.wav())) as file:
        assert file.getparams()[:4] == (1, 2, 24_000, 150)
        assert file.readframes(150) == b"\1\0" * 100 + b"\2\0" * 50


async def test_it_is_heard_while_it_is_made() -> None:
    speech = Speeches().new()
    heard: list[bytes] = []

    async def listen() -> None:
        async for piece in speech.stream():
            heard.append(piece)  # noqa: PERF401 -- it is looked at meanwhile

    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(listen())
        tasks.create_task(listen())
        await asyncio.sleep(0)
        assert heard == []
        await speech.take(Sound(b"\1\0" * 10, 22_050))
        for _ in range(5):
            await asyncio.sleep(0)
        assert sum(map(len, heard)) == 2 * (44 + 20)
        await speech.take(Sound(b"\2\0" * 10, 22_050))
        speech.end()
        await speech.take(Sound(b"\3\0" * 10, 22_050))
    assert sum(map(len, heard)) == 2 * (44 + 40)


async def test_nobody_waits_for_what_was_never_made() -> None:
    speech = Speeches().new()
    speech.fail("the engine is down")
    speech.fail("again")
    await speech.begun()
    await speech.completed()
    assert (speech.size, speech.problem) == (0, "the engine is down")


async def test_tokens_differ_and_end() -> None:
    clock = Clock()
    speeches = Speeches(clock)
    one, two = speeches.new(), speeches.new()
    assert one.token != two.token
    assert len(one.token) > 40
    assert speeches.get(one.token) is one
    assert speeches.get("") is None
    clock.now = LASTS_S
    assert speeches.get(one.token) is None


async def test_memory_is_bounded() -> None:
    speeches = Speeches()
    endless = speeches.new()
    for _ in range(3):
        await endless.take(Sound(bytes(LONGEST_BYTES // 2), 24_000))
    assert endless.size == LONGEST_BYTES
    kept = [speeches.new() for _ in range(MOST_BYTES // LONGEST_BYTES + 1)]
    for speech in kept:
        await speech.take(Sound(bytes(LONGEST_BYTES), 24_000))
    latest = speeches.new()
    assert speeches.get(endless.token) is None
    assert speeches.get(kept[0].token) is None
    assert speeches.get(latest.token) is latest
    many = [speeches.new() for _ in range(MOST_SPEECHES + 5)]
    assert speeches.get(many[0].token) is None
    assert speeches.get(many[-1].token) is many[-1]
