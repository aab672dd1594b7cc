"""What Whisper is told to have heard before: home commands, the names of this home, or digits."""

from hub.home.speech import Expecting, Hints

_ORDERS = "Turn on the kitchen lights. Set the thermostat to 21 degrees. Is the front door locked?"
_PIN = "My PIN is 4 8 2 7. The code is 1 9 3 5."
_MOST_NAMES = 24


def prompt(hints: Hints) -> str:
    """Return the words before; the last of them count most."""
    if hints.expecting is Expecting.PIN:
        return _PIN
    names = list(dict.fromkeys((*hints.names, *hints.terms)))[:_MOST_NAMES]
    return f"{', '.join(names)}. {_ORDERS}" if names else _ORDERS
