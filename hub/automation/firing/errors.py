"""A trigger that cannot be listened for."""

from hub.automation.model.values import Place
from hub.home.errors import HubError


class TriggerUnsupported(HubError):
    """A trigger asks for something that this hub does not have."""

    def __init__(self, place: Place, problem: str, remedy: str) -> None:
        self.place = place
        super().__init__(f"{place}: {problem}; {remedy}")
