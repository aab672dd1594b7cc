"""English sentences that home-assistant-intents lacks, in its own template language.

Rules such as `<turn>`, `<the>`, `<light>` are those of the package.
"""

import copy
from typing import Any

from hub.language.orders import more_orders
from hub.language.templates import ALL_THE as _ALL_THE
from hub.language.templates import Block
from hub.language.templates import block as _block

# Device class: what people call the sensors, and the words for "on" and "off".
_BINARY: dict[str, tuple[str, str, str]] = {
    "battery": ("batter(y|ies)", "low", "(normal|charged|ok|fine)"),
    "battery_charging": ("batter(y|ies)", "charging", "not charging"),
    "carbon_monoxide": ("carbon monoxide", "(on|detected|triggered)", "(off|clear)"),
    "cold": ("things", "cold", "normal"),
    "connectivity": ("device[s]", "(connected|online)", "(disconnected|offline)"),
    "door": ("door[s]", "open", "(closed|shut)"),
    "garage_door": ("garage door[s]", "open", "(closed|shut)"),
    "gas": ("gas", "(on|detected|triggered)", "(off|clear)"),
    "heat": ("things", "hot", "normal"),
    "light": ("light[s]", "detected", "not detected"),
    "lock": ("lock[s]", "unlocked", "locked"),
    "moisture": ("(water|leak|moisture)", "(wet|triggered|flooded|on)", "dry"),
    "motion": ("motion", "(triggered|detected|on|active)", "(clear|off)"),
    "moving": ("things", "moving", "(still|not moving)"),
    "occupancy": ("occupancy", "(occupied|triggered|detected|on)", "(empty|clear|unoccupied|off)"),
    "opening": ("opening[s]", "open", "(closed|shut)"),
    "plug": ("plug[s]", "(plugged in|plugged)", "unplugged"),
    "power": ("power", "(on|detected|powered)", "(off|not powered)"),
    "presence": ("phone[s]", "(home|present|at home)", "(away|not home)"),
    "problem": ("sensor[s]", "(problem|having a problem|having problems)", "(ok|fine)"),
    "running": ("(device|appliance|machine)[s]", "running", "(not running|stopped)"),
    "safety": ("sensor[s]", "unsafe", "safe"),
    "smoke": ("smoke", "(on|detected|triggered)", "(off|clear)"),
    "sound": ("sound", "(on|detected|triggered)", "(off|clear|silent)"),
    "tamper": ("tamper", "(on|detected|triggered|tampered [with])", "(off|clear)"),
    "update": ("update[s]", "available", "(up[-| ]to[-| ]date)"),
    "vibration": ("vibration", "(on|detected|triggered|vibrating)", "(off|clear)"),
    "window": ("window[s]", "open", "(closed|shut)"),
}
_DETECTED = {
    "carbon_monoxide": "carbon monoxide", "gas": "gas", "smoke": "smoke", "motion": "motion",
    "moisture": "(leak|water|moisture)[s]", "sound": "(sound|noise)", "vibration": "vibration",
    "occupancy": "occupancy", "tamper": "tampering",
}  # fmt: skip
# What sensors measure, as people say it.
_MEASURED = {
    "humidity": "(humidity|moisture level)", "pressure": "[air] pressure",
    "power": "power [usage|use|consumption]", "energy": "energy [usage|use|consumption]",
    "battery": "battery [level|charge]",
    "carbon_dioxide": "((co2|carbon dioxide) [level|concentration])",
    "illuminance": "(illuminance|light level|brightness level)",
    "aqi": "air quality [index]", "pm25": "pm2.5 [level]", "voltage": "voltage",
    "current": "electric current",
    "moisture": "[soil] moisture",
    "wind_speed": "wind speed", "precipitation": "(rain|rainfall)",
}  # fmt: skip
_IN_AREA = "[[<in>] [<the>] {area}]"
_LOCKS = "(lock|door)[s]"
_PERCENT = "{brightness}[([ ]%)| percent]"


