"""Users and tokens as the API shows them, without anything that opens the door."""

from typing import Any

from hub.home.people import Grant
from hub.recorder.tokens import Token
from hub.recorder.users import User


def user_json(user: User) -> dict[str, Any]:
    """Return a user as the API shows it."""
    return {
        "id": user.id,
        "name": user.name,
        "role": user.role.value,
        "created": user.created,
        "until": user.until,
        "person_id": user.person_id,
        "sees": grant_json(user.sees),
        "moves": grant_json(user.moves),
        "has_password": user.has_password,
        "has_pin": user.has_pin,
    }


def grant_json(grant: Grant) -> dict[str, Any]:
    """Return a grant; None stands for all areas, or all domains."""
    return {
        "areas": None if grant.areas is None else sorted(grant.areas),
        "domains": None if grant.domains is None else sorted(grant.domains),
    }


def token_json(token: Token) -> dict[str, Any]:
    """Return a token; a login's is of kind "refresh"."""
    return {
        "id": token.id,
        "user_id": token.user_id,
        "name": token.name,
        "scope": token.scope.value,
        "kind": token.kind.value,
        "created": token.created,
        "expires": token.expires,
        "last_used": token.last_used,
        "revoked": token.revoked,
    }
