"""The small home with what rules listen to: contacts, motion, people, machines, the weather."""

from datetime import UTC, datetime

from hub.home.home import Home
from hub.home.ids import AreaId, UserId
from hub.home.plan import Body, Plan, Refusal, Request
from hub.language.later import later
from hub.language.matcher import FastMatcher
from tests.language.home_for_tests import put, small_home

# A Wednesday evening.
NOW = datetime(2026, 3, 4, 18, 30, tzinfo=UTC)


def lived_in_home() -> Home:
    """Build the home; its clock stands at `NOW`."""
    home = small_home()
    home.now = lambda: NOW
    put(home, "binary_sensor.front_door", "Front door", "hall", device_class="door")
    put(home, "binary_sensor.kitchen_window", "Kitchen window", "kitchen", device_class="window")
    put(home, "binary_sensor.hall_motion", "Hallway motion", "hall", device_class="motion")
    put(home, "light.hall", "Hall light", "hall", supported_color_modes=["brightness"])
    put(home, "sensor.washing_machine", "Washing machine", "kitchen", state="running",
        options=["idle", "running", "done"])  # fmt: skip
    put(home, "sensor.bathroom_humidity", "Bathroom humidity", state="55",
        device_class="humidity", unit_of_measurement="%")  # fmt: skip
    put(home, "binary_sensor.leak", "Cellar leak sensor", device_class="moisture")
    put(home, "sensor.ink", "Printer ink", state="40", unit_of_measurement="%")
    put(home, "weather.home", "Weather", state="sunny", temperature=12)
    put(home, "sun.sun", "Sun", state="below_horizon")
    put(home, "person.anna", "Anna", state="home", user_id="anna")
    put(home, "person.ben", "Ben", state="not_home", user_id="ben")
    put(home, "zone.home", "Home", state="1", latitude=52.5, longitude=13.4)
    put(home, "zone.work", "Work", state="1", latitude=52.6, longitude=13.4)
    return home


async def said(
    text: str, home: Home | None = None, area: str | None = None, *, asked: Request | None = None
) -> Body | None:
    """Return what a sentence comes to; what is left of it is read by the matcher alone."""
    home = home or lived_in_home()
    matcher = FastMatcher(home)

    async def plan_now(request: Request) -> Plan:
        plan = matcher.match(request)
        return plan or Plan(request=request, body=Refusal(text="no match"), planner="none")

    request = asked or Request(
        text=text, at=NOW, user_id=UserId("anna"), area_id=AreaId(area) if area else None
    )
    return await later(request, home, plan_now)
