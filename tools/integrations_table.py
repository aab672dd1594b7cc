"""Write the table of integrations in `integrations/README.md` from their manifests.

python -m tools.integrations_table
"""

from pathlib import Path

from hub.devices.manifest import Manifest, manifests_in

INTEGRATIONS = Path(__file__).resolve().parent.parent / "integrations"
README = INTEGRATIONS / "README.md"
BEGIN, END = "<!-- from the manifests: python -m tools.integrations_table -->", "<!-- end -->"
_CLASSES = {"local_push": "push", "local_polling": "polled", "calculated": "calculated"}


def main() -> int:
    """Write the table, in place of the one that is there."""
    README.write_text(with_table(README.read_text(encoding="utf-8")), encoding="utf-8")
    return 0


def with_table(text: str) -> str:
    """Return the README's text with the table of today."""
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}\n{table()}\n{END}{after}"


def table() -> str:
    """Return the table of all integrations."""
    lines = ["| integration | reports | protocols | found by | entities | libraries |"]
    lines.append("| --- | --- | --- | --- | --- | --- |")
    lines += map(_row, sorted(manifests_in(INTEGRATIONS).values(), key=lambda one: one.name))
    return "\n".join(lines)


def _row(manifest: Manifest) -> str:
    cells = (
        f"[{manifest.name}]({manifest.domain}/{manifest.documentation})",
        _CLASSES[manifest.iot_class],
        ", ".join(manifest.protocols),
        ", ".join(_ways(manifest)) or "-",
        ", ".join(manifest.domains) or "all",
        ", ".join(manifest.requirements) or "-",
    )
    return f"| {' | '.join(cells)} |"


def _ways(manifest: Manifest) -> list[str]:
    ways = []
    if manifest.zeroconf:
        ways.append("zeroconf")
    if manifest.ssdp:
        ways.append("SSDP")
    if manifest.search:
        ways.append("asking")
    return ways


if __name__ == "__main__":
    raise SystemExit(main())
