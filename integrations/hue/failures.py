"""What goes wrong between the hub and a bridge, in the hub's terms."""

from collections.abc import Iterator
from contextlib import contextmanager

import aiohttp
from aiohue.errors import AiohueException, BridgeBusy, Unauthorized

from hub.home.maker import LinkLost, Refused

KEY_UNKNOWN = (
    "the bridge no longer knows the hub's key: remove the bridge here, "
    "press the button on it, and adopt it again"
)


@contextmanager
def told(host: str) -> Iterator[None]:
    """Raise what aiohue and aiohttp raise as what the hub knows.

    Raises:
        LinkLost: the bridge was not reached, or answers nonsense.
        Refused: it said no.
    """
    try:
        yield
    except Unauthorized:
        raise Refused(KEY_UNKNOWN) from None
    except BridgeBusy:
        raise LinkLost(f"the bridge at {host} is too busy to answer") from None
    except AiohueException as error:
        raise Refused(f"the bridge said: {error}") from None
    except TimeoutError:
        raise LinkLost(f"the bridge at {host} does not answer") from None
    except aiohttp.ClientResponseError as error:
        raise LinkLost(
            f"the bridge at {host} answered HTTP status {error.status}: {error.message}"
        ) from None
    except (aiohttp.ClientError, OSError) as error:
        raise LinkLost(f"the bridge at {host} cannot be reached: {error}") from None
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise LinkLost(f"what answers at {host} is not understood: {error!r}") from None
