"""Who is there, what it is, and how it wants to be spoken to."""

import asyncio
import contextlib
from collections.abc import Sequence
from typing import Any

from kasa import (
    Credentials,
    Device,
    DeviceConfig,
    DeviceConnectionParameters,
    DeviceEncryptionType,
    DeviceFamily,
    Discover,
    KasaException,
)

from hub.home.maker import Candidate, LinkLost, MoreNeeded
from integrations.kasa.config import ACCOUNT, KasaConfig
from integrations.kasa.failures import hush, told

# The library tries four times; all of it has to end within what a command may take.
TRY_S = 3
HTTP_PORT = 80
ASK_ACCOUNT = (
    "the device wants the user name (e-mail address) and password of the TP-Link account it was "
    "set up with; they are used at home only"
)


async def search(target: str, wait_s: float) -> Sequence[Candidate]:
    """Ask everyone at `target` by UDP, and tell who answers within `wait_s`."""
    hush()
    with contextlib.suppress(KasaException, OSError, TimeoutError):
        found = await Discover.discover(target=target, discovery_timeout=_whole(wait_s))
        candidates = []
        for device in found.values():
            with contextlib.suppress(KasaException, LookupError, TypeError, ValueError):
                candidates.append(_candidate(device, KasaConfig(host=device.host)))
            await device.disconnect()
        return candidates
    return []


async def identify(given: KasaConfig, wait_s: float) -> Candidate:
    """Connect, and tell who is there and how it is spoken to."""
    hush()
    if given.family is None:
        given = await asked_how(given, wait_s) or await _tried(given)
    device = await opened(given)
    try:
        with told(given.host):
            return _candidate(device, given)
    finally:
        await device.disconnect()


async def opened(given: KasaConfig) -> Device:
    """Connect to a device of which is known how it is spoken to.

    Raises:
        LinkLost, MoreNeeded, Refused: see `told`.
    """
    is_old = given.encryption in {None, DeviceEncryptionType.Xor.value}
    if not is_old and given.password is None:
        raise MoreNeeded(ASK_ACCOUNT, ACCOUNT)
    with told(given.host):
        return await Device.connect(config=library_config(given))


def library_config(given: KasaConfig) -> DeviceConfig:
    """Return what the library needs to connect."""
    credentials = None
    if given.username is not None and given.password is not None:
        credentials = Credentials(given.username, given.password)
    way = DeviceConnectionParameters(
        DeviceFamily(given.family or DeviceFamily.IotSmartPlugSwitch.value),
        DeviceEncryptionType(given.encryption or DeviceEncryptionType.Xor.value),
        given.login_version,
        given.https,
        given.http_port,
    )
    return DeviceConfig(
        host=given.host, timeout=TRY_S, credentials=credentials, connection_type=way
    )


async def asked_how(given: KasaConfig, wait_s: float) -> KasaConfig | None:
    """Ask a device by UDP how it is spoken to; None if it does not answer."""
    with contextlib.suppress(KasaException, OSError, TimeoutError):
        device = await Discover.discover_single(given.host, discovery_timeout=_whole(wait_s))
        if device is not None:
            await device.disconnect()
            return _with_way(given, device)
    return None


async def _tried(given: KasaConfig) -> KasaConfig:
    """Try the ways there are, the old protocol first: it needs no account."""
    with contextlib.suppress(KasaException, OSError, TimeoutError, LookupError, ValueError):
        device = await Device.connect(config=library_config(given))
        await device.disconnect()
        return _with_way(given, device)
    return await _tried_all(given)


async def _tried_all(given: KasaConfig) -> KasaConfig:
    if given.username is None or given.password is None:
        if await _has_web_server(given.host):
            raise MoreNeeded(ASK_ACCOUNT, ACCOUNT)
        raise LinkLost(f"no Kasa or Tapo device answers at {given.host}")
    account = Credentials(given.username, given.password)
    found = await Discover.try_connect_all(given.host, credentials=account, timeout=TRY_S)
    if found is None:
        raise LinkLost(
            f"no Kasa or Tapo device that accepts the user name and password answers at "
            f"{given.host}"
        )
    await found.disconnect()
    return _with_way(given, found)


async def _has_web_server(host: str) -> bool:
    try:
        async with asyncio.timeout(TRY_S):
            _, writer = await asyncio.open_connection(host, HTTP_PORT)
    except (OSError, TimeoutError):
        return False
    writer.close()
    return True


def _candidate(device: Device, given: KasaConfig) -> Candidate:
    whole = _with_way(given, device)
    needs_account = whole.encryption != DeviceEncryptionType.Xor.value and whole.password is None
    return Candidate(
        integration="kasa",
        unique_id=device.mac.lower(),
        title=device.alias or device.model,
        data=whole.model_dump(exclude_none=True),
        model=device.model,
        asks=ACCOUNT if needs_account else (),
    )


def _with_way(given: KasaConfig, device: Device) -> KasaConfig:
    way = device.config.connection_type
    found: dict[str, Any] = {
        "family": way.device_family.value,
        "encryption": way.encryption_type.value,
        "login_version": way.login_version,
        "https": way.https,
        "http_port": way.http_port,
    }
    return given.model_copy(update=found)


def _whole(seconds: float) -> int:
    return max(1, round(seconds))
