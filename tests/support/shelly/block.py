"""A simulated Shelly of generation 1: HTTP for settings and commands, CoIoT for reports.

Follows Shelly's Gen1 API: "Common HTTP API", "CoIoT protocol", and the devices' own chapters.
CoIoT goes to whoever asked last, as with a unicast peer, since tests have no multicast.
"""

import asyncio
import base64
import json
import struct
from typing import Any

from aiohttp import web

from tests.support.device_server import HOST, Server

MAC = "98CDAC1F2A3B"
FIRMWARE = "20230913-112003/v1.14.0-gcb84623"
Json = dict[str, Any]


class BlockShelly(Server):
    """A device with any blocks: `blocks` has, for each, its sensors as (number, sensor, value)."""

    def __init__(self, model: str, blocks: dict[str, list[Json]], **settings: Any) -> None:
        super().__init__()
        self.mac = MAC
        self.info: Json = {"type": model, "mac": MAC, "auth": False, "fw": FIRMWARE}
        self.settings: Json = {
            "device": {"type": model, "mac": MAC, "hostname": f"shelly-{MAC}"},
            "name": "Old",
            "coiot": {"enabled": True, "update_period": 15},
            **settings,
        }
        self.status: Json = {
            "wifi_sta": {"connected": True, "ip": HOST, "rssi": -55},
            "update": {
                "status": "idle", "has_update": False, "new_version": "",
                "old_version": FIRMWARE,
            },
            "uptime": 100,
        }  # fmt: skip
        self.blocks = blocks
        self.password: str | None = None
        self.requests: list[tuple[str, Json]] = []
        self.is_stuck = False
        self.is_deaf = False
        self.udp_port = 0
        self._transport: asyncio.DatagramTransport | None = None
        self.peer: tuple[str, int] | None = None

    @property
    def routes(self) -> list[web.RouteDef]:
        """What it serves."""
        return [
            web.get("/shelly", self._shelly),
            web.get("/{path:.*}", self._request),
        ]

    async def start(self) -> None:
        """Come onto the network."""
        await super().start()
        if self._transport is not None:
            return
        transport, _ = await asyncio.get_running_loop().create_datagram_endpoint(
            lambda: _Coap(self), local_addr=(self.host, self.udp_port)
        )
        self._transport = transport
        self.udp_port = transport.get_extra_info("sockname")[1]

    async def doze(self) -> None:
        """Answer no requests any more; reports go on."""
        await super().stop()

    async def stop(self) -> None:
        """Go off the network."""
        if self._transport is not None:
            self._transport.close()
            self._transport = None
        await super().stop()

    def change(self, block: str, **values: Any) -> None:
        """Change values of a block, as somebody at the device would, and report them."""
        for sensor in self.blocks[block]:
            if sensor["D"] in values:
                sensor["value"] = values[sensor["D"]]
        self.report()

    def report(self) -> None:
        """Report the state over CoIoT, unasked."""
        if self.peer is not None:
            self.send(message(30, self.state(), self.mac), self.peer)

    def say(self, data: bytes) -> None:
        """Send any bytes at all over CoIoT."""
        if self.peer is not None:
            self.send(data, self.peer)

    def send(self, data: bytes, where: tuple[str, int]) -> None:
        """Send a datagram, and remember to whom."""
        self.peer = where
        if self._transport is not None and not self.is_deaf:
            self._transport.sendto(data, where)

    def asked(self, path: str) -> Json:
        """Return the parameters of the last request for a path."""
        return next(params for asked, params in reversed(self.requests) if asked == path)

    def description(self) -> Json:
        """Return what `cit/d` tells."""
        numbered = list(enumerate(self.blocks, start=1))
        sensors = [
            {key: value for key, value in sensor.items() if key != "value"} | {"L": number}
            for number, name in numbered
            for sensor in self.blocks[name]
        ]
        return {"blk": [{"I": number, "D": name} for number, name in numbered], "sen": sensors}

    def state(self) -> Json:
        """Return what `cit/s` tells."""
        sensors = (sensor for block in self.blocks.values() for sensor in block)
        return {"G": [[0, sensor["I"], sensor["value"]] for sensor in sensors]}

    async def _shelly(self, request: web.Request) -> web.StreamResponse:  # noqa: ARG002
        return web.json_response(self.info)

    async def _request(self, request: web.Request) -> web.StreamResponse:
        if self.is_deaf:
            await asyncio.sleep(30)
        if self.password is not None:
            wanted = base64.b64encode(f"admin:{self.password}".encode()).decode()
            if request.headers.get("Authorization") != f"Basic {wanted}":
                return web.Response(status=401)
        path, params = request.match_info["path"], dict(request.query)
        self.requests.append((path, params))
        answers = {
            "settings": self.settings, "status": self.status, "cit/d": self.description(),
            "ota": {"status": "updating"}, "reboot": {},
        }  # fmt: skip
        kind, _, channel = path.partition("/")
        if kind in {"relay", "light", "color", "white", "roller", "thermostat"}:
            if not self.is_stuck:
                self._obey(kind, channel, params)
            return web.json_response({})
        if path in answers:
            return web.json_response(answers[path])
        return web.Response(status=404, text="Not Found")

    def _obey(self, kind: str, channel: str, params: Json) -> None:
        if kind == "roller":
            return self._move(f"roller_{channel}", params)
        if kind == "thermostat":
            return self.change(f"sensor_{channel}", targetTemp=float(params["target_t"]))
        block = f"{'light' if kind in {'color', 'white'} else kind}_{channel}"
        names = {"temp": "colorTemp"}
        values: Json = {
            names.get(key, key): value if key == "mode" else int(value)
            for key, value in params.items()
            if key not in {"turn", "transition"}
        }
        if "turn" in params:
            values["output"] = int(params["turn"] == "on")
        return self.change(block, **values)

    def _move(self, block: str, params: Json) -> None:
        if params["go"] == "stop":
            return self.change(block, roller="stop")
        position = {"open": 100, "close": 0}.get(params["go"])
        position = int(params["roller_pos"]) if position is None else position
        now = next(one["value"] for one in self.blocks[block] if one["D"] == "rollerPos")
        return self.change(block, roller="open" if position > now else "close")


