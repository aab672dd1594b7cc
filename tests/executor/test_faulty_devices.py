"""Ten thousand commands to devices that fail in every way: none is called done that was not."""

import pytest

from hub.executor.settings import ExecutorSettings
from hub.home.plan import Status
from tests.support.faulty.soak import soak


@pytest.mark.timeout(120)
def test_no_command_is_called_done_that_was_not() -> None:
    tally = soak(10_000, seed=31)
    assert tally.lies == []
    assert tally.total == 10_000
    assert tally.ends[Status.DONE] > 3_000


@pytest.mark.parametrize(
    "careless", [ExecutorSettings(late_s=0), ExecutorSettings(confirm_s=0)], ids=["late", "jams"]
)
def test_the_soak_sees_the_lies_of_a_careless_executor(careless: ExecutorSettings) -> None:
    assert soak(2_500, seed=1, settings=careless).lies
