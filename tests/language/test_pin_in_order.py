"""An order and its PIN, told in one breath."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.home.plan import Request
from hub.language.dialogue import Dialogue
from hub.language.pin_in_order import order_with_pin
from hub.language.pins import tells_pin


@pytest.mark.parametrize(
    ("text", "order", "pin"),
    [
        ("Unlock the front door, PIN 1234.", "Unlock the front door", "1234"),
        ("unlock the front door, pin 1 2 3 4", "unlock the front door", "1234"),
        ("unlock the front door pin one two three four", "unlock the front door", "1234"),
        ("Unlock the front door. PIN 1, 2, 3, 4.", "Unlock the front door", "1234"),
        ("unlock the front door with my PIN 47 11", "unlock the front door", "4711"),
        ("unlock the front door, my pin is 314159, please", "unlock the front door", "314159"),
        ("unlock the front door, pin code one to three for", "unlock the front door", "1234"),
        ("disarm the alarm, code 1 2 3 4", "disarm the alarm", "1234"),
        ("disarm the alarm and the code is 4-7-1-1", "disarm the alarm", "4711"),
        ("my PIN is 1234, unlock the front door", "unlock the front door", "1234"),
        ("PIN 1234 and then unlock the front door", "unlock the front door", "1234"),
        ("1234 is my pin, open the garage", "open the garage", "1234"),
        ("unlock the front door, PIN 2580, no, 4711", "unlock the front door", "4711"),
        ("unlock the front door, PIN 2580, sorry, I mean 4 7 1 1 please", "unlock the front door",
         "4711"),
        ("unlock the front door, PIN 2580, no, 2581, no, PIN 4711", "unlock the front door",
         "4711"),
        ("disarm the alarm, pin 1234 and set the light to 2700 kelvin",
         "disarm the alarm and set the light to 2700 kelvin", "1234"),
        ("entriegele die Haustür, PIN 2580, nein, ich meine 4711", "entriegele die Haustür",
         "4711"),
        ("turn off the alarm, 4711", "turn off the alarm", "4711"),
        ("turn the house alarm off 4711 please", "turn the house alarm off", "4711"),
        ("disable the alarm 4 7 1 1", "disable the alarm", "4711"),
        ("deactivate the house alarm, 4711", "deactivate the house alarm", "4711"),
        ("stop the alarm 4711", "stop the alarm", "4711"),
        ("let me in, 4711", "let me in", "4711"),
        ("let me in at the back door 4711", "let me in at the back door", "4711"),
        ("turn on the oven 4711", "turn on the oven", "4711"),
        ("turn on the heater four seven one one", "turn on the heater", "4711"),
        ("schalte den Alarm aus, 4711", "schalte den Alarm aus", "4711"),
        ("Alarm aus 4711", "Alarm aus", "4711"),
        ("schalte den Alarm ab, 4711", "schalte den Alarm ab", "4711"),
        ("Schließ die Haustür auf, 4711", "Schließ die Haustür auf", "4711"),
        ("mach die Haustür auf 4711", "mach die Haustür auf", "4711"),
        ("lass mich rein 4711", "lass mich rein", "4711"),
        ("schalte den Backofen ein, 4711", "schalte den Backofen ein", "4711"),
        ("éteins l'alarme, 4711", "éteins l'alarme", "4711"),
        ("laisse-moi entrer 4711", "laisse-moi entrer", "4711"),
        ("allume le four 4711", "allume le four", "4711"),
        ("apaga la alarma 4711", "apaga la alarma", "4711"),
        ("enciende el horno 4711", "enciende el horno", "4711"),
        ("déjame entrar 4711", "déjame entrar", "4711"),
        ("spegni l'allarme 4711", "spegni l'allarme", "4711"),
        ("accendi il forno 4711", "accendi il forno", "4711"),
        ("fammi entrare 4711", "fammi entrare", "4711"),
        ("zet het alarm uit 4711", "zet het alarm uit", "4711"),
        ("zet de oven aan 4711", "zet de oven aan", "4711"),
        ("laat me binnen 4711", "laat me binnen", "4711"),
        ("unlock front door 2, sorry, pin 4711", "unlock front door 2, sorry", "4711"),
        ("unlock the front door 4711", "unlock the front door", "4711"),
        ("unlock the front door pen 4711", "unlock the front door", "4711"),
        ("unlock the front door with code 1234 and turn on the light",
         "unlock the front door and turn on the light", "1234"),
        ("arm the alarm 1 2 3 4", "arm the alarm", "1234"),
        ("turn on the heater, pin 1234", "turn on the heater", "1234"),
        ("unlock front door 2, pin 1234", "unlock front door 2", "1234"),
        ("unlock the front door at 18:30, pin 1234", "unlock the front door at 18:30", "1234"),
        ("Schließ die Haustür auf, PIN vier sieben eins eins", "Schließ die Haustür auf", "4711"),
        ("Entriegele die Haustür mit der PIN 4711 bitte", "Entriegele die Haustür", "4711"),
        ("désarme l'alarme, le code est un deux trois quatre", "désarme l'alarme", "1234"),
        ("sblocca la porta con il codice 1234", "sblocca la porta", "1234"),
        ("desbloquea la puerta, el código es 1234", "desbloquea la puerta", "1234"),
        ("ontgrendel de voordeur, pincode een twee drie vier", "ontgrendel de voordeur", "1234"),
    ],
)  # fmt: skip
def test_an_order_and_its_pin_are_taken_apart(text: str, order: str, pin: str) -> None:
    found = order_with_pin(text)
    assert found is not None
    assert (found.order, found.pin) == (order, pin)
    assert Dialogue(lambda: datetime.now(UTC)).gives_pin(Request(text=text))
    assert pin not in repr(found)


@pytest.mark.parametrize(
    ("heard", "order", "pin"),
    [
        ("Open the garage PIN2580.", "Open the garage", "2580"),
        ("Open the garage with my PI N2580.", "Open the garage", "2580"),
        ("Disarm the alarm with my DIN1234.", "Disarm the alarm", "1234"),
        ("Disarm the alarm. P-I-N-2580", "Disarm the alarm", "2580"),
        ("Unlock the front door. The IM2580.", "Unlock the front door", "2580"),
        ("I'm off the front door, PDIN 1234.", "I'm off the front door", "1234"),
        ("I'm off the front door, keyed in 2580.", "I'm off the front door", "2580"),
        ("I mock the front door. My PDIN is 2580.", None, "2580"),
        ("Open the garage via N1234.", "Open the garage", "1234"),
        ("Disarm the alarm. The end to 580.", None, "580"),
        ("Disarm the alarm. Pion to 580.", None, "580"),
        ("Unlock the front, and the back door 1234", "Unlock the front, and the back door", "1234"),
    ],
)  # fmt: skip
def test_a_pin_that_was_heard_badly_is_hidden_whatever_else_comes_of_it(
    heard: str, order: str | None, pin: str
) -> None:
    """As Whisper tiny.en hears several voices say it."""
    dialogue = Dialogue(lambda: datetime.now(UTC))
    assert pin not in dialogue.shown(Request(text=heard))
    found = order_with_pin(heard)
    if order is not None:
        assert found is not None
        assert (found.order, found.pin) == (order, pin)


@pytest.mark.parametrize(
    "text",
    [
        "unlock the front door, PIN 2580, no, 47", "unlock the front door, PIN 2580 or PIN 4711",
        "unlock the front door, PIN 2580, wait for it, 4711", "2580 is my PIN, no, 4711, unlock it",
        "unlock the front door 2580, no, 4711", "PIN 2580, unlock the front door, no, 4711",
        "unlock the front door, PIN 2580, no, 4711 and 1234 the lamp",
    ],
)  # fmt: skip
def test_a_second_pin_is_hidden_as_well(text: str) -> None:
    dialogue = Dialogue(lambda: datetime.now(UTC))
    shown = dialogue.shown(Request(text=text))
    assert not any(one.isdigit() for one in shown)
    found = order_with_pin(text)
    assert found is None or found.pin == "4711"


@pytest.mark.parametrize(
    "text",
    [
        "set an alarm for 0630", "set the alarm for 10 30", "set the desk lamp to 2700 kelvin",
        "is the front door open at 1830", "lock the front door at 2230", "turn on the pan light",
        "play channel 1011", "unlock door 12", "set the heating to 21 5", "turn on socket esp3204",
        "set the oven to 180 degrees", "turn on the oven at 180", "turn on the oven 180 degrees",
        "set the alarm for 7", "set the alarm for 0730", "turn off the alarm at 0630",
        "turn off the 10:30 alarm", "set a timer for 10 minutes", "stop the 10 minute timer",
        "pon la alarma para mañana a las 0730", "stell den Wecker auf 0730", "radiator 21 5",
        "stell die Heizung auf 2150", "schließ die Haustür ab 2230",
        "add the code 4711 to the shopping list", "what is the code 4711", "play code 4711",
        "add código 4711",
        "turn off plug 1234", "close the blinds in 20 minutes", "what was the power at 1200",
    ],
)  # fmt: skip
def test_other_numbers_are_no_pins(text: str) -> None:
    assert order_with_pin(text) is None
    assert Dialogue(lambda: datetime.now(UTC)).shown(Request(text=text)) == text


@pytest.mark.parametrize(
    "text",
    [
        "unlock the front door", "my pin is 1234", "1234", "pin 1234 please",
        "unlock the front door at 6:30", "disarm the alarm at 0630", "turn on pin 4",
        "unlock the front door, pin 12", "unlock the front door, pin 1 2 mumble",
        "set the light to 2700 kelvin", "turn on the code lamp for me",
        "unlock the front door 1234 or 5678", "what is my pin", "",
        "unlock the front door 12345678901234567",
    ],
)  # fmt: skip
def test_where_there_is_no_order_or_no_pin_nothing_is_taken_apart(text: str) -> None:
    assert order_with_pin(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "unlock the front door, pin 1 2", "unlock the front door, pin 1 2 mumble",
        "disarm the alarm code 1 2 3", "unlock the front door 1 2", "pin one two",
        "unlock the front door 1234 or 5678", "open the front door 4 7 1",
        "let me in at the back door 4 7 1", "öffne das Garagentor vier sieben eins",
        "open the front door 471", "open the front door 4 7 please", "turn off the alarm 4 7",
        "disable the alarm 471", "let me in 4 7", "ouvre la porte 4 7",
    ],
)  # fmt: skip
def test_half_a_pin_is_hidden_as_well(text: str) -> None:
    assert tells_pin(text)


@given(st.text(alphabet="unlock pinPIN1234,. é'’-_is my", max_size=60))  # noqa: RUF001
def test_any_text_is_taken_apart_or_not(text: str) -> None:
    found = order_with_pin(text)
    if found is not None:
        assert found.order.strip() == found.order != ""
        assert found.pin.isascii()
        assert found.pin.isdigit()
