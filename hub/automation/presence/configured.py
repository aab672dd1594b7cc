"""What rule files configure of presence: zones, persons and proximities."""

from collections.abc import Iterable
from dataclasses import field

from hub.automation.model.rules import HelperConfig
from hub.automation.presence.persons import Person, person_of
from hub.automation.presence.proximity import Proximity, proximity_of
from hub.automation.presence.zones import Zone, ZoneWrong, zone_of
from hub.record import record


@record(frozen=True, slots=True)
class Configured:
    """What could be read, and what is wrong."""

    zones: list[Zone] = field(default_factory=list)
    persons: list[Person] = field(default_factory=list)
    proximities: list[Proximity] = field(default_factory=list)
    wrong: list[ZoneWrong] = field(default_factory=list)


def read_configured(helpers: Iterable[HelperConfig]) -> Configured:
    """Read what concerns presence; other helpers are passed over."""
    found = Configured()
    for helper in helpers:
        try:
            if helper.domain == "zone":
                found.zones.append(zone_of(helper))
            elif helper.domain == "person":
                found.persons.append(person_of(helper))
            elif helper.domain == "proximity":
                found.proximities.append(proximity_of(helper))
        except ZoneWrong as problem:
            found.wrong.append(problem)
    return found