class _Coap(asyncio.DatagramProtocol):
    """Answers to questions for cit/d and cit/s."""

    def __init__(self, device: BlockShelly) -> None:
        self._device = device

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        path = data.partition(b"cit\x01")[2][:1]
        answers = {b"d": self._device.description, b"s": self._device.state}
        if path in answers:
            self._device.send(message(69, answers[path](), self._device.mac), addr)


def message(code: int, content: Any, mac: str = MAC) -> bytes:
    """Return a CoAP message (RFC 7252, section 3) with the options of CoIoT."""
    identity = f"SHSW-25#{mac}#2".encode()
    # Option 3332 is the device's identity: a delta above 269 takes two bytes more.
    option = bytes([0xE0 | 13]) + struct.pack("!H", 3332 - 269) + bytes([len(identity) - 13])
    head = struct.pack("!BBH", 0x50, code, 1)
    return head + option + identity + b"\xff" + json.dumps(content).encode()


def sensor(number: int, name: str, value: Any, **more: Any) -> Json:
    """Return a sensor of a block, and its value."""
    return {"I": number, "T": "S", "D": name, "R": "0/1", "value": value, **more}


def relay(number: int, **more: Any) -> list[Json]:
    """Return a relay with its meter and its input."""
    base = number * 10000
    return [
        sensor(base + 1101, "output", more.get("output", 0)),
        sensor(base + 2101, "input", 0),
        sensor(base + 2102, "inputEvent", "", R=["S/L", ""]),
        sensor(base + 2103, "inputEventCnt", 4, T="EVC", R="U16"),
        sensor(base + 4101, "power", 12.5, T="P", U="W", R=["0/2650", "-1"]),
        sensor(base + 4103, "energy", 6000, T="E", U="Wmin", R=["U32", "-1"]),
        sensor(base + 6102, "overpower", 0, T="A", R=["0/1", "-1"]),
    ]


def temperatures(name: str, number: int, value: float) -> list[Json]:
    """Return a temperature in both of the units that devices tell it in."""
    return [
        sensor(number, name, value, T="T", U="C", R=["-40/300", "999"]),
        sensor(number + 1, name, value * 1.8 + 32, T="T", U="F", R=["-40/572", "999"]),
    ]


def shelly_25(button: str = "toggle") -> BlockShelly:
    """Shelly 2.5 with two relays, one of them for a lamp."""
    return BlockShelly(
        "SHSW-25",
        {
            "relay_0": relay(0),
            "relay_1": relay(1),
            "device": [
                *temperatures("deviceTemp", 3104, 51.4),
                sensor(6101, "overtemp", 0, T="A"),
                sensor(4108, "voltage", 231.2, T="V", U="V", R=["0/265", "-1"]),
            ],
        },
        mode="relay",
        relays=[
            {"name": None, "appliance_type": "General", "btn_type": button},
            {"name": "Lamp", "appliance_type": "light", "btn_type": "toggle"},
        ],
    )


