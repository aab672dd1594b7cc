"""What a Shelly of generation 2 or later is made of, by its configuration and first status."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from hub.home.maker import NOTHING
from integrations.local.part import Part
from integrations.shelly.rpc_calls import Rpc

RpcPart = Part[Rpc]

# Components that are what a device is for; what measures is named after them.
MAIN = ("switch", "light", "rgb", "rgbw", "cct", "rgbcct", "cover", "thermostat", "cb")
WORDS = {
    "rgb": "Light", "rgbw": "Light", "cct": "Light", "rgbcct": "Light", "em1": "Meter",
    "em1data": "Meter", "pm1": "Meter", "cb": "Breaker",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class RpcView:
    """The configuration and the status of every component, by names such as "switch:0"."""

    config: Mapping[str, Any]
    status: Mapping[str, Any]
    device: str

    def of(self, kind: str) -> Iterator[tuple[str, int]]:
        """Yield the name and id of each component of a kind."""
        for component in self.status:
            name, _, number = component.partition(":")
            if name == kind and number.isdecimal():
                yield component, int(number)

    def settings(self, component: str) -> Mapping[str, Any]:
        """Return a component's configuration, empty if it has none."""
        found = self.config.get(component)
        return found if isinstance(found, Mapping) else NOTHING

    def label(self, component: str) -> str | None:
        """Return what to call a component; None if it is the only one of those a device is for."""
        kind, _, number = component.partition(":")
        given = self._own_name(component)
        alike = self._mains() if kind in MAIN else [name for name, _ in self.of(kind)]
        if len(alike) <= 1:
            return None if kind in MAIN else given
        word = WORDS.get(kind, kind.capitalize())
        return given or f"{word} {int(number) + 1}"

    def named(self, component: str, what: str) -> str:
        """Return a name for what a component measures or does besides."""
        label = self.label(component)
        if label is None:
            return what
        # "Temperature 2", not "Temperature 2 temperature".
        is_said = label.startswith(f"{what} ")
        return label if is_said else f"{label} {what[0].lower()}{what[1:]}"

    def is_driven(self, component: str) -> bool:
        """Tell whether a relay belongs to a thermostat of the same device."""
        driven = (str(self.settings(name).get("actuator")) for name, _ in self.of("thermostat"))
        return any(actuator.endswith(f"/c/{component}") for actuator in driven)

    def _mains(self) -> list[str]:
        kinds = ((component, component.partition(":")[0]) for component in self.status)
        return [name for name, kind in kinds if kind in MAIN and not self.is_driven(name)]

    def _own_name(self, component: str) -> str | None:
        # What counts the energy of a meter goes by the meter's name.
        given = self.settings(component.replace("data:", ":")).get("name")
        return given.strip() or None if isinstance(given, str) else None
