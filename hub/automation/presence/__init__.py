"""Who is where: zones, trackers, persons, and the decision about who entered or left."""

from hub.automation.presence.fence import Circle, Fence, inside
from hub.automation.presence.presence import Presence
from hub.automation.presence.told import position_of

__all__ = ["Circle", "Fence", "Presence", "inside", "position_of"]
