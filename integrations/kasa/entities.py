"""Which devices and entities there are, what they show, and how they are told."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from kasa import Device, DeviceType, Feature, Module

from hub.home.commands import Command
from hub.home.domains import light as light_domain
from hub.home.domains import switch
from hub.home.maker import DeviceFacts, EntityFacts, NotOffered
from hub.home.model import State
from integrations.kasa import fans, features, lights, thermostats

# The device that was adopted, among its children.
MAIN = "device"

Shown = tuple[str, Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Part:
    """One entity: a device's main function, or one of its features."""

    device_key: str
    device: Device
    domain: str
    feature: Feature | None = None

    @property
    def key(self) -> tuple[str, str]:
        """The domain and the key among the entry's entities."""
        if self.feature is None:
            return self.domain, self.device_key
        return self.domain, f"{self.device_key} {self.feature.id}"

    def facts(self) -> EntityFacts:
        """Describe the entity."""
        if self.feature is not None:
            return features.facts_of(self.feature, self.device_key, self.key[1])
        outlets = {DeviceType.Plug, DeviceType.StripSocket}
        match self.domain:
            case "light":
                actions, attributes = _switching("light"), lights.offered_by(self.device)
            case "climate":
                actions, attributes = thermostats.OFFERED, thermostats.offered_by(self.device)
            case "fan":
                actions, attributes = fans.OFFERED, fans.offered_by()
            case _:
                actions, attributes = _switching("switch"), {}
        is_outlet = self.domain == "switch" and self.device.device_type in outlets
        return EntityFacts(
            domain=self.domain,
            key=self.key[1],
            device=self.device_key,
            device_class="outlet" if is_outlet else None,
            actions=actions,
            attributes=attributes,
        )

    def shown(self) -> Shown | None:
        """Return state and attributes; None if the device is out of its hub's reach."""
        if self.device.parent is not None and self.device.sys_info.get("status") == "offline":
            return None
        if self.feature is not None:
            return features.shown_by(self.feature)
        match self.domain:
            case "light":
                return lights.shown_by(self.device)
            case "climate":
                return thermostats.shown_by(self.device)
            case "fan":
                return fans.shown_by(self.device)
            case _:
                return ("on" if self.device.is_on else "off"), {}

    async def tell(self, command: Command, state: State) -> None:
        """Hand a command to the device.

        Raises:
            NotOffered: it has no way to do it.
        """
        match command:
            case switch.TurnOn() | switch.TurnOff() | switch.Toggle():
                await self._switch(command, state)
            case light_domain.TurnOff():
                await lights.switch_off(self.device, command.transition)
            case light_domain.Toggle() if state.state == "on":
                await lights.switch_off(self.device, command.transition)
            case light_domain.TurnOn() | light_domain.Toggle():
                await self._light(command, state)
            case _ if self.domain == "fan":
                await fans.tell(self.device, command, state)
            case _ if self.domain == "climate":
                await thermostats.tell(self.device, command)
            case _:
                raise NotOffered(f"the device has no way to do {command.action}")

    async def _switch(self, command: Command, state: State) -> None:
        is_toggle = isinstance(command, switch.Toggle)
        is_on = state.state != "on" if is_toggle else isinstance(command, switch.TurnOn)
        if self.feature is not None:
            await self.feature.set_value(is_on)
        else:
            await self.device.set_state(is_on)

    async def _light(
        self, command: light_domain.TurnOn | light_domain.Toggle, state: State
    ) -> None:
        if command.flash is not None:
            raise NotOffered("these lights cannot flash")
        if command.target_brightness(state) == 0:
            await lights.switch_off(self.device, command.transition)
        else:
            await lights.switch_on(self.device, command, state)


def devices(device: Device) -> Iterator[tuple[str, Device]]:
    """Yield the adopted device and its children, each with its key."""
    yield MAIN, device
    for child in device.children:
        yield child.device_id, child


def device_facts(key: str, device: Device) -> DeviceFacts:
    """Describe a device."""
    version = device.hw_info.get("sw_ver")
    return DeviceFacts(
        key=key,
        name=str(device.alias or device.model),
        manufacturer="TP-Link",
        model=str(device.model),
        sw_version=None if version is None else str(version),
    )


def parts(device: Device) -> Iterator[Part]:
    """Yield all entities of the adopted device and of its children."""
    for key, one in devices(device):
        domain = _main_domain(one)
        if domain is not None:
            yield Part(key, one, domain)
        for feature in features.known_features(one).values():
            is_twin = domain == "climate" and feature.id == "temperature"
            if not is_twin:
                yield Part(key, one, features.FEATURES[feature.id].domain, feature)


def _main_domain(device: Device) -> str | None:
    if Module.Light in device.modules:
        return "light"
    if Module.Fan in device.modules:
        return "fan"
    if Module.Thermostat in device.modules:
        return "climate"
    if device.children or "state" not in device.features:
        return None
    return "switch"


def _switching(domain: str) -> frozenset[str]:
    return frozenset(f"{domain}.{name}" for name in ("turn_on", "turn_off", "toggle"))
