"""A simulated WLED: its JSON API, and the WebSocket that tells what changes.

Follows WLED's documentation, "JSON API" and "WebSocket".
"""

import asyncio
import copy
import json
from typing import Any

from aiohttp import WSMsgType, web

from tests.support.device_server import Server

MAC = "aabbccddeeff"
Json = dict[str, Any]

RGB, WHITE, CCT = 1, 2, 4
EFFECTS = ["Solid", "Blink", "RSVD", "Rainbow"]
PALETTES = ["Default", "Random Cycle", "Ocean"]


def segment(number: int, **more: Any) -> Json:
    """Return a segment as WLED 16 tells it."""
    start = number * 30
    return {
        "id": number, "start": start, "stop": start + 30, "len": 30, "grp": 1, "spc": 0, "of": 0,
        "on": True, "frz": False, "bri": 255, "cct": 127, "set": 0, "lc": RGB,
        "col": [[255, 160, 0], [0, 0, 0], [0, 0, 0]], "fx": 0, "sx": 128, "ix": 100, "pal": 0,
        "c1": 128, "c2": 128, "c3": 16, "sel": True, "rev": False, "mi": False, "o1": False,
        "o2": False, "o3": False, "si": 0, "m12": 0, **more,
    }  # fmt: skip


class Wled(Server):
    """A WLED with some segments."""

    def __init__(self, *segments: Json) -> None:
        super().__init__()
        self.state: Json = {
            "on": True, "bri": 128, "transition": 7, "ps": -1, "pl": -1,
            "nl": {"on": False, "dur": 60, "mode": 1, "tbri": 0, "rem": -1},
            "udpn": {"send": False, "recv": True, "sgrp": 1, "rgrp": 1},
            "lor": 0, "mainseg": 0, "seg": list(segments) or [segment(0)],
        }  # fmt: skip
        self.info: Json = {
            "ver": "16.0.0", "vid": 2601010, "name": "Shelf", "mac": MAC, "brand": "WLED",
            "product": "FOSS", "arch": "esp32", "ip": "127.0.0.1", "udpport": 21324,
            "live": False, "lm": "", "lip": "", "ws": 1, "uptime": 3600, "freeheap": 150000,
            "fxcount": len(EFFECTS), "palcount": len(PALETTES), "cpalcount": 0, "opt": 79,
            "leds": {"count": 60, "pwr": 470, "fps": 42, "maxpwr": 850, "maxseg": 32, "lc": RGB},
            "wifi": {"bssid": "00:11:22:33:44:55", "rssi": -60, "signal": 80, "channel": 6},
            "fs": {"u": 12, "t": 983, "pmt": 1750000000},
        }  # fmt: skip
        self.presets: Json = {"0": {}}
        self.changes: list[Json] = []
        self.restarts = 0
        self.is_deaf = False
        # What is answered in place of the JSON, for a path.
        self.instead: dict[str, web.Response] = {}
        self._sockets: set[web.WebSocketResponse] = set()

    @property
    def routes(self) -> list[web.RouteDef]:
        """What it serves."""
        return [
            web.get("/ws", self._socket),
            web.get("/reset", self._reset),
            web.get("/presets.json", self._answer),
            web.post("/json/state", self._post),
            web.get("/json{rest:.*}", self._answer),
        ]

    async def notify(self) -> None:
        """Tell everybody who listens how it is."""
        await self.say(json.dumps({"state": self.state, "info": self.info}))

    async def say(self, text: str) -> None:
        """Send any text at all."""
        for socket in tuple(self._sockets):
            await socket.send_str(text)

    async def hang_up(self) -> None:
        """Close every WebSocket."""
        for socket in tuple(self._sockets):
            await socket.close()

    async def stop(self) -> None:
        """Go off the network."""
        await self.hang_up()
        await super().stop()

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        if self.is_deaf:
            await asyncio.sleep(30)
        path = request.path
        if path in self.instead:
            given = self.instead[path]
            return web.Response(
                body=given.body, status=given.status, content_type=given.content_type
            )
        both = {"state": self.state, "info": self.info}
        answers: Json = {
            "/json": {**both, "effects": EFFECTS, "palettes": PALETTES},
            "/json/si": both,
            "/json/effects": EFFECTS,
            "/json/palettes": PALETTES,
            "/json/fxdata": [""] * len(EFFECTS),
            "/json/cfg": {"hw": {"led": {"ins": []}}},
            "/presets.json": self.presets,
        }
        if path not in answers:
            return web.Response(status=404)
        return web.json_response(answers[path])

    async def _post(self, request: web.Request) -> web.StreamResponse:
        if self.is_deaf:
            await asyncio.sleep(30)
        if "/json/state" in self.instead:
            return await self._answer(request)
        self._change(await request.json())
        await self.notify()
        return web.json_response(self.state)

    def _change(self, change: Json) -> None:
        self.changes.append(copy.deepcopy(change))
        state = self.state
        for key in ("on", "bri", "ps", "lor"):
            if key in change:
                state[key] = change[key]
        if change.get("ps") is not None and "playlist" in self.presets.get(str(change["ps"]), {}):
            state["pl"] = change["ps"]
        state["nl"].update(change.get("nl", {}))
        state["udpn"].update(change.get("udpn", {}))
        state["udpn"]["recv"] = bool(state["udpn"]["rgrp"])
        if "AudioReactive" in change:
            state["AudioReactive"] = {"on": change["AudioReactive"]["enabled"]}
        for update in change.get("seg", []):
            known = next(one for one in state["seg"] if one["id"] == update["id"])
            colors = update.pop("col", [])
            known["col"] = colors + known["col"][len(colors) :]
            known.update(update)

    async def _reset(self, request: web.Request) -> web.StreamResponse:  # noqa: ARG002
        self.restarts += 1
        return web.Response(text="Rebooting now...", content_type="text/html")

    async def _socket(self, request: web.Request) -> web.StreamResponse:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        self._sockets.add(socket)
        await socket.send_json({"state": self.state, "info": self.info})
        try:
            async for message in socket:
                if message.type is WSMsgType.TEXT:
                    await socket.send_json({"state": self.state, "info": self.info})
        finally:
            self._sockets.discard(socket)
        return socket
