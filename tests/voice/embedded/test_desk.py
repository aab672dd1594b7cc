"""Whose turn it is to be heard."""

import asyncio
import threading
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from hub.home.plan import Heard
from hub.home.speech import EngineDown, Hints
from hub.voice.embedded.desk import MOST_WAITING, Dropped, HearingDesk


class SlowEars:
    """Ears that write down what they heard, once they are let go on."""

    def __init__(self) -> None:
        self.heard: list[bytes] = []
        self.go_on = threading.Event()
        self.begun = threading.Event()

    def hear(self, pcm: bytes, hints: Hints) -> Heard:
        del hints
        self.heard.append(pcm)
        self.begun.set()
        self.go_on.wait(5)
        if pcm == b"bad":
            raise ValueError("a bad sound")
        return Heard(text=pcm.decode())


@pytest.fixture
def ears() -> SlowEars:
    return SlowEars()


@pytest_asyncio.fixture
async def desk(ears: SlowEars) -> AsyncIterator[HearingDesk]:
    desk = HearingDesk(lambda: ears)
    task = asyncio.create_task(desk.run())
    await desk.loaded.wait()
    yield desk
    ears.go_on.set()
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


async def _begun(desk: HearingDesk, ears: SlowEars, name: str) -> asyncio.Task[Heard]:
    task = asyncio.create_task(desk.hear(name.encode(), Hints()))
    await asyncio.to_thread(ears.begun.wait, 5)
    return task


async def test_the_newest_sentence_comes_first(desk: HearingDesk, ears: SlowEars) -> None:
    tasks = [await _begun(desk, ears, "first")]
    for name in (b"older", b"newer"):
        tasks.append(asyncio.create_task(desk.hear(name, Hints())))
        await asyncio.sleep(0)
    ears.go_on.set()
    assert [heard.text for heard in await asyncio.gather(*tasks)] == ["first", "older", "newer"]
    assert ears.heard == [b"first", b"newer", b"older"]


async def test_a_draft_gives_way_to_a_sentence(desk: HearingDesk, ears: SlowEars) -> None:
    first = await _begun(desk, ears, "first")
    draft = asyncio.create_task(desk.hear(b"draft", Hints(), is_draft=True))
    await asyncio.sleep(0)
    sentence = asyncio.create_task(desk.hear(b"sentence", Hints()))
    with pytest.raises(Dropped):
        await draft
    late = asyncio.create_task(desk.hear(b"late", Hints(), is_draft=True))
    with pytest.raises(Dropped):
        await late
    ears.go_on.set()
    await asyncio.gather(first, sentence)
    assert ears.heard == [b"first", b"sentence"]


async def test_whoever_goes_away_is_not_heard(desk: HearingDesk, ears: SlowEars) -> None:
    first = await _begun(desk, ears, "first")
    gone = asyncio.create_task(desk.hear(b"gone", Hints()))
    await asyncio.sleep(0)
    gone.cancel()
    await asyncio.gather(gone, return_exceptions=True)
    ears.go_on.set()
    await first
    assert (await desk.hear(b"next", Hints())).text == "next"
    assert b"gone" not in ears.heard


async def test_the_oldest_of_too_many_is_refused(desk: HearingDesk, ears: SlowEars) -> None:
    first = await _begun(desk, ears, "first")
    many = [asyncio.create_task(desk.hear(b"%d" % n, Hints())) for n in range(MOST_WAITING + 1)]
    with pytest.raises(EngineDown, match="too much"):
        await many[0]
    ears.go_on.set()
    await asyncio.gather(first, *many[1:])


async def test_a_bad_sound_is_one_failure(desk: HearingDesk, ears: SlowEars) -> None:
    ears.go_on.set()
    with pytest.raises(EngineDown, match="a bad sound"):
        await desk.hear(b"bad", Hints())
    assert (await desk.hear(b"good", Hints())).text == "good"


async def test_what_cannot_be_loaded_says_why() -> None:
    def load() -> SlowEars:
        raise OSError("no file")

    desk = HearingDesk(load)
    early = asyncio.create_task(desk.hear(b"early", Hints()))
    await asyncio.sleep(0)
    await desk.run()
    with pytest.raises(EngineDown, match="no file"):
        await early
    with pytest.raises(EngineDown, match="cannot be loaded: no file"):
        await desk.hear(b"late", Hints())
    assert desk.trouble is not None
