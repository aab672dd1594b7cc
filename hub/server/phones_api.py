"""Phones come in here: OwnTracks' posts, and the companion app's registration, and its end."""

from dataclasses import asdict

from aiohttp import web

from hub.home.ids import UserId
from hub.server import json_io
from hub.server.account_api import manages_people
from hub.server.errors import Missing
from hub.server.parts import PARTS, Phone, Phones
from hub.server.security import user_id_of

routes = web.RouteTableDef()


@routes.post("/api/owntracks")
async def hear_owntracks(request: web.Request) -> web.Response:
    """Take in where a phone with OwnTracks is; who it is stands in X-Limit-U and X-Limit-D."""
    body = await request.read()
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
