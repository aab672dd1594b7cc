"""Run every check, locally and in CI: format, lint, security, types, import contracts, tests.

All run even if one fails, so that one run shows everything; pytest comes last.
"""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
TSC = ROOT / "tools" / "web" / "node_modules" / ".bin" / "tsc"
CHECKS = {
    "format": ["ruff", "format", "--check", "."],
    "lint": ["ruff", "check", "."],
    "security": ["bandit", "-q", "-c", "pyproject.toml", "-r", "hub", "integrations", "tools"],
    "types": ["mypy", "hub", "integrations", "tests", "tools"],
    "imports": ["lint-imports"],
    "page": [str(TSC), "--project", "hub/web/tsconfig.json"],
    "tests": ["pytest", "-n", "2", "--dist", "loadscope"],
}


def main() -> int:
    """Run the checks and return 0 if all of them passed."""
    failed = [name for name, command in CHECKS.items() if not passes(name, command)]
    if failed:
        print(f"check: failed: {', '.join(failed)}", file=sys.stderr)
    return 1 if failed else 0


def passes(name: str, command: list[str]) -> bool:
    """Run one check and tell whether it passed."""
    print(f"check: {name}", flush=True)
    tool, *arguments = command
    return subprocess.run([str(BIN / tool), *arguments], cwd=ROOT, check=False).returncode == 0


if __name__ == "__main__":
    sys.exit(main())