def extra_sentences(intents: dict[str, Any], language: str) -> dict[str, Any]:
    """Return the sentences of a language with those of our own added."""
    merged = copy.deepcopy(intents)
    if language != "en":
        return merged
    for added in (_orders(), {"HassGetState": _states()}, more_orders()):
        for intent, blocks in added.items():
            merged["intents"].setdefault(intent, {"data": []})["data"].extend(blocks)
    merged["intents"]["HassGetMeasure"] = {"data": _measures()}
    return merged


def _orders() -> dict[str, list[Block]]:
    on_off = ("light", "switch", "fan", "media_player", "climate")
    movable = ("cover", "valve")
    orders = {
        "HassToggle": [
            _block("(toggle|flip) [<the>] {name}", domains=("light", "switch", "fan", "cover")),
            _block("toggle [<all>] [<the>] {area} <light>", domain="light"),
            _block(f"toggle {_ALL_THE} <light> <in> [<the>] {{area}}", domain="light"),
        ],
        "HassTurnOn": [*_everywhere("on"), *_locking("lock"), _power_words("on", on_off)],
        "HassTurnOff": [*_everywhere("off"), *_locking("unlock"), _power_words("off", on_off)],
        "HassStopMoving": [
            _block("(stop|halt) [<the>] {name}", domains=(*movable, "vacuum")),
            _block(f"(stop|halt) {_ALL_THE} {{cover_classes:device_class}}", domain="cover"),
        ],
        "HassLightSet": [
            _block(f"(dim|brighten) [<the>] {{name}} to {_PERCENT}", domains=("light",)),
            _block(
                f"(dim|brighten) {_ALL_THE} <light> <in> [<the>] {{area}} to {_PERCENT}",
                f"(dim|brighten) [<all>] [<the>] {{area}} <light> to {_PERCENT}",
                f"(dim|brighten) {_ALL_THE} <light> to {_PERCENT}",
                domain="light",
            ),
            *_steps("(dim|turn down)", -20),
            *_steps("(brighten|turn up)", 20),
        ],
        "HassClimateSetTemperature": [
            _block(
                "(set|turn|change|put) [<the>] {area} (heating|heat|thermostat|temperature)"
                " [(up|down)] to {temperature}[°| degrees]",
                "(set|turn|change|put) [<the>] (heating|heat|thermostat) [<in> [<the>] {area}]"
                " [(up|down)] to {temperature}[°| degrees]",
                "(heat|warm|cool) [(up|down)] [<the>] {area} to {temperature}[°| degrees]",
            ),
            _block(
                "(set|turn|change|put) [<the>] {name} [(up|down)] to {temperature}[°| degrees]",
                domains=("climate",),
            ),
        ],
        "HassSetPosition": [
            _block(
                "(open|close|raise|lower|move|set|put) [<the>] {name}"
                " [(half[ ]way|halfway|half)] [to] {position}[([ ]%)| percent]",
                domains=movable,
            ),
        ],
    }
    return {
        **orders,
        "HassClimateSetHvacMode": [
            _block(f"(set|switch|change|put) [<the>] {{name}} [(to|on)] {said} [mode]",
                   domains=("climate",), hvac_mode=mode)
            for mode, said in {
                "heat": "(heat|heating)", "cool": "(cool|cooling)", "auto": "(auto|automatic)",
                "dry": "(dry|drying)", "fan_only": "fan[ |-]only",
            }.items()
        ],
    }  # fmt: skip


