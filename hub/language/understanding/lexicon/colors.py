"""Colours by name: CSS Color Module Level 4, section 6.1, and a few that people say besides."""

_CSS = (
    "aliceblue f0f8ff antiquewhite faebd7 aqua 00ffff aquamarine 7fffd4 azure f0ffff beige f5f5dc"
    " bisque ffe4c4 black 000000 blanchedalmond ffebcd blue 0000ff blueviolet 8a2be2 brown a52a2a"
    " burlywood deb887 cadetblue 5f9ea0 chartreuse 7fff00 chocolate d2691e coral ff7f50"
    " cornflowerblue 6495ed cornsilk fff8dc crimson dc143c cyan 00ffff darkblue 00008b darkcyan"
    " 008b8b darkgoldenrod b8860b darkgreen 006400 darkkhaki bdb76b darkmagenta 8b008b"
    " darkolivegreen 556b2f darkorange ff8c00 darkorchid 9932cc darkred 8b0000 darksalmon e9967a"
    " darkseagreen 8fbc8f darkslateblue 483d8b darkturquoise 00ced1 darkviolet 9400d3 deeppink"
    " ff1493 deepskyblue 00bfff dodgerblue 1e90ff firebrick b22222 floralwhite fffaf0 forestgreen"
    " 228b22 fuchsia ff00ff gainsboro dcdcdc ghostwhite f8f8ff gold ffd700 goldenrod daa520 gray"
    " 808080 green 008000 greenyellow adff2f grey 808080 honeydew f0fff0 hotpink ff69b4 indianred"
    " cd5c5c indigo 4b0082 ivory fffff0 khaki f0e68c lavender e6e6fa lavenderblush fff0f5"
    " lawngreen 7cfc00 lemonchiffon fffacd lightblue add8e6 lightcoral f08080 lightcyan e0ffff"
    " lightgreen 90ee90 lightpink ffb6c1 lightsalmon ffa07a lightseagreen 20b2aa lightskyblue"
    " 87cefa lightsteelblue b0c4de lightyellow ffffe0 lime 00ff00 limegreen 32cd32 linen faf0e6"
    " magenta ff00ff maroon 800000 mediumaquamarine 66cdaa mediumblue 0000cd mediumorchid ba55d3"
    " mediumpurple 9370db mediumseagreen 3cb371 mediumslateblue 7b68ee mediumspringgreen 00fa9a"
    " mediumturquoise 48d1cc mediumvioletred c71585 midnightblue 191970 mintcream f5fffa"
    " mistyrose ffe4e1 moccasin ffe4b5 navajowhite ffdead navy 000080 oldlace fdf5e6 olive 808000"
    " olivedrab 6b8e23 orange ffa500 orangered ff4500 orchid da70d6 palegoldenrod eee8aa"
    " palegreen 98fb98 paleturquoise afeeee palevioletred db7093 papayawhip ffefd5 peachpuff"
    " ffdab9 peru cd853f pink ffc0cb plum dda0dd powderblue b0e0e6 purple 800080 rebeccapurple"
    " 663399 red ff0000 rosybrown bc8f8f royalblue 4169e1 saddlebrown 8b4513 salmon fa8072"
    " sandybrown f4a460 seagreen 2e8b57 seashell fff5ee sienna a0522d silver c0c0c0 skyblue 87ceeb"
    " slateblue 6a5acd slategray 708090 snow fffafa springgreen 00ff7f steelblue 4682b4 tan d2b48c"
    " teal 008080 thistle d8bfd8 tomato ff6347 turquoise 40e0d0 violet ee82ee wheat f5deb3 white"
    " ffffff whitesmoke f5f5f5 yellow ffff00 yellowgreen 9acd32"
)
_OTHERS = (
    "amber ffbf00 rose ff007f mint 3eb489 peach ffcba4 scarlet ff2400 lilac c8a2c8 mauve e0b0ff"
)
_HEX = f"{_CSS} {_OTHERS}".split()

RGB: dict[str, tuple[int, int, int]] = {
    name: (int(code[:2], 16), int(code[2:4], 16), int(code[4:], 16))
    for name, code in zip(_HEX[::2], _HEX[1::2], strict=True)
}
# How the names of two words begin and end: "lightblue" is also said "light blue".
_FIRST = (
    "light", "dark", "medium", "pale", "deep", "hot", "sky", "forest", "midnight", "royal", "lime",
    "steel", "slate", "sea", "spring", "powder", "dodger", "indian", "orange", "green", "yellow",
    "blue", "olive", "lawn", "fire", "cornflower", "cadet", "saddle", "sandy", "rosy",
)  # fmt: skip


def spoken_colors() -> dict[str, str]:
    """Return the ways to say each colour in English, by its name."""
    found: dict[str, list[str]] = {name: [name] for name in RGB}
    for name, ways in found.items():
        for first in _FIRST:
            rest = name.removeprefix(first)
            if rest != name and len(rest) > 2:  # noqa: PLR2004 - "tan", "red" are words
                ways.append(f"{first} {rest}")
                ways += [f"{first} {r2}" for r2 in _halves(rest)]
    return {name: "|".join(ways) for name, ways in found.items()}


def _halves(name: str) -> list[str]:
    return [f"{f} {name.removeprefix(f)}" for f in _FIRST if name.startswith(f) and name != f]
