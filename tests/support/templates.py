"""A small home for templates, and what renders them over it."""

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from hub.automation.model.values import Template
from hub.automation.place import Place
from hub.automation.templates import HomeTemplates
from hub.home.home import Home
from hub.home.ids import AreaId, DeviceId, FloorId
from hub.home.model import Area, Device, Floor, Label
from tests.support.fakes import ManualClock, put

NOON = datetime(2026, 7, 1, 10, 0, 30, tzinfo=UTC)  # 12:00:30 in Amsterdam
PLACE = Place(52.37, 4.89, ZoneInfo("Europe/Amsterdam"))

CUSTOM = {
    "tools.jinja": "{% macro greet(name) %}Hello {{ name }}{% endmacro %}"
    "{% macro macro_double(x, returns) %}{% do returns(x * 2) %}{% endmacro %}",
    "self.jinja": "{% include 'self.jinja' %}",
}


class TemplateHome:
    """A home with a few of everything."""

    def __init__(self) -> None:
        self.clock = ManualClock(NOON)
        self.home = Home(now=self.clock)
        self.home.put_floor(Floor(FloorId("ground"), "Ground floor"))
        self.home.put_area(Area(AreaId("kitchen"), "Kitchen", FloorId("ground")))
        self.home.put_area(Area(AreaId("attic"), "Attic", labels=("Cold",)))
        lamp = Device(DeviceId("d1"), "Lamp", AreaId("kitchen"), "Acme", "L1")
        self.home.put_device(lamp)
        put(self.home, "light.lamp", "on", device_id=lamp.id, labels=("Night",),
            attributes={"brightness": 120})  # fmt: skip
        put(self.home, "light.attic", "off", area_id=AreaId("attic"))
        put(self.home, "sensor.temp", "21.5", device_class="temperature", integration="mqtt",
            attributes={"unit_of_measurement": "°C"})  # fmt: skip
        put(self.home, "sensor.gone", "unavailable")
        put(
            self.home, "group.lights", "on", attributes={"entity_id": ["light.lamp", "light.attic"]}
        )
        put(self.home, "person.ann", "home", attributes={"latitude": 52.38, "longitude": 4.89})
        put(self.home, "zone.work", "0", attributes={"latitude": 52.0, "longitude": 4.0})
        self.templates = HomeTemplates(self.home, PLACE, self.clock, custom_templates=CUSTOM)
        self.home.put_label(Label("night", "Night", "For the night"))

    def render(self, source: str, **variables: Any) -> Any:
        """Render a template."""
        return self.templates.render(Template(source), variables)