def _everywhere(state: str) -> list[Block]:
    lights = (
        f"<turn> {state} <all> [house] <light> [<everywhere>]",
        f"<turn> <all> [house] <light> {state} [<everywhere>]",
        f"<turn> {state} {_ALL_THE} [house] <light> <everywhere>",
        f"<turn> {_ALL_THE} [house] <light> {state} <everywhere>",
        f"{'activate' if state == 'on' else 'deactivate'} {_ALL_THE} <light> <everywhere>",
        f"{'activate' if state == 'on' else 'deactivate'} <all> <light> [<everywhere>]",
        f"<all> <light> {state}",
        f"make sure <all> <light> (is|are) {state}",
    )
    more = "(light up|illuminate) <everywhere>" if state == "on" else "lights off everywhere"
    floor = (
        f"<turn> {_ALL_THE} <light> <in> [<the>] {{floor}} [floor] {state}",
        f"<turn> {_ALL_THE} <light> {{floor}} {state}",
    )
    fans = (
        f"<turn> {_ALL_THE} fan[s] {state} <everywhere>",
        f"<turn> {state} {_ALL_THE} fan[s] <everywhere>",
        f"<turn> {state} <all> fan[s]",
        f"{'activate' if state == 'on' else 'deactivate'} {_ALL_THE} fan[s] <everywhere>",
    )
    everything = (
        f"<turn> {state} everything <in> [<the>] {{area}}",
        f"<turn> everything {state} <in> [<the>] {{area}}",
        f"<turn> everything <in> [<the>] {{area}} {state}",
    )
    cover = "<open>" if state == "on" else "<close>"
    return [
        _block(*lights, more, domain="light"),
        _block(*floor, domain="light"),
        _block(*fans, domain="fan"),
        _block(*everything),
        _block(
            f"{cover} <all> {{cover_classes:device_class}} [<everywhere>]",
            f"{cover} {_ALL_THE} {{cover_classes:device_class}} <everywhere>",
            f"{cover} <all> [<the>] {{area}} {{cover_classes:device_class}}",
            f"{cover} <all> {{cover_classes:device_class}} <in> [<the>] {{area}}",
            domain="cover",
        ),
    ]


def _locking(verb: str) -> list[Block]:
    return [
        _block(
            f"{verb} {_ALL_THE} {_LOCKS} <in> [<the>] {{area}}",
            f"{verb} {_ALL_THE} {{area}} {_LOCKS}",
            f"{verb} <all> {_LOCKS}",
            f"{verb} [<the>] {_LOCKS}",
            domain="lock",
        ),
        _block(f"{verb} [up] [<the>] {{name}} {_LOCKS}", domains=("lock",)),
    ]


def _power_words(state: str, domains: tuple[str, ...]) -> Block:
    verbs = "(power on|power up|start|put on|enable)"
    if state == "off":
        verbs = "(power off|power down|shut off|put out|kill|disable|deactivate|shut down)"
    return _block(f"{verbs} [<the>] {{name}}", domains=domains)


def _steps(verbs: str, step: int) -> list[Block]:
    return [
        _block(f"{verbs} [<the>] {{name}}", domains=("light",), brightness_step=step),
        _block(
            f"{verbs} {_ALL_THE} <light> <in> [<the>] {{area}}",
            f"{verbs} [<all>] [<the>] {{area}} <light>",
            domain="light",
            brightness_step=step,
        ),
    ]


def _states() -> list[Block]:
    blocks: list[Block] = []
    for device_class, (noun, on, off) in _BINARY.items():
        for state, said in (("on", on), ("off", off)):
            about: Block = {"domain": "binary_sensor", "device_class": device_class, "state": state}
            nouns = f"{noun} [sensor[s]|detector[s]]"
            blocks += [
                _block(f"<are_any> {nouns} {said} {_IN_AREA}", response="any", **about),
                _block(f"<are_all> {nouns} {said} {_IN_AREA}", response="all", **about),
                _block(f"<which> {nouns} <is> {said} {_IN_AREA}", response="which", **about),
                _block(f"<how_many> {nouns} <is> {said} {_IN_AREA}", response="how_many", **about),
                _named_state(device_class, f"<is> [<the>] {{name}} {said} {_IN_AREA}", state),
            ]
    for device_class, noun in _DETECTED.items():
        detected: Block = {"domain": "binary_sensor", "device_class": device_class, "state": "on"}
        sentences = (
            f"is there [any|a] {noun} [detected] {_IN_AREA}",
            f"is [any|a] {noun} detected {_IN_AREA}",
        )
        blocks.append(_block(*sentences, response="any", **detected))
    occupied: Block = {"domain": "binary_sensor", "device_class": "occupancy"}
    blocks += [
        _block("is [<the>] {area} (occupied|in use)", response="any", state="on", **occupied),
        _block("is [<the>] {area} (empty|unoccupied)", response="all", state="off", **occupied),
        _block(
            "is [<the>] {area} flooded", response="any", state="on",
            domain="binary_sensor", device_class="moisture",
        ),
        *_numbers(),
    ]  # fmt: skip
    return blocks


