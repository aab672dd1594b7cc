"""What Home Assistant answered to seeded cases of MQTT (tests/oracle), answered by ours."""

import pytest

from tests.oracle.mqtt import differences, kept, ours


async def test_components_answer_as_home_assistant_does(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level("CRITICAL")  # the cases hold garbage
    given, theirs = kept()
    assert len(given) >= 100
    assert differences(given, theirs, await ours(given)) == []
