"""What goes wrong with a Shelly is told in words, on one line, without what was sent."""

import pytest
from aioshelly.exceptions import (
    DeviceConnectionError,
    DeviceConnectionTimeoutError,
    InvalidAuthError,
    NotInitialized,
    RpcCallError,
)

from hub.home.errors import HubError
from hub.home.maker import LinkLost, MoreNeeded, Refused
from integrations.shelly.troubles import told


class _Call:
    """A call under way, as the library puts it into its errors."""

    def __repr__(self) -> str:
        return "<RPCCall params={'pass': 'secret'}>"


@pytest.mark.parametrize(
    ("error", "kind", "words"),
    [
        (DeviceConnectionTimeoutError(_Call()), LinkLost, "x does not answer in time"),
        (
            DeviceConnectionError(DeviceConnectionTimeoutError(_Call())),
            LinkLost,
            "x cannot be reached: no answer in time",
        ),
        (DeviceConnectionError(_Call()), LinkLost, "x cannot be reached: the connection ended"),
        (DeviceConnectionError(OSError("no route")), LinkLost, "x cannot be reached: no route"),
        (RpcCallError(-106, "too\nhot"), Refused, "x says no: too\\nhot"),
        (RpcCallError(-106), Refused, "x says no: error -106"),
        (InvalidAuthError("secret"), MoreNeeded, "give the device's password"),
        (NotInitialized(), LinkLost, "x: NotInitialized"),
        (OSError("gone"), LinkLost, "x: gone"),
        (KeyError("mac"), LinkLost, "x answers nonsense: KeyError('mac')"),
    ],
)
def test_it_is_told(error: Exception, kind: type[HubError], words: str) -> None:
    with pytest.raises(kind) as raised, told("x"):
        raise error
    assert words in str(raised.value)
    assert "secret" not in str(raised.value)
