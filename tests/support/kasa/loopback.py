"""An address of its own for every simulated device: all of 127.0.0.0/8 is this machine.

So the devices keep the ports that their makers gave them.
"""

import secrets


def address() -> str:
    """Return an address that nobody else is likely to have."""
    return ".".join(["127", *(str(1 + secrets.randbelow(250)) for _ in range(3))])
