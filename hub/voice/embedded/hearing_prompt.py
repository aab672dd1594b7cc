"""What Whisper is told to have heard before: names of this home and orders, or digits.

Sentences help where lists of words do not, and an order whose opposite stands there as well is not
taken for it: see tests/bench/results/voice/engines.md.
"""

from collections.abc import Callable, Sequence

from hub.home.speech import Expecting, Hints

MOST_TOKENS = 222  # Whisper's half of 448, less its own two
_FOR_NAMES = 66
_ORDERS = (
    "Switch off the hallway lamp. Dim the lights to 30 percent. Is anybody at home? "
    "How warm is it in the bathroom? Pause the music. Close the blinds in the study. "
    "Is the washing machine running? What is the humidity outside? Start the vacuum cleaner. "
    "Cancel my timer. Set the thermostat to 21 degrees. Which lights are on? "
    "Turn on the kitchen lights. Set the bedroom brightness to 55 percent. "
    "Is the garage door open? Open the living room curtains. "
    "What is the temperature in the office? Set a timer for 10 minutes. Turn off all the lights. "
    "Which windows are open? Unlock the back door. Lock the front door. Arm the alarm. "
    "Disarm the alarm. Add milk to my shopping list. "
    "Play jazz in the lounge. Are all the doors closed?"
)
_ANSWERS = "Yes. No. Yes, please. No, thank you. The one in the kitchen. Both. Never mind."
# Nothing that could be a PIN: of talk and noise Whisper may make what it was told before.
_PIN = "0 1 2 3 4 5 6 7 8 9."

Encode = Callable[[str], Sequence[int]]


def prompt(hints: Hints, encode: Encode) -> list[int]:
    """Return the words before, as tokens; the last of them count most."""
    if hints.expecting is Expecting.PIN:
        return list(encode(" " + _PIN))
    said = f" {_ANSWERS} {_ORDERS}" if hints.expecting is Expecting.ANSWER else f" {_ORDERS}"
    orders = list(encode(said))
    return (_names(hints, encode) + orders)[-MOST_TOKENS:]


def _names(hints: Hints, encode: Encode) -> list[int]:
    """Return as many names as there is room for."""
    tokens: list[int] = []
    for name in hints.names:
        more = encode(f", {name}" if tokens else f" {name}")
        if len(tokens) + len(more) >= _FOR_NAMES:
            break
        tokens += more
    return [*tokens, *encode(".")] if tokens else []
