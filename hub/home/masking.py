"""Secrets in texts and data, masked before anything is logged, traced, recorded or answered.

Three ways lead to a secret: the name it goes by (`password`, `code`), its looks (a bearer token,
a URL with credentials), and its value, once `learn` was told it.
"""

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any

MASK = "***"
# A shorter value, such as a PIN, stands in too many harmless texts to be masked wherever it is.
SHORTEST_LEARNED = 6
SHORTEST_NAMED = 3
_MOST_LEARNED = 2_000
_DEEPEST = 60

_NAMES = frozenset({
    "code", "new_code", "current_code", "pin", "new_pin", "current_pin", "passcode",
    "password", "new_password", "current_password", "passwd", "pwd", "passphrase",
    "secret", "client_secret", "webhook_secret", "token", "access_token", "refresh_token",
    "id_token", "push_token", "long_lived_token", "api_key", "apikey", "api_token", "authorization",
    "proxy-authorization", "cookie", "set-cookie", "webhook_id", "cloudhook_url", "private_key",
    "encryption_key", "network_key", "credential", "credentials",
})  # fmt: skip
_WORDS = (
    r"passwords?|passwd|pwd|passphrase|passcode|pin(?:[ _-]?code)?|secret|client_secret|api[_-]?key"
    r"|(?:access|refresh|id|push|api)[_-]?token|token|webhook_id|private_key|encryption_key"
    r"|(?<!status )(?<!error )(?<!exit )(?<!return )(?:new_|current_)?code"
)
# How people call their codes; digits that follow are one.
_SPOKEN = (
    r"(?:code|pin|passcode|password|passwort|kennwort|geheimzahl|kode|c[oó]digo|codice"
    r"|mot de passe|contrase[nñ]a|wachtwoord|pincode)"
)
_SHAPES: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"\blares_[A-Za-z0-9_-]{6,}"), f"lares_{MASK}"),
    (re.compile(r"\beyJ[\w-]{8,}\.[\w-]+\.[\w-]*"), MASK),
    (re.compile(r"(?i)((?:proxy-)?authorization|(?:set-)?cookie)(['\"]?\s*[:=,]\s*)[^\r\n]+"),
     rf"\1\2{MASK}"),
    (re.compile(r"(?i)\b(bearer|basic|digest)\s+[A-Za-z0-9._~+/=-]{6,}"), rf"\1 {MASK}"),
    # RFC 3986 §3.2.1: what stands before the last "@" of the authority.
    (re.compile(r"\b([A-Za-z][A-Za-z0-9+.-]*://)[^\s/?#\"']*@"), rf"\1{MASK}@"),
    (re.compile(r"(/api/webhook/)[^\s/?#\"']+"), rf"\1{MASK}"),
    (re.compile(rf"(?i)(?<![\w-])({_WORDS})(['\"]?\s*[:=]\s*)"
                r"(?:\"[^\"\r\n]*\"|'[^'\r\n]*'|[^\s,;&}\])\"']+)"), rf"\1\2{MASK}"),
    (re.compile(rf"(?i)\b({_SPOKEN}(?:\s+(?:is|ist|lautet|es|est|è|of))?\s*:?\s+)"
                r"\d(?:[\s.-]?\d){2,}\b"), rf"\1{MASK}"),
)  # fmt: skip
# Most texts hold no secret: none of these stands in them, in lower case.
_HINTS = (
    "lares_", "eyj", "authorization", "cookie", "bearer", "basic", "digest", "://", "/api/webhook/",
    "pass", "pwd", "pin", "secret", "token", "key", "code", "codice", "código", "kode", "kennwort",
    "geheimzahl", "contrase", "wachtwoord", "webhook", "credential", "cloudhook",
)  # fmt: skip


class Masking:
    """Masks secrets; what it learns, it masks wherever it stands."""

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        self._learned: dict[str, None] = {}
        self._known: re.Pattern[str] | None = None
        for secret in secrets:
            self.learn(secret)

    def learn(self, secret: str | None) -> None:
        """Mask this value from now on; one that is too short to be told apart is left alone."""
        if not secret or len(secret) < SHORTEST_LEARNED or secret in self._learned:
            return
        if len(self._learned) >= _MOST_LEARNED:
            self._learned.pop(next(iter(self._learned)))
        self._learned[secret] = None
        # In JSON it may be spelled otherwise.
        spelled = {json.dumps(known, ensure_ascii=False)[1:-1] for known in self._learned}
        longest_first = sorted(spelled | self._learned.keys(), key=len, reverse=True)
        self._known = re.compile("|".join(map(re.escape, longest_first)))

    def may_hold_secrets(self, text: str) -> bool:
        """Tell quickly whether a text, JSON too, is worth a closer look; no means no."""
        low = text.lower()
        if any(hint in low for hint in _HINTS):
            return True
        return self._known is not None and self._known.search(text) is not None

    def text(self, text: str) -> str:
        """Return a text without the secrets in it."""
        if not self.may_hold_secrets(text):
            return text
        if self._known is not None:
            text = self._known.sub(MASK, text)
        for shape, instead in _SHAPES:
            text = shape.sub(instead, text)
        return text

    def data(self, node: Any) -> Any:
        """Return plain data without the secrets in it; sequences become lists.

        Codes found under a name are masked in the other texts of the same data too, as "unlock it
        with 1234" stands beside `code: 1234`.
        """
        codes = {str(code) for code in _named(node, 0)} - {MASK}
        codes = {code for code in codes if len(code) >= SHORTEST_NAMED}
        pattern = None
        if codes:
            longest_first = sorted(codes, key=len, reverse=True)
            pattern = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})(?!\w)")
        return self._clean(node, pattern, 0)

    def _clean(self, node: Any, codes: re.Pattern[str] | None, depth: int) -> Any:
        if isinstance(node, str):
            text = self.text(node)
            return codes.sub(MASK, text) if codes is not None else text
        if depth > _DEEPEST:
            return MASK
        if isinstance(node, Mapping):
            return {
                self._clean(key, codes, depth): MASK
                if is_secret_name(key) and _is_value(value)
                else self._clean(value, codes, depth + 1)
                for key, value in node.items()
            }
        if isinstance(node, list | tuple | set | frozenset):
            return [self._clean(value, codes, depth + 1) for value in node]
        return node


def is_secret_name(name: object) -> bool:
    """Tell whether what goes by this name is a secret."""
    return isinstance(name, str) and name.lower() in _NAMES


def _is_value(value: object) -> bool:
    return value is not None and not isinstance(value, bool | Mapping | list | tuple)


def _named(node: Any, depth: int) -> Iterable[Any]:
    """Yield the secrets that have a name, wherever they stand."""
    if depth > _DEEPEST:
        return
    if isinstance(node, Mapping):
        for key, value in node.items():
            if is_secret_name(key) and _is_value(value):
                yield value
            else:
                yield from _named(value, depth + 1)
    elif isinstance(node, list | tuple | set | frozenset):
        for value in node:
            yield from _named(value, depth + 1)
