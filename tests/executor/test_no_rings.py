"""What one command took is free once it is over: a busy house waits for no collector."""

import gc
from collections.abc import Iterator

import pytest

from hub.executor.act import Act
from hub.executor.run import Run
from hub.executor.turns import Turn
from hub.executor.verification import Verification, Watch
from hub.home.plan import Status
from tests.executor.test_executor import Rig

MADE_FOR_ONE = (Act, Run, Turn, Verification, Watch)


@pytest.fixture
def rig() -> Rig:
    return Rig()


@pytest.fixture
def _without_collector() -> Iterator[None]:
    gc.collect()
    gc.disable()
    yield
    gc.enable()


@pytest.mark.usefixtures("_without_collector")
async def test_nothing_of_a_command_is_left_for_the_collector(rig: Rig) -> None:
    async with rig.executor() as executor:
        result = await executor.call("light.turn_on", ["light.desk"], {})
        assert [outcome.status for outcome in result.outcomes] == [Status.DONE]
    left = [type(one).__name__ for one in gc.get_objects() if isinstance(one, MADE_FOR_ONE)]
    assert left == []
