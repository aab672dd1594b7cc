"""Something by its title: "play jazz on the kitchen speaker"."""

import re

from hub.home.actions import ACTIONS, parse_command
from hub.home.commands import Command
from hub.home.model import Entity
from hub.home.plan import Body, Refusal, Step, Steps
from hub.language.resolve import which_one
from hub.language.understanding.frames import clauses
from hub.language.understanding.spelling import repaired
from hub.language.understanding.tagging import Tagger
from hub.language.understanding.targets import Scope, resolve
from hub.language.understanding.tokens import tokens
from hub.language.wording import without_courtesies

_PLAY = re.compile(
    r"^(?:play|put on|start playing|listen to|i want to (?:listen to|hear)|let me hear)"
    r" (?:some |a bit of |the )?(?P<title>.+?)"
    r"(?: (?:on|in|through|over|via|using) (?P<where>(?:the |my |our )?[\w' -]+))?$"
)
# What to play says nothing: the player goes on with what it has.
_NOTHING = frozenset({
    "music", "something", "anything", "song", "songs", "tunes", "media", "it", "that", "this",
    "tv", "radio", "next", "previous", "last", "video", "sound", "movie", "playback",
})  # fmt: skip
_A_PLAYER = re.compile(r"\w (?:the|my|our) (?:tv|telly|television|speakers?|stereo)$")
_EVEN_SO = re.compile(r"^(?:(?:the )?(?:next|previous|last|same)|with|for)\b")


def played(text: str, scope: Scope) -> Body | None:  # noqa: PLR0911
    """Return the step that plays a title; None if the sentence names none."""
    said = without_courtesies(text)
    match = _PLAY.match(said.casefold())
    if match is None:
        return None
    title, where = match["title"], match["where"]
    if _is_no_title(title, scope) or not (where or said.casefold().startswith(("play", "listen"))):
        return None
    players = _players(where, scope)
    if not isinstance(players, list):
        return players
    able = [e for e in players if "media_player.play_media" in e.actions]
    if not able or "media_player.play_media" not in ACTIONS:
        names = players[0].name if len(players) == 1 else "No player here"
        return Refusal(text=f"{names} can't search for music.", code="unsupported")
    if len(able) > 1:
        return which_one(scope.home, able)
    source = _source(title, able[0], scope)
    if source is not None and "media_player.select_source" in able[0].actions:
        command = parse_command("media_player.select_source", {"source": source})
        return _one_step(command, able[0])
    data = {"media_content_id": said[match.start("title") : match.end("title")],
            "media_content_type": "music"}  # fmt: skip
    command = parse_command("media_player.play_media", data)
    return _one_step(command, able[0])


def _one_step(command: Command, player: Entity) -> Steps:
    return Steps(steps=(Step.model_validate({"command": command, "targets": (player.id,)}),))


def _source(title: str, player: Entity, scope: Scope) -> str | None:
    """Return the player's source of that name: "play Netflix on the TV"."""
    sources = scope.home.state(player.id).attributes.get("source_list")
    known = {str(s).casefold(): str(s) for s in sources} if isinstance(sources, list) else {}
    return known.get(title)


def _is_no_title(title: str, scope: Scope) -> bool:
    """Tell whether the "title" is no more than a player, or the music that is already there."""
    words = [word for word in re.findall(r"[\w']+", title) if word not in {"the", "my", "some"}]
    if not words or set(words) <= _NOTHING or _EVEN_SO.match(title) or len(words) > 10:  # noqa: PLR2004
        return True
    if any(
        word in {"and", "then", "off", "on", "up", "down", "volume", "louder", "percent"}
        for word in words
    ):
        return True
    return _ends_on_player(title) or _thing(title, scope) is not None


def _ends_on_player(title: str) -> bool:
    """Tell whether where it is to be played was said otherwise: "the office over at the tv"."""
    return _A_PLAYER.search(title) is not None


def _players(where: str | None, scope: Scope) -> list[Entity] | Body | None:
    if where is not None:
        found = _thing(where, scope)
        return found if found is not None else None
    players = [
        item.entity for item in scope.index.items.values() if item.entity.domain == "media_player"
    ]
    near = [e for e in players if scope.here and scope.index.items[e.id].area_id == scope.here]
    found_here = near or players
    return found_here or None


def _thing(text: str, scope: Scope) -> list[Entity] | Body | None:
    """Return the players that a noun phrase names."""
    said = repaired(tokens(text, scope.lexicon), scope.index, scope.lexicon)
    parts = Tagger(said, scope.index, scope.lexicon, {}).parts()
    read = clauses(parts, scope.lexicon)
    if len(read) != 1 or read[0].unknown or len(read[0].targets) != 1 or read[0].values:
        return None

    def fits(entity: Entity) -> bool:
        return entity.domain == "media_player"

    found = resolve(read[0].targets[0], scope, fits, frozenset({"media_player"}))
    return None if isinstance(found, Refusal) else found
