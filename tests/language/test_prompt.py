"""The prompt begins alike for all sentences, and no device's text breaks out of its line."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from hub.language.prompt import PREFIX, build_prompt
from tests.support.small_house import candidates, small_house

HOME = small_house()


def test_the_beginning_never_changes() -> None:
    assert build_prompt(candidates(HOME, "light.desk_lamp"), "lamp on").startswith(PREFIX)


def test_devices_come_with_area_kind_and_state() -> None:
    prompt = build_prompt(candidates(HOME, "lock.front_door"), "lock up")
    assert prompt.removeprefix(PREFIX) == (
        "Devices: Front door (Hall) lock locked\nSentence: lock up\nCommand:"
    )


@given(name=st.text(max_size=200), state=st.text(max_size=50), said=st.text(max_size=500))
def test_text_stays_on_its_line(name: str, state: str, said: str) -> None:
    (one,) = candidates(HOME, "light.desk_lamp")
    one = replace(one, entity=replace(one.entity, name=name), state=replace(one.state, state=state))
    rest = build_prompt([one], said).removeprefix(PREFIX)
    assert [line.partition(":")[0] for line in rest.split("\n")] == [
        "Devices",
        "Sentence",
        "Command",
    ]
    assert "<" not in rest
    assert len(rest) < 500
