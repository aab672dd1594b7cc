"""A home that adopted a simulated device."""

from collections.abc import Mapping
from contextlib import AbstractAsyncContextManager
from typing import Any

from integrations.kasa.maker import KasaMaker
from tests.support.kasa.iot import IotDevice
from tests.support.kasa.newer import Newer
from tests.support.kasa.smart import Tapo
from tests.support.maker_home import MakerHome, adopted


def living(
    maker: KasaMaker,
    device: IotDevice | Newer | Tapo,
    data: Mapping[str, Any] | None = None,
    *,
    is_connected: bool = True,
) -> AbstractAsyncContextManager[MakerHome]:
    """Adopt a device, by what an entry knows of it unless other `data` is given."""
    return adopted(
        maker, data or device.data, unique_id=device.unique_id, is_connected=is_connected
    )
