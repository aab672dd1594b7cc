"""What goes wrong with a WLED, in the hub's words."""

from collections.abc import Iterator
from contextlib import contextmanager

from wled import (
    WLEDConnectionClosedError,
    WLEDConnectionError,
    WLEDConnectionTimeoutError,
    WLEDError,
    WLEDStatusError,
    WLEDUnsupportedVersionError,
)

from hub.home.maker import LinkLost, Refused
from hub.home.one_line import one_line
from integrations.local.part import NONSENSE


@contextmanager
def told(host: str) -> Iterator[None]:
    """Turn what the library raises into LinkLost or Refused."""
    try:
        yield
    except WLEDUnsupportedVersionError as error:
        raise Refused(one_line(f"{host}: {error}")[:300]) from None
    except WLEDConnectionClosedError:
        raise LinkLost(f"{host} closed the connection") from None
    except WLEDConnectionTimeoutError:
        raise LinkLost(f"{host} does not answer in time") from None
    except WLEDConnectionError as error:
        raise LinkLost(
            one_line(f"{host} cannot be reached: {error.__cause__ or error}")[:300]
        ) from None
    except WLEDStatusError as error:
        raise Refused(f"{host} says no: HTTP status {error.status}") from None
    except WLEDError as error:
        raise LinkLost(one_line(f"{host}: {error}")[:300]) from None
    except NONSENSE as error:
        raise LinkLost(f"{host} answers nonsense: {error!r:.200}") from None
