"""What goes wrong between the hub and a device, in the hub's terms."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from kasa.exceptions import (
    AuthenticationError,
    DeviceError,
    KasaException,
    UnsupportedDeviceError,
)

from hub.home.maker import LinkLost, MoreNeeded, Refused
from integrations.kasa.config import ACCOUNT

NOT_LET_IN = (
    "the device does not accept the user name and password; give those of the TP-Link account "
    "it was set up with (upper and lower case matter)"
)
# Longer texts of the library's hold whole answers of the device.
MOST_WORDS = 160


@contextmanager
def told(host: str) -> Iterator[None]:
    """Raise what python-kasa raises as what the hub knows.

    Raises:
        LinkLost: the device was not reached, or answers nonsense.
        MoreNeeded: it wants an account.
        Refused: it said no.
    """
    try:
        yield
    except AuthenticationError:
        raise MoreNeeded(NOT_LET_IN, ACCOUNT) from None
    except UnsupportedDeviceError as error:
        raise Refused(f"a kind of device that the hub cannot drive: {_words(error)}") from None
    except TimeoutError:
        raise LinkLost(f"{host} does not answer") from None
    except KasaException as error:
        if _is_refusal(error):
            raise Refused(f"{host} said: {_words(error)}") from None
        raise LinkLost(f"{host} cannot be reached: {_words(error)}") from None
    except OSError as error:
        raise LinkLost(f"{host} cannot be reached: {error}") from None
    except (
        ArithmeticError,
        AssertionError,
        AttributeError,
        LookupError,
        TypeError,
        ValueError,
    ) as error:
        kind = type(error).__name__
        raise LinkLost(f"what {host} answers is not understood ({kind})") from None


def hush() -> None:
    """Keep the library from logging: what matters is raised, and it logs whole requests."""
    logging.getLogger("kasa").setLevel(logging.CRITICAL)


def _is_refusal(error: KasaException) -> bool:
    """Tell whether the device itself said no: the library names the command then."""
    is_answer = isinstance(error, DeviceError) and error.error_code is not None
    return is_answer or str(error).startswith("Error on ")


def _words(error: Exception) -> str:
    return str(error)[:MOST_WORDS]
