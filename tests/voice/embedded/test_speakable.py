"""Text as it is to be spoken."""

import re

import pytest
from hibari import Hibari
from hypothesis import given
from hypothesis import strategies as st

from hub.voice.embedded.speakable import speakable


@pytest.mark.parametrize(
    ("text", "spoken"),
    [
        ("It is \N{MINUS SIGN}3 °C outside.", "It is minus 3 °C outside."),
        ("1013 hPa", "1013 hectopascals"),
        ("230 V, 1 A, 350 W and 1.0 W", "230 volts, 1 ampere, 350 watts and 1.0 watt"),
        ("1,250 lx", "1,250 lux"),
        ("CO₂ is at 800 ppm, CO2 too.", "C.O. two is at 800 parts per million, C.O. two too."),
        ("PM2.5: 12 µg/m³", "P.M. two point five: 12 micrograms per cubic meter"),
        ("5 min 30 s", "5 min 30 seconds"),
        ("light.hall_lamp is on", "light hall lamp is on"),
        ("2700 K", "2700 kelvin"),
        ("Done. 3 lights are on.", "Done. 3 lights are on."),
        ("12.5 kWh at 21 °C, 55 %", "12.5 kWh at 21 °C, 55 %"),
        ("Plan B needs 3 As", "Plan B needs 3 As"),
        ("sensor.with.dots", "sensor.with.dots"),
    ],
)
def test_units_and_signs_are_written_out(text: str, spoken: str) -> None:
    assert speakable(text) == spoken


@pytest.fixture(scope="module")
def hibari() -> Hibari:
    return Hibari()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("21.5 °C", "twenty one point five degrees Celsius"),
        ("\N{MINUS SIGN}3 °C", "minus three degrees Celsius"),
        ("55%", "fifty five percent"),
        ("07:30", "seven thirty"),
        ("350 W", "three hundred fifty watts"),
        ("1013 hPa", "ten thirteen hectopascals"),
    ],
)
def test_it_sounds_like_its_words(hibari: Hibari, text: str, words: str) -> None:
    assert _sounds(hibari, speakable(text)) == _sounds(hibari, words)


def _sounds(hibari: Hibari, text: str) -> str:
    """Return how a text sounds, without stress, which depends on how it is written."""
    return re.sub(r"[^\w ]|[\u02c8\u02cc]", "", " ".join(hibari.phonemize(text)))


@given(st.text(st.characters(codec="utf-8"), max_size=60))
def test_any_text_can_be_spoken(text: str) -> None:
    once = speakable(text)
    assert speakable(once) == once


@given(
    st.lists(
        st.sampled_from(["12", "1.5", "\N{MINUS SIGN}", "-", "°C", "%", "W", "s", "V", "CO2", "."]),
        max_size=8,
    )
)
def test_no_number_is_lost(words: list[str]) -> None:
    text = " ".join(words).replace("CO2", "X")
    assert re.findall(r"\d+", speakable(text)) == re.findall(r"\d+", text)
