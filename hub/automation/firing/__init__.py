"""What fires rules: one module per family of triggers, `attach` the one door."""

from hub.automation.firing.attaching import attach, check
from hub.automation.firing.bus import Bus, bus_of
from hub.automation.firing.errors import TriggerUnsupported
from hub.automation.firing.waits import Waits

__all__ = ["Bus", "TriggerUnsupported", "Waits", "attach", "bus_of", "check"]
