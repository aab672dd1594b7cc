"""A simulated Shelly of generation 2 to 4: /shelly, and JSON-RPC over the WebSocket at /rpc.

Follows Shelly's Gen2+ API: "RPC protocol", "Authentication", "Notifications".
"""

import copy
import hashlib
import json
import secrets
import time
from collections.abc import Callable, Iterator
from typing import Any

from aiohttp import WSMsgType, web

from tests.support.device_server import Server

MAC = "A8032ABE54DC"
FIRMWARE = "20260101-120000/1.7.4-gabcdef0"
Json = dict[str, Any]


class RpcError(Exception):
    """What the device answers in place of a result."""

    def __init__(self, code: int, message: str) -> None:
        self.code, self.message = code, message


class RpcShelly(Server):
    """A device with any components. `config` and `status` are what it answers with."""

    def __init__(self, config: Json, status: Json, **info: Any) -> None:
        super().__init__()
        self.info: Json = {
            "id": f"shellytest-{MAC.lower()}",
            "mac": MAC,
            "model": "SNSW-001P16EU",
            "gen": 2,
            "fw_id": FIRMWARE,
            "ver": "1.7.4",
            "app": "Plus1PM",
            "auth_en": False,
            "auth_domain": None,
            **info,
        }
        self.config: Json = {"sys": {"device": {"name": "Plug"}}, "wifi": {}, **config}
        self.status: Json = {
            "sys": {"uptime": 12, "available_updates": {}},
            "wifi": {"rssi": -60, "sta_ip": "127.0.0.1"},
            "cloud": {"connected": False},
            **status,
        }
        self.components: list[Json] = []
        self.calls: list[tuple[str, Json]] = []
        self.refusals: dict[str, RpcError] = {}
        self.password: str | None = None
        self.is_deaf = False
        self._nonce = secrets.randbelow(10**9)
        self._sockets: set[web.WebSocketResponse] = set()
        self.methods: dict[str, Callable[[Json], Any]] = {}
        self._offer()

    @property
    def routes(self) -> list[web.RouteDef]:
        """What it serves."""
        return [web.get("/shelly", self._shelly), web.get("/rpc", self._rpc)]

    def called(self, method: str) -> Json:
        """Return the parameters of the last call of a method."""
        return next(params for name, params in reversed(self.calls) if name == method)

    async def notify(self, **changes: Json) -> None:
        """Change the status as somebody at the device would, and tell it.

        The component "switch:0" is given as `switch_0`.
        """
        told = {key.replace("_", ":"): value for key, value in changes.items()}
        for component, change in told.items():
            self.status.setdefault(component, {}).update(change)
        await self._tell("NotifyStatus", {"ts": time.time(), **told})

    async def happen(self, component: str, event: str, **more: Any) -> None:
        """Tell of an event."""
        happened = {"component": component, "event": event, "ts": time.time(), **more}
        await self._tell("NotifyEvent", {"ts": time.time(), "events": [happened]})

    async def say(self, text: str) -> None:
        """Send any text at all."""
        for socket in tuple(self._sockets):
            await socket.send_str(text)

    async def start(self) -> None:
        """Come onto the network."""
        self.status |= {known["key"]: known["status"] for known in self.components}
        await super().start()

    async def hang_up(self) -> None:
        """Close every connection, as a device that restarts does."""
        for socket in tuple(self._sockets):
            await socket.close()

    async def stop(self) -> None:
        """Go off the network."""
        await self.hang_up()
        await super().stop()

    async def _tell(self, method: str, params: Json) -> None:
        frame = {"src": self.info["id"], "dst": "*", "method": method, "params": params}
        await self.say(json.dumps(frame))

    async def _shelly(self, request: web.Request) -> web.StreamResponse:  # noqa: ARG002
        return web.json_response({**self.info, "name": self.config["sys"]["device"]["name"]})

    async def _rpc(self, request: web.Request) -> web.StreamResponse:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        self._sockets.add(socket)
        try:
            async for message in socket:
                if message.type is WSMsgType.TEXT and not self.is_deaf:
                    await self._answer(socket, json.loads(message.data))
        finally:
            self._sockets.discard(socket)
        return socket

    async def _answer(self, socket: web.WebSocketResponse, frame: Json) -> None:
        answer: Json = {"id": frame["id"], "src": self.info["id"], "dst": frame["src"]}
        before = copy.deepcopy(self.status)
        try:
            answer["result"] = self._result(frame)
        except RpcError as error:
            answer["error"] = {"code": error.code, "message": error.message}
        await socket.send_json(answer)
        changed = dict(_changes(before, self.status))
        if changed:
            await self._tell("NotifyStatus", {"ts": time.time(), **changed})

    def _result(self, frame: Json) -> Any:
        method, params = frame["method"], frame.get("params") or {}
        if self.password is not None and method != "Shelly.GetDeviceInfo":
            self._authenticate(frame.get("auth"))
        self.calls.append((method, params))
        if method in self.refusals:
            raise self.refusals[method]
        if method not in self.methods:
            raise RpcError(404, f"No handler for {method}")
        return self.methods[method](params)

    def _authenticate(self, given: Json | None) -> None:
        """Check a digest (RFC 7616) as Shelly's "Authentication" has it for WebSockets."""
        realm = self.info["auth_domain"] or self.info["id"]
        if given is not None and given.get("nonce") == self._nonce:
            first = _sha256(f"admin:{realm}:{self.password}")
            second = _sha256("dummy_method:dummy_uri")
            number, salt = given["nc"], given["cnonce"]
            if given["response"] == _sha256(f"{first}:{self._nonce}:{number}:{salt}:auth:{second}"):
                return
        challenge = {
            "auth_type": "digest", "nonce": self._nonce, "nc": 1, "realm": realm,
            "algorithm": "SHA-256",
        }  # fmt: skip
        raise RpcError(401, json.dumps(challenge))

    def _offer(self) -> None:
        """Offer the methods of the services that tests use."""
        self.methods |= {
            "Shelly.GetDeviceInfo": lambda _: self.info,
            "Shelly.GetConfig": lambda _: self.config,
            "Shelly.GetStatus": lambda _: self.status,
            "Shelly.GetComponents": self._get_components,
            "Shelly.Reboot": lambda _: None,
            "Shelly.Update": lambda _: None,
            "Switch.Set": lambda given: self._set("switch", given, output=given["on"]),
            "Light.Set": lambda given: self._light("light", given),
            "RGB.Set": lambda given: self._light("rgb", given),
            "RGBW.Set": lambda given: self._light("rgbw", given),
            "CCT.Set": lambda given: self._light("cct", given),
            "RGBCCT.Set": lambda given: self._light("rgbcct", given),
            "Cover.Open": lambda given: self._move(given, 100),
            "Cover.Close": lambda given: self._move(given, 0),
            "Cover.Stop": lambda given: self._set("cover", given, state="stopped"),
            "Cover.GoToPosition": self._go_to_position,
            "Thermostat.SetConfig": self._thermostat,
            "BluTRV.Call": self._valve,
            "BluTrv.GetRemoteConfig": lambda _: {"config": {"trv:0": {"id": 0}}},
            "Boolean.Set": lambda given: self._set("boolean", given, value=given["value"]),
            "Number.Set": lambda given: self._set("number", given, value=given["value"]),
            "Enum.Set": lambda given: self._set("enum", given, value=given["value"]),
            "Script.Start": lambda given: self._set("script", given, running=True),
            "Script.Stop": lambda given: self._set("script", given, running=False),
            "Button.Trigger": lambda _: None,
            "Smoke.Mute": lambda _: None,
        }
        for kind in (
            "Switch", "Light", "RGB", "RGBW", "CCT", "RGBCCT", "Cover", "Thermostat", "BluTrv",
            "Boolean", "Number", "Enum", "Script",
        ):  # fmt: skip
            self.methods[f"{kind}.GetStatus"] = self._getter(kind.lower())

    def _getter(self, kind: str) -> Callable[[Json], Json]:
        def get(given: Json) -> Json:
            status: Json = self.status[f"{kind}:{given['id']}"]
            return status

        return get

    def _get_components(self, given: Json) -> Json:
        some = self.components[given.get("offset", 0) :][:5]
        return {"components": some, "cfg_rev": 1, "offset": 0, "total": len(self.components)}

    def _set(self, kind: str, given: Json, **changes: Any) -> Json | None:
        component = f"{kind}:{given['id']}"
        if component not in self.status:
            raise RpcError(-105, f"Argument 'id', value {given['id']} not found!")
        self.status[component].update(changes)
        return None

    def _light(self, kind: str, given: Json) -> None:
        names = ("brightness", "rgb", "white", "ct", "mode")
        changes = {name: given[name] for name in names if name in given}
        self._set(kind, given, output=given["on"], **changes)

    def _move(self, given: Json, position: int) -> None:
        """Begin to move; `arrive` ends it."""
        status = self.status[f"cover:{given['id']}"]
        way = "opening" if position > (status.get("current_pos") or 0) else "closing"
        self._set("cover", given, state=way, target_pos=position)

    def _go_to_position(self, given: Json) -> None:
        if "slat_pos" in given:
            self._set("cover", given, slat_pos=given["slat_pos"])
        else:
            self._move(given, given["pos"])

    async def arrive(self, number: int = 0) -> None:
        """Let a cover come to where it was sent."""
        position = self.status[f"cover:{number}"]["target_pos"]
        state = "open" if position else "closed"
        await self.notify(**{f"cover_{number}": {"state": state, "current_pos": position}})

    def _thermostat(self, given: Json) -> Json:
        config = given["config"]
        changes = {name: config[name] for name in ("enable", "target_C") if name in config}
        self._set("thermostat", config, **changes)
        return {"restart_required": False}

    def _valve(self, given: Json) -> None:
        if given["method"] != "Trv.SetTarget":
            raise RpcError(404, f"No handler for {given['method']}")
        self._set("blutrv", given, target_C=given["params"]["target_C"])


def _changes(before: Json, after: Json) -> Iterator[tuple[str, Json]]:
    for component, status in after.items():
        old = before.get(component, {})
        changed = {key: value for key, value in status.items() if old.get(key, ...) != value}
        if changed:
            yield component, changed


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