def _named_state(device_class: str, sentence: str, state: str) -> Block:
    return {
        "sentences": [sentence],
        "slots": {"state": state},
        "requires_context": {"domain": ["binary_sensor"], "device_class": [device_class]},
        "response": "one_yesno",
    }


def _numbers() -> list[Block]:
    attributes = {
        "brightness": "brightness", "volume": "volume", "position": "position",
        "battery": "battery [level|charge]", "humidity": "humidity", "speed": "speed",
        "temperature": "[(target|set)] <temp>",
    }  # fmt: skip
    return [
        _block(
            f"<what_is> [the] [current] {said} (of|on|in|at|for) [<the>] {{name}}",
            f"(<what_is>|<how_is>) [<the>] {{name}} [current] {said}",
            attribute=attribute,
            domains=("light", "media_player", "cover", "vacuum", "climate", "fan", "sensor"),
        )
        for attribute, said in attributes.items()
    ] + [
        _block(
            "(what's|whats|what is) on [<the>] {name} [list]",
            "(what do I|what should I|what do we) (need|have) [to] (buy|do|get) (from|on) {name}",
            domains=("todo", "calendar"),
        ),
        _block("what is [<the>] {name} (doing|playing|showing|reading|set to)"),
        _block("<is> [<the>] {name} (playing)", domains=("media_player",), state="playing",
               response="one_yesno"),
        _block("<is> [<the>] {name} {on_off_states:state}", response="one_yesno",
               domains=("climate", "media_player", "binary_sensor")),
        _block("<is> [<the>] {name} [still] (running|turned on|switched on|left on)",
               "did (I|we) leave [<the>] {name} on", response="one_yesno", state="on",
               domains=("light", "switch", "fan", "climate", "media_player")),
        _block("<is> [<the>] {name} (cleaning|running|vacuuming)", response="one_yesno",
               domains=("vacuum",), state="cleaning"),
        _block("<is> [<the>] {name} (docked|charging|home)", response="one_yesno",
               domains=("vacuum",), state="docked"),
    ]  # fmt: skip


def _measures() -> list[Block]:
    blocks: list[Block] = []
    for what, said in _MEASURED.items():
        blocks += [
            _block(
                f"<what_is> [the] [current] {said} [<in>] [<the>] {{area}}",
                f"<what_is> [<the>] {{area}} [current] {said}",
                f"<what_is> [the] [current] {said} [<here>]",
                what=what,
            ),
            {
                "sentences": [
                    (
                        f"<what_is> [the] [current] {said} [indicated] (of|on|in|by|for|from)"
                        " [<the>] {name}"
                    ),
                    f"<what_is> [<the>] {{name}} [current] {said}",
                ],
                "slots": {"what": what},
                "requires_context": {"domain": ["sensor"], "device_class": [what]},
            },
        ]
    using = {"power": "power", "energy": "(energy|electricity)"}
    for what, said in using.items():
        sentence = f"how much {said} (is|does|has) [<the>] {{name}} (using|use|used|drawing|draw)"
        blocks.append({
            "sentences": [sentence],
            "slots": {"what": what},
            "requires_context": {"domain": ["sensor"], "device_class": [what]},
        })  # fmt: skip
    blocks.append(_block("how (humid|damp) is it <in> [<the>] {area}", what="humidity"))
    blocks.append(_block("how (humid|damp) is [<the>] {area}", what="humidity"))
    blocks.append(_block("how (bright|light) is it <in> [<the>] {area}", what="illuminance"))
    return blocks
