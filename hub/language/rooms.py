"""Other words for rooms, in six languages, so that "il bagno" is also the "stanza da bagno"."""

# Words of one line are said of one room; as `names.plain` has them.
_ALIKE: tuple[tuple[str, ...], ...] = (
    ("badezimmer", "bad"), ("wohnzimmer", "stube"), ("flur", "diele", "gang"),
    ("arbeitszimmer", "büro"), ("toilette", "gäste wc", "wc", "klo"), ("gästezimmer", "gastzimmer"),
    ("dachboden", "speicher"),
    ("camera da letto", "camera", "stanza da letto"), ("soggiorno", "salotto", "sala"),
    ("stanza da bagno", "bagno"), ("ufficio", "studio"), ("cameretta", "camera dei bambini"),
    ("chambre à coucher", "chambre"), ("salon", "séjour", "salle de séjour"),
    ("salle de bain", "salle de bains"), ("toilettes", "wc"), ("couloir", "entrée"),
    ("dormitorio", "habitación", "cuarto"), ("salón", "sala de estar", "sala"),
    ("baño", "cuarto de baño"), ("oficina", "despacho", "estudio"),
    ("woonkamer", "huiskamer"), ("gang", "hal"), ("badkamer", "bad"),
    ("werkkamer", "kantoor", "studeerkamer"), ("toilet", "wc"),
)  # fmt: skip


def other_names(name: str, taken: frozenset[str]) -> tuple[str, ...]:
    """Return what else a room is called, leaving out what begins another room's name."""
    alike = {word for line in _ALIKE if name in line for word in line} - {name}
    words = {one for one in taken if one != name}
    return tuple(
        sorted(w for w in alike if not any(o == w or o.startswith(f"{w} ") for o in words))
    )
