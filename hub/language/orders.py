"""More English orders: brighter and warmer, heating, vacuums, water, half-open blinds."""

from hub.language.templates import ALL_THE, Block, block

_HEATING = "(heating|heat|heater|thermostat|radiator|air conditioning|ac)[s]"
_VACUUM = "(vacuum|hoover|robot|robot vacuum|vacuum cleaner|robot cleaner)"
_LEVEL = "(at|to) {brightness}[([ ]%)| percent]"
_WHITE = "{color_temperature_names:temperature}"
_HALF = "(half[ ]way|half[ ]open|half)"
_WATER = "[(main|mains)] (water|water supply)"


def more_orders() -> dict[str, list[Block]]:
    """Return blocks of templates by intent."""
    return {
        "HassLightSet": _lights(),
        "HassTurnOn": _switching("on", "<open>"),
        "HassTurnOff": _switching("off", "<close>"),
        "HassClimateSetTemperature": [*_warmer("up", "warmer", 1), *_warmer("down", "cooler", -1)],
        "HassVacuumStart": [
            block(
                f"(start|run|launch) [<the>] {_VACUUM} [cleaning]",
                f"(turn|switch) on [<the>] {_VACUUM}",
                f"(turn|switch) [<the>] {_VACUUM} on",
                "(start|begin) (vacuuming|hoovering|cleaning)",
                "(vacuum|hoover) [<the>] (house|home|flat|apartment|floor[s]|place)",
            ),
        ],
        "HassVacuumReturnToBase": [
            block(
                f"send [<the>] {_VACUUM} (home|back|to [its|the] (base|dock|charger))",
                f"send [<the>] {_VACUUM} back to [its|the] (base|dock|charger)",
                f"(dock|recall) [<the>] {_VACUUM}",
                f"(stop|turn off) [<the>] {_VACUUM} [cleaning]",
            ),
            block("send [<the>] {name} (home|back) [to [its|the] (base|dock|charger)]",
                  "dock [<the>] {name}", domains=("vacuum",)),
        ],
        "HassSetPosition": [
            block(
                f"(open|close|set|put|raise|lower) [<the>] {{name}} [to] {_HALF}",
                "(half open|half close) [<the>] {name}",
                domains=("cover", "valve"),
                position=50,
            ),
            block(
                f"(open|close|set|put) {ALL_THE} {{cover_classes:device_class}} [to] {_HALF}",
                f"(open|close|set) [<the>] {{area}} {{cover_classes:device_class}} [to] {_HALF}",
                f"(open|close|set|put) {ALL_THE} {{cover_classes:device_class}} [to] {_HALF}"
                " <in> [<the>] {area}",
                domain="cover",
                position=50,
                is_near=True,
            ),
        ],
        "HassSelectOption": [
            block("(set|change|switch|put|turn) [<the>] {name} [to] {message:option}",
                  domains=("select",)),
        ],
        "HassSetNumber": [
            block("(set|change|put|turn) [<the>] {name} [(up|down)] [to] {position:number}",
                  domains=("number",)),
        ],
        "HassGetWeather": [
            block("is it (raining|rainy|sunny|snowing|cloudy|windy|foggy) [outside|today|now]",
                  "(<what_is>|<how_is>) [the] <temp> (outside|outdoors)",
                  "how (hot|cold|warm|cool) is it (outside|outdoors)"),
        ],
        "HassClimateGetTemperature": [
            block("how (hot|cold|warm|cool) is it [<in>] [<the>] {floor} [floor]",
                  "(<what_is>|<how_is>) [the] [current] <temp> [<in>] [<the>] {floor} [floor]"),
        ],
        "HassSetVolume": [
            block("[set] volume [to] {volume:volume_level}[([ ]%)| percent] (on|for) [the] {name}",
                  domains=("media_player",)),
        ],
    }  # fmt: skip


