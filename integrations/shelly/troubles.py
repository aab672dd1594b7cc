"""What goes wrong with a Shelly, in the hub's words."""

from collections.abc import Iterator
from contextlib import contextmanager

from aioshelly.exceptions import (
    CustomPortNotSupported,
    DeviceConnectionError,
    DeviceConnectionTimeoutError,
    InvalidAuthError,
    MacAddressMismatchError,
    RpcCallError,
    ShellyError,
)

from hub.home.maker import LinkLost, MoreNeeded, Refused
from hub.home.one_line import one_line
from integrations.local.part import NONSENSE


@contextmanager
def told(host: str) -> Iterator[None]:
    """Turn what the library raises into LinkLost, MoreNeeded or Refused."""
    try:
        yield
    except InvalidAuthError:
        raise wrong_password(host) from None
    except MacAddressMismatchError:
        remedy = "give the address that the device has now"
        raise Refused(f"another device answers at {host}; {remedy}") from None
    except DeviceConnectionTimeoutError:
        raise LinkLost(f"{host} does not answer in time") from None
    except DeviceConnectionError as error:
        raise LinkLost(f"{host} cannot be reached: {_cause(error)}") from None
    except RpcCallError as error:
        message = one_line(str(error.message or f"error {error.code}"))[:200]
        raise Refused(f"{host} says no: {message}") from None
    except CustomPortNotSupported:
        raise Refused(f"{host}: a Shelly of generation 1 is reached at port 80 only") from None
    except (ShellyError, RuntimeError) as error:
        raise LinkLost(f"{host}: {_cause(error)}") from None
    except OSError as error:
        raise LinkLost(f"{host}: {_cause(error)}") from None
    except NONSENSE as error:
        raise LinkLost(f"{host} answers nonsense: {error!r:.200}") from None


def wrong_password(host: str) -> MoreNeeded:
    """Return what to raise if a password is needed, or the one that is known is wrong."""
    return MoreNeeded(
        f"{host} is protected and does not take this password; give the device's password",
        ("password",),
    )


def _cause(error: BaseException) -> str:
    """Return the innermost reason: the library wraps errors into one another."""
    while error.args and isinstance(error.args[0], BaseException):
        error = error.args[0]
    if isinstance(error, DeviceConnectionTimeoutError | TimeoutError):
        return "no answer in time"
    if isinstance(error, ShellyError) and error.args and not isinstance(error.args[0], str):
        # A call that was under way: it has what was sent in it, which is nobody's business.
        return "the connection ended"
    return one_line(str(error) or type(error).__name__)[:200]
