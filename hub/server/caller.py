"""Who asks, by whatever way: what REST and the WebSocket hand to what answers both."""

from aiohttp import web

from hub.home.home import Home
from hub.home.ids import UserId
from hub.home.model import Source
from hub.record import record
from hub.server.conversation import CONVERSATION, Conversation
from hub.server.parts import PARTS, ServerParts
from hub.server.security import source_of, user_id_of


@record(frozen=True, slots=True)
class Caller:
    """A user who asks for something."""

    parts: ServerParts
    conversation: Conversation
    user_id: UserId
    source: Source

    @property
    def home(self) -> Home:
        """The home as they see it now."""
        return self.parts.sight.home_for(self.user_id)

    @property
    def sees_all(self) -> bool:
        """Whether they see the whole home."""
        return self.parts.sight.sees_all(self.user_id)

    def sees(self, entity_id: str) -> bool:
        """Tell whether they see an entity."""
        return self.parts.sight.sees(self.user_id, entity_id)


def caller_of(request: web.Request) -> Caller:
    """Return who sent a request."""
    app = request.app
    return Caller(app[PARTS], app[CONVERSATION], user_id_of(request), source_of(request))
