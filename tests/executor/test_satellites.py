"""What an announcement comes to: done only when the satellite told that it had played it."""

import pytest

from hub.executor.executor import Executor
from hub.executor.settings import ExecutorSettings
from hub.home.actions import parse_command
from hub.home.errors import InvalidCommand
from hub.home.home import Home
from hub.home.plan import Outcome, Status
from tests.support.fakes import MemoryApprovals
from tests.support.faulty.soak import AllowAll, NoTraces
from tests.support.satellites import Kind, Satellites

QUICK = ExecutorSettings(
    verify_s={"assist_satellite": 0.3}, resend_after_s=0.05, contradiction_s=0.1, late_s=0
)


async def announced(kind: Kind, action: str = "announce", **data: object) -> tuple[Outcome, int]:
    home = Home()
    satellites = Satellites(home)
    kitchen = satellites.add("kitchen", None, kind)
    async with Executor(
        home, AllowAll(), {"satellites": satellites}, MemoryApprovals(), NoTraces(), settings=QUICK
    ) as executor:
        result = await executor.call(f"assist_satellite.{action}", [kitchen], data)
    return result.outcomes[0], len(satellites.said)


async def test_it_is_done_when_the_satellite_told_that_it_played_it() -> None:
    outcome, _ = await announced("plays", message="Dinner is ready")
    assert (outcome.status, outcome.detail) == (Status.DONE, "done announcing")
    outcome, _ = await announced("plays", "start_conversation", start_message="Coffee?")
    assert (outcome.status, outcome.detail) == (Status.DONE, "done asking")


@pytest.mark.parametrize(
    ("kind", "status", "words"),
    [
        ("silent", Status.UNVERIFIED, "does not report this"),
        ("forgets", Status.UNVERIFIED, "still responding"),
        ("breaks off", Status.UNVERIFIED, "does not show done announcing"),
        ("lost", Status.FAILED, "not sent: the satellite hung up"),
    ],
)
async def test_what_was_not_told_to_have_been_heard_is_not_done(
    kind: Kind, status: Status, words: str
) -> None:
    outcome, said = await announced(kind, message="Dinner is ready")
    assert outcome.status is status
    assert words in outcome.detail
    # Nothing is said twice.
    assert said <= 1


@pytest.mark.parametrize(
    ("action", "data", "words"),
    [
        ("announce", {}, "it needs 'message' or 'media_id'"),
        ("announce", {"message": ""}, "message: String should have at least 1 character"),
        ("start_conversation", {}, "it needs 'start_message' or 'start_media_id'"),
        ("announce", {"mesage": "x"}, "unknown key 'mesage'; did you mean 'message'"),
    ],
)
def test_a_satellite_needs_something_to_say(
    action: str, data: dict[str, object], words: str
) -> None:
    with pytest.raises(InvalidCommand, match=words):
        parse_command(f"assist_satellite.{action}", data)
