"""Phones come in here: OwnTracks' posts, and the companion app's registration, and its end."""

from dataclasses import asdict

from aiohttp import web

from hub.home.ids import EntityId, UserId, slugify
from hub.home.people import Role
from hub.server import json_io
from hub.server.account_api import manages_people
from hub.server.errors import Forbidden, Missing
from hub.server.parts import PARTS
from hub.server.seams.people import Phone, Phones
from hub.server.security import user_id_of, user_of

routes = web.RouteTableDef()
# A program that passes on what all phones tell has a token of a device.
_SPEAK_FOR_ALL = frozenset({Role.OWNER, Role.DEVICE})


@routes.post("/api/owntracks")
async def hear_owntracks(request: web.Request) -> web.Response:
    """Take in where a phone with OwnTracks is; who it is stands in X-Limit-U and X-Limit-D."""
    body = await request.read()
    _check_sender(request, _phones(request).owntracks_tracker(body, request.headers))
    return json_io.response(await _phones(request).hear_owntracks(body, request.headers))


@routes.post("/api/mobile_app/registrations")
async def register(request: web.Request) -> web.Response:
    """Register a phone; from then on it speaks to the webhook that the answer names."""
    body = await json_io.read_object(request)
    status, answer = await _phones(request).register(body, user_id_of(request))
    return json_io.response(answer, status)


@routes.get("/api/lares/phones")
async def list_phones(request: web.Request) -> web.Response:
    """List one's own registered phones; owners and the console see everybody's."""
    return json_io.response([asdict(phone) for phone in _ones_phones(request)])


@routes.delete("/api/lares/phones/{phone_id}")
async def forget_phone(request: web.Request) -> web.Response:
    """End what a registered phone may do, such as one that was lost."""
    phone_id = request.match_info["phone_id"]
    phone = next((each for each in _ones_phones(request) if each.id == phone_id), None)
    if phone is None:
        raise Missing(f"no phone {phone_id!r}; GET /api/lares/phones lists them")
    await _phones(request).forget(phone.id)
    return json_io.response({"message": f"phone {phone.name!r} is removed"})


async def forget_phones_of(request: web.Request, user_id: UserId) -> int:
    """End what the phones of a user may do; returns how many there were."""
    phones = request.app[PARTS].phones
    if phones is None:
        return 0
    theirs = [phone for phone in phones.registered() if phone.user_id == user_id]
    for phone in theirs:
        await phones.forget(phone.id)
    return len(theirs)


def _check_sender(request: web.Request, tracker_id: EntityId | None) -> None:
    """Check that a post tells of the sender's own phone, or of one that is no other user's.

    It goes by the tracker, as more than one user and device may make the same of it.
    """
    user = user_of(request)
    if tracker_id is None or user.role in _SPEAK_FOR_ALL:
        return
    registered = {phone.tracker_id: phone.user_id for phone in _phones(request).registered()}
    named = tracker_id.removeprefix("device_tracker.")
    users = {slugify(one.name): one.id for one in request.app[PARTS].users.all()}
    # Of Anna and Anna Maria, the longer name counts.
    name = max((name for name in users if f"{named}_".startswith(f"{name}_")), key=len, default="")
    whose = {registered.get(tracker_id, user.id), users.get(name, user.id)}
    if whose != {user.id}:
        raise Forbidden(
            f"{user.name!r} may not tell where {tracker_id} is: that is another user's name or"
            f" phone; set the username in OwnTracks to {slugify(user.name)!r}, or use a token of"
            " an owner or of a device"
        )


def _ones_phones(request: web.Request) -> list[Phone]:
    phones = request.app[PARTS].phones
    known = [] if phones is None else phones.registered()
    if manages_people(request):
        return list(known)
    return [phone for phone in known if phone.user_id == user_id_of(request)]


def _phones(request: web.Request) -> Phones:
    phones = request.app[PARTS].phones
    if phones is None:
        raise Missing("this hub takes in no phones")
    return phones
