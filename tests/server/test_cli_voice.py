"""`lares say` and `lares listen`, as people use them, against a running server."""

import asyncio
import json
import os
import wave
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from hub.cli import main
from hub.home.speech import HEARING_RATE
from hub.server.parts import ServerParts
from tests.server.conftest import Running
from tests.support.keeping import until
from tests.support.voice import FakeVoice, said, silence, words_in


@pytest.fixture
def voice() -> FakeVoice:
    return FakeVoice()


@pytest.fixture
async def empty(empty: ServerParts, voice: FakeVoice) -> ServerParts:
    return replace(empty, voice=voice)


class Machine:
    """A folder of programs that stands for this machine: what records and what plays here."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.room = folder / "room"
        self.played = folder / "played"
        self.asked = folder / "asked"
        self.played.mkdir()

    def has_microphone(self, complaint: str = "") -> None:
        """Have it record what is said in the room, or fail with a complaint."""
        if not self.room.exists():
            os.mkfifo(self.room)
        records = f"echo '{complaint}' >&2; exit 1" if complaint else f"exec cat {self.room}"
        self._program("arecord", f'echo "$@" >> {self.asked}; {records}')

    async def says(self, *sounds: bytes) -> None:
        """Have something said in the room."""
        await asyncio.to_thread(self.room.write_bytes, b"".join(sounds))

    def has_speaker(self, complaint: str = "") -> None:
        """Have it play: each sound is kept."""
        fails = f"echo '{complaint}' >&2; exit 1" if complaint else "exit 0"
        self._program("aplay", f'cp "$2" {self.played}/$$.wav; {fails}')

    def heard(self) -> list[str]:
        """Return what was played, as words."""
        return [words_of(file).strip() for file in sorted(self.played.iterdir())]

    def _program(self, name: str, script: str) -> None:
        file = self.folder / name
        file.write_text(f"#!/bin/sh\nPATH=/usr/bin:/bin\n{script}\n")
        file.chmod(0o755)


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Machine:
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    monkeypatch.chdir(tmp_path)
    return Machine(folder)


Run = Callable[..., "asyncio.Future[int]"]


@pytest.fixture
def run(hub: Running) -> Run:
    def run(*words: str) -> "asyncio.Future[int]":
        options = ("--url", hub.url, "--token", hub.secret)
        return asyncio.ensure_future(asyncio.to_thread(main, [*words, *options]))

    return run


def words_of(file: Path) -> str:
    with wave.open(str(file)) as sound:
        return words_in(sound.readframes(sound.getnframes()))


def wav(file: Path, pcm: bytes, *, channels: int = 1) -> Path:
    with wave.open(str(file), "wb") as sound:
        sound.setnchannels(channels)
        sound.setsampwidth(2)
        sound.setframerate(HEARING_RATE)
        sound.writeframes(pcm)
    return file


async def test_it_says_something_here(run: Run, machine: Machine, voice: FakeVoice) -> None:
    machine.has_speaker()
    assert await run("say", "dinner", "is ready", "--voice", "joe") == 0
    assert machine.heard() == ["dinner is ready"]
    assert voice.mouth.asked == [("dinner is ready", "en", "joe")]


async def test_what_it_says_is_written_where_nothing_plays(
    run: Run, machine: Machine, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert await run("say", "hello") == 0
    assert "written to lares-says.wav" in capsys.readouterr().out
    assert words_of(tmp_path / "lares-says.wav").strip() == "hello"
    machine.has_speaker()
    assert await run("say", "hi", "--output", str(tmp_path / "hi.wav")) == 0
    assert words_of(tmp_path / "hi.wav").strip() == "hi"
    assert machine.heard() == []


async def test_a_voice_that_is_not_there_and_a_card_that_fails_are_told(
    run: Run, machine: Machine, capsys: pytest.CaptureFixture[str]
) -> None:
    assert await run("say", "hello", "--voice", "nobody") == 1
    assert "has heart, joe" in capsys.readouterr().err
    machine.has_speaker("no such card")
    assert await run("say", "hello") == 1
    assert "aplay could not play it: no such card" in capsys.readouterr().err


async def test_a_file_is_heard_shown_and_answered(
    run: Run,
    machine: Machine,
    voice: FakeVoice,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    machine.has_speaker()
    file = wav(tmp_path / "order.wav", said("turn on the light"))
    assert await run("listen", "--file", str(file), "--area", "kitchen") == 0
    shown = capsys.readouterr().out
    assert "> turn on the light\n" in shown
    assert "< You said turn on the light\n" in shown
    assert machine.heard() == ["You said turn on the light"]
    (ask,) = voice.asks
    # Whoever speaks is not the owner whose token it is.
    assert (ask.user_id, ask.area_id) == (None, "kitchen")


async def test_a_headset_of_ones_own_has_ones_rights(
    hub: Running, run: Run, machine: Machine, voice: FakeVoice, tmp_path: Path
) -> None:
    machine.has_speaker()
    file = wav(tmp_path / "order.wav", said("hello"))
    assert await run("listen", "--file", str(file), "--as-me", "--quiet") == 0
    assert voice.asks[0].user_id == hub.owner.id
    assert machine.heard() == []


async def test_a_microphone_waits_for_its_wake_word_and_stays_open_for_the_answer(
    run: Run, machine: Machine, voice: FakeVoice
) -> None:
    machine.has_speaker()
    machine.has_microphone()
    os_holds_it_open = os.open(machine.room, os.O_RDWR)
    voice.asks_back = 1
    listening = run("listen", "--once", "--wake-word", "okay_nabu", "--device", "plughw:1,0")
    await until(lambda: len(voice.asks) == 1)
    # Pieces of sound hold a word each.
    await machine.says(said("okay nabu", pause_s=0.1), said("unlock the door", pause_s=0.7))
    await until(lambda: len(voice.asks) == 2)
    await machine.says(said("no", pause_s=0.8))
    assert await listening == 0
    os.close(os_holds_it_open)
    first, second = voice.asks
    assert (first.start, first.wake_words) == ("wake_word", ("okay_nabu",))
    assert second.start == "stt"
    assert machine.asked.read_text().split()[:3] == ["-q", "-D", "plughw:1,0"]
    assert len(machine.heard()) == 2


async def test_what_goes_wrong_is_told(
    run: Run, machine: Machine, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert await run("listen", "--once") == 1
    assert "arecord is missing; install it: apt-get install alsa-utils" in capsys.readouterr().err
    machine.has_microphone(complaint="arecord: main:831: audio open error: No such device")
    assert await run("listen", "--once") == 1
    told = capsys.readouterr().err
    assert "the microphone cannot be used: arecord: main:831: audio open error" in told
    assert await run("listen", "--file", str(tmp_path / "none.wav")) == 1
    assert "none.wav is no WAV file" in capsys.readouterr().err
    stereo = wav(tmp_path / "stereo.wav", bytes(8), channels=2)
    assert await run("listen", "--file", str(stereo)) == 1
    assert "2 channels of 16 bits; make it one of 16: sox" in capsys.readouterr().err


async def test_nobody_who_speaks_is_no_success(
    run: Run, machine: Machine, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    machine.has_speaker()
    file = wav(tmp_path / "quiet.wav", silence(0.5))
    assert await run("listen", "--file", str(file), "--json") == 1
    events = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [event["type"] for event in events][-2:] == ["error", "run-end"]
