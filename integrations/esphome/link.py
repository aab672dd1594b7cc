"""A connection to a device: opened, identified, closed; and what the library's errors mean here."""

import asyncio
import logging
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field

from aioesphomeapi.client import APIClient
from aioesphomeapi.core import (
    APIConnectionError,
    BadMACAddressAPIError,
    EncryptionHelloAPIError,
    EncryptionPlaintextAPIError,
    InvalidAuthAPIError,
    InvalidEncryptionKeyAPIError,
    RequiresEncryptionAPIError,
)
from aioesphomeapi.model import APIVersion, DeviceInfo, EntityInfo
from google.protobuf.message import DecodeError  # type: ignore[import-untyped]

from hub.home.maker import LinkLost, MoreNeeded, Refused
from integrations.esphome.config import EsphomeConfig, unique_id_of

CLIENT = "Lares"


class _SaidOnce(logging.Filter):
    """Drops what asyncio says of a message that the library could not read."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Tell whether it is something else."""
        return not (record.exc_info and isinstance(record.exc_info[1], DecodeError))


# The host says what happens to a device, once; the library and asyncio would say each of it again.
logging.getLogger("aioesphomeapi").setLevel(logging.CRITICAL)
logging.getLogger("asyncio").addFilter(_SaidOnce())


@dataclass(frozen=True, slots=True)
class Link:
    """An open connection, and what the device told of itself.

    `gone` is done when it is lost; its result is whether the device said goodbye.
    """

    client: APIClient
    api: APIVersion
    info: DeviceInfo
    entities: list[EntityInfo]
    gone: asyncio.Future[bool] = field(repr=False)


@asynccontextmanager
async def linked(
    config: EsphomeConfig, unique_id: str | None = None, *, ping_every_s: float
) -> AsyncIterator[Link]:
    """Connect, ask who is there and what it has, and disconnect at the end.

    Raises (while entering):
        LinkLost: nobody answers, or another device than `unique_id`.
        MoreNeeded: it wants a key or a password, or another one.
        Refused: it is no ESPHome device, or does without the key that we have.
    """
    gone: asyncio.Future[bool] = asyncio.get_running_loop().create_future()

    async def stopped(expected: bool) -> None:  # noqa: FBT001 - the library's signature
        if not gone.done():
            gone.set_result(expected)

    client = _client(config, unique_id, ping_every_s)
    try:
        with told_plainly(config):
            await client.connect(on_stop=stopped, login=True, log_errors=False)
            info, entities, _ = await client.device_info_and_list_entities()
        api = client.api_version
        found = unique_id_of(info.mac_address)
        if api is None or (unique_id is not None and found != unique_id):
            raise LinkLost(f"at {config.host} answers another device, {info.name!r} ({found})")
        yield Link(client, api, info, entities, gone)
    finally:
        await client.disconnect(force=True)


def _client(config: EsphomeConfig, unique_id: str | None, ping_every_s: float) -> APIClient:
    key, password = config.noise_psk, config.password
    return APIClient(
        config.host,
        config.port,
        password.get_secret_value() if password is not None else None,
        client_info=CLIENT,
        keepalive=ping_every_s,
        noise_psk=key.get_secret_value() if key is not None else None,
        expected_mac=unique_id.replace(":", "") if unique_id is not None else None,
    )


@contextmanager
def told_plainly(config: EsphomeConfig) -> Iterator[None]:
    """Turn the library's errors into ours, which name the remedy."""
    where = config.host
    try:
        yield
    except RequiresEncryptionAPIError:
        raise MoreNeeded(
            f"{where} wants its encryption key: it stands in the device's YAML under api, "
            "encryption, key", ("noise_psk",),
        ) from None  # fmt: skip
    except (EncryptionPlaintextAPIError, EncryptionHelloAPIError):
        raise Refused(
            f"{where} does not encrypt, though there is a key for it: put the key into the device, "
            "or take it out here"
        ) from None
    except InvalidEncryptionKeyAPIError:
        raise MoreNeeded(f"{where} has another encryption key", ("noise_psk",)) from None
    except InvalidAuthAPIError:
        raise MoreNeeded(f"{where} wants its password", ("password",)) from None
    except BadMACAddressAPIError as error:
        raise LinkLost(f"at {where} answers another device, {error.received_mac!r}") from None
    except APIConnectionError as error:
        raise LinkLost(f"{where}: {error}") from None