def roller() -> BlockShelly:
    """Shelly 2.5 with a roller shutter."""
    return BlockShelly(
        "SHSW-25",
        {
            "roller_0": [
                sensor(1102, "roller", "stop", R="open/close/stop"),
                sensor(1103, "rollerPos", 0, R=["0/100", "-1"]),
                sensor(4102, "rollerPower", 0.0, T="P", U="W", R=["0/2650", "-1"]),
                sensor(4104, "rollerEnergy", 600, T="E", U="Wmin", R=["U32", "-1"]),
            ]
        },
        mode="roller",
        rollers=[{"positioning": True, "btn_type": "toggle"}],
    )


def dimmer() -> BlockShelly:
    """Shelly Dimmer 2."""
    light = [
        sensor(1101, "output", 1),
        sensor(5101, "brightness", 40, R="1/100"),
        sensor(4101, "power", 7.5, T="P", U="W", R=["0/230", "-1"]),
    ]
    return BlockShelly("SHDM-2", {"light_0": light}, mode="white", lights=[{"name": None}])


def rgbw2() -> BlockShelly:
    """Shelly RGBW2 in colour mode."""
    channels = [
        sensor(5105 + place, name, value, R="0/255")
        for place, (name, value) in enumerate(
            {"red": 255, "green": 0, "blue": 0, "white": 0}.items()
        )
    ]
    return BlockShelly(
        "SHRGBW2",
        {
            "light_0": [
                sensor(1101, "output", 1),
                *channels,
                sensor(5102, "gain", 50, R="0/100"),
                sensor(5109, "effect", 0, R="0/3"),
                sensor(9101, "mode", "color", R="color/white"),
            ]
        },
        mode="color",
        lights=[{"name": None}],
    )


def bulb() -> BlockShelly:
    """Shelly Bulb RGBW, which has colours and whites."""
    device = rgbw2()
    device.info["type"] = device.settings["device"]["type"] = "SHCB-1"
    device.blocks["light_0"] += [
        sensor(5101, "brightness", 80, R="0/100"),
        sensor(5103, "colorTemp", 3000, R="3000/6500"),
    ]
    return device


def valve() -> BlockShelly:
    """Shelly TRV."""
    return BlockShelly(
        "SHTRV-01",
        {
            "sensor_0": [
                *temperatures("temp", 3101, 19.5),
                sensor(3103, "targetTemp", 21.0, T="T", U="C", R=["4/31", "999"]),
                sensor(3104, "targetTemp", 69.8, T="T", U="F", R=["39/88", "999"]),
            ],
            "device": [
                sensor(3111, "battery", 90, T="B", R=["0/100", "-1"]),
                sensor(3121, "valvePos", 45.0, R=["0/100", "-1"]),
            ],
        },
        thermostats=[{"target_t": {"enabled": True, "value": 21.0}}],
    )


def sensors() -> BlockShelly:
    """Every kind of sensor at once, always awake."""
    return BlockShelly(
        "SHMOS-01",
        {
            "sensor_0": [
                sensor(6107, "motion", 0, R=["0/1", "-1"]),
                sensor(3110, "vibration", 0, R=["0/1", "-1"]),
                sensor(3106, "luminosity", 37, T="L", U="lux", R=["U32", "-1"]),
                sensor(6106, "flood", 0, T="A", R=["0/1", "-1"]),
                sensor(6105, "smoke", 0, T="A", R=["0/1", "-1"]),
                sensor(6108, "gas", "none", T="A", R="none/mild/heavy/test"),
                sensor(3108, "dwIsOpened", 1, R=["0/1", "-1"]),
                sensor(3103, "humidity", 48.5, T="H", U="%", R=["0/100", "999"]),
                *temperatures("extTemp", 3201, 999),
            ],
            "device": [sensor(3111, "battery", 77, T="B", R=["0/100", "-1"])],
        },
    )


def door() -> BlockShelly:
    """Shelly Door/Window 2, which sleeps on its battery."""
    return BlockShelly(
        "SHDW-2",
        {
            "sensor_0": [
                sensor(3108, "dwIsOpened", 0, R=["0/1", "-1"]),
                *temperatures("extTemp", 3101, 20.5),
            ],
            "device": [sensor(3111, "battery", 66, T="B", R=["0/100", "-1"])],
        },
        sleep_mode={"period": 6, "unit": "h"},
    )


def button_1() -> BlockShelly:
    """Shelly Button1, which sleeps on its battery."""
    return BlockShelly(
        "SHBTN-2",
        {
            "sensor_0": [
                sensor(2102, "inputEvent", "", R=["S/SS/SSS/L", ""]),
                sensor(2103, "inputEventCnt", 0, T="EVC", R="U16"),
            ],
            "device": [
                sensor(3111, "battery", 66, T="B", R=["0/100", "-1"]),
                sensor(9102, "wakeupEvent", ["poweron"], T="EV", R=["battery/button", "unknown"]),
            ],
        },
        sleep_mode={"period": 12, "unit": "h"},
    )
