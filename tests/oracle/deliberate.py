"""Where Lares means to differ from Home Assistant 2024.3.3, and why (see README.md)."""

import re

TEMPLATES: tuple[tuple[str, str], ...] = (
    (r"\b(md5|add\(1\)|zip|floors|labels|label_entities|flatten|time_since|inf)\b", "newer"),
    (r"\| add\(1\)", "newer"),
    (r"(\| as_timedelta|is has_value|\| slugify|\| ordinal|random)", "no error for odd input"),
    (r"'inf' \| (int|as_datetime)", "no error for odd input"),
    (r"as_timestamp", "times without a zone are those of the house"),
    (r"state_translated", "states are named by Lares"),
)


def is_deliberate(source: str) -> bool:
    """Tell whether a template may be answered differently."""
    return any(re.search(pattern, source) for pattern, _ in TEMPLATES)
