"""`lares policy` and `lares approve`, as people use them, against a running server."""

import asyncio
import io
from pathlib import Path

import pytest

from hub.cli import main
from tests.server.conftest import Running
from tests.server.test_conversation import say
from tests.server.test_pins import PIN
from tests.server.test_pins import POLICY as PIN_POLICY

GOOD = "policies: [{name: a, match: {entity_id: lock.frnt}, effect: deny, reason: r}]\n"


@pytest.fixture
def owner_policy() -> str:
    return PIN_POLICY


async def run(hub: Running, *words: str) -> int:
    """Run a command; a failure of its own is a status too."""
    options = ("--url", hub.url, "--token", hub.secret)
    return await asyncio.to_thread(main, [*words, *options])


async def test_a_test_tells_the_verdict_and_what_was_considered(
    hub: Running, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["unlock", "the", "front", "door", "--as", "guest", "--by", "voice", "--at", "02:00"]
    assert await run(hub, "policy", "test", *words, "--home", "nobody") == 0
    told = capsys.readouterr().out
    assert "as a guest, by voice, at " in told
    assert " 02:00\n" in told
    assert "lock.unlock lock.front: deny (the front door needs a PIN)" in told
    assert "set one with `lares user pin`" in told
    assert "matches  confirm  shipped: children and guests ask an adult" in told
    assert "raw commands ask" not in told
    await run(hub, "policy", "test", *words, "--all")
    assert "raw commands ask: only if action is vacuum.send_command" in capsys.readouterr().out
    assert hub.devices.sent == []


async def test_a_mistake_tells_what_to_write(
    hub: Running, capsys: pytest.CaptureFixture[str]
) -> None:
    assert await run(hub, "policy", "test", "unlock the front door", "--as", "gest") == 1
    assert "did you mean 'guest'" in capsys.readouterr().err


async def test_a_reload_tells_what_was_read_or_what_is_wrong(
    hub: Running, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert await run(hub, "policy", "reload") == 0
    assert "2 policies, 0 invariants" in capsys.readouterr().out
    await asyncio.to_thread((tmp_path / "policy.yaml").write_text, "policies: 3")
    assert await run(hub, "policy", "reload") == 1
    assert "policy.yaml:1: policies:" in capsys.readouterr().err


async def test_a_check_names_mistakes_and_what_this_home_does_not_have(
    hub: Running, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "mine.yaml"
    await asyncio.to_thread(file.write_text, GOOD)
    assert await run(hub, "policy", "check", str(file)) == 0
    told = capsys.readouterr().out
    assert "no entity 'lock.frnt' in this home; did you mean 'lock.front'?" in told
    await asyncio.to_thread(file.write_text, GOOD.replace("deny", "demy"))
    assert await run(hub, "policy", "check", str(file)) == 1
    assert f"{file}:1: error: policies.0.effect: 'demy' is no effect" in capsys.readouterr().out


async def test_a_pin_is_asked_for_and_never_an_argument(
    hub: Running, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    await hub.parts.credentials.set_pin(hub.owner.id, PIN)
    await say(hub, "unlock the front door")
    monkeypatch.setattr("sys.stdin", io.StringIO("0000\n"))
    assert await run(hub, "approve") == 1
    assert "not the PIN" in capsys.readouterr().err
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{PIN}\n"))
    assert await run(hub, "approve") == 0
    assert "Front is unlocked" in capsys.readouterr().out