def _lights() -> list[Block]:
    return [
        block(
            f"<turn> on [<the>] {{name}} {_LEVEL}",
            f"<turn> [<the>] {{name}} on {_LEVEL}",
            f"(dim|brighten) [<the>] {{name}} {_LEVEL}",
            domains=("light",),
        ),
        block(
            f"<turn> on [<all>] [<the>] {{area}} <light> {_LEVEL}",
            f"<turn> on {ALL_THE} <light> <in> [<the>] {{area}} {_LEVEL}",
            f"<turn> on {ALL_THE} <light> {_LEVEL}",
            domain="light",
            is_near=True,
        ),
        block(f"(set|make|turn|change) [<the>] {{name}} [to] {_WHITE}", domains=("light",)),
        block(
            f"(set|make|turn|change) [<all>] [<the>] {{area}} <light> [to] {_WHITE}",
            f"(set|make|turn|change) {ALL_THE} <light> <in> [<the>] {{area}} [to] {_WHITE}",
            f"(set|make|turn|change) {ALL_THE} <light> [to] {_WHITE}",
            domain="light",
            is_near=True,
        ),
        *_brighter("brighter", "brighten", 20),
        *_brighter("(darker|dimmer)", "dim", -20),
    ]


def _brighter(than: str, verb: str, step: int) -> list[Block]:
    return [
        block(
            f"make [<the>] {{area}} {than}",
            f"make [<all>] [<the>] {{area}} <light> {than}",
            f"make {ALL_THE} <light> <in> [<the>] {{area}} {than}",
            f"make {ALL_THE} <light> {than}",
            f"make it {than} [<here>]",
            f"{verb} [<the>] {{area}}",
            f"{verb} {ALL_THE} <light> [<here>]",
            domain="light",
            brightness_step=step,
            is_near=True,
        ),
        block(f"make [<the>] {{name}} {than}", domains=("light",), brightness_step=step),
    ]


def _warmer(way: str, than: str, step: int) -> list[Block]:
    return [
        block(
            f"make [<the>] {{area}} [a bit|a little] {than}",
            f"make it [a bit|a little] {than} <in> [<the>] {{area}}",
            f"make it [a bit|a little] {than} [<here>]",
            f"turn {way} [<the>] {_HEATING} [<in> [<the>] {{area}}]",
            f"turn [<the>] {_HEATING} {way} [<in> [<the>] {{area}}]",
            f"turn [<the>] {{area}} {_HEATING} {way}",
            f"turn {way} [<the>] {{area}} {_HEATING}",
            f"turn {way} [<the>] <temp> [<in> [<the>] {{area}}]",
            f"turn [<the>] <temp> {way} [<in> [<the>] {{area}}]",
            temperature_step=step,
            is_near=True,
        ),
        block(f"turn {way} [<the>] {{name}}", f"turn [<the>] {{name}} {way}",
              domains=("climate",), temperature_step=step),
    ]  # fmt: skip


def _switching(state: str, opening: str) -> list[Block]:
    made = [
        block(
            f"<turn> {state} {ALL_THE} {_HEATING} [<in> [<the>] {{area}}]",
            f"<turn> {ALL_THE} {_HEATING} {state} [<in> [<the>] {{area}}]",
            f"<turn> [<the>] {{area}} {_HEATING} {state}",
            f"<turn> {state} [<the>] {{area}} {_HEATING}",
            domain="climate",
            is_near=True,
        ),
        block(f"{opening} [<the>] garage", domain="cover", device_class="garage"),
        block(
            f"<turn> {state} [<the>] {_WATER}",
            f"<turn> [<the>] {_WATER} {state}",
            f"{opening} [<the>] {_WATER} [valve]",
            domain="valve",
        ),
        block(f"<turn> {state} [<the>] {{name}}", f"<turn> [<the>] {{name}} {state}",
              domains=("valve", "vacuum")),
    ]  # fmt: skip
    if state == "on":
        made.append(block("lock (up|everything|[up] the house|all [of it])", domain="lock"))
    return made
