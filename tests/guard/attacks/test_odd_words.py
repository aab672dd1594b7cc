"""Whatever is said in a house of odd names: a plan, never a breakdown."""

import logging
from typing import Any

import hypothesis.strategies as st
import pytest
from hypothesis import given

from tests.guard.attacks.house import House
from tests.support.fuzzing import fuzzing

ODD = st.text(
    st.sampled_from("¹²³½١२〇Ⅷ①éß\u0301\u200b\u202e\0\n°%:,.'\"[]{}()<>|+-*/\\ 019axyz'\u2019"),
    max_size=16,
)
SAID = st.builds(
    " ".join,
    st.lists(
        st.sampled_from(
            ["turn on", "the", "set", "to", "kitchen light", "in", "at", "o'clock", "percent",
             "for", "minutes", "and", "half", "when", "if", "degrees", "every", "until",
             "no", "timer",
             "remind", "call it", "schalte", "um", "uhr", "allume", "à"]
        ) | ODD,
        min_size=1,
        max_size=7,
    ),
)  # fmt: skip


@pytest.mark.parametrize("language", ["en", "de", "fr", "nl", "it", "es"])
@fuzzing(15)
@given(text=SAID, names=st.lists(ODD, min_size=1, max_size=2))
async def test_any_words_among_any_names(
    language: str, text: str, names: list[str], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.clear()
    house = House()
    for number, name in enumerate(names):
        house.announce("light", f"odd_{number}", name, suggested_area=name)
    async with house.open() as say:
        await _said(say, text, language)
    house.check_shut()
    broken = [r for r in caplog.records if r.exc_info or r.levelno >= logging.ERROR]
    assert [record.getMessage() for record in broken] == []


async def _said(say: Any, text: str, language: str) -> None:
    result = await say(text, language=language)
    assert getattr(result.plan.body, "code", "") != "failed", text
