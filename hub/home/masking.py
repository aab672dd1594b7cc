"""Secrets in texts and data, masked before anything is logged, traced, recorded or answered.

Four ways lead to a secret: the name it goes by (`password`, `code`), its looks (a bearer token, a
URL with credentials), the words around it ("the code is 1234"), and its value, once `learn` was
told it.
"""

import json
import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

MASK = "***"
# What people are shown instead of a PIN that they gave.
DOTS = "••••"
# A shorter value, such as a PIN, stands in too many harmless texts to be masked wherever it is.
SHORTEST_LEARNED = 6
SHORTEST_NAMED = 3
_MOST_LEARNED = 2_000
# So many different codes beside each other are no house's; looking for them would take long.
_MOST_NAMED = 200
_DEEPEST = 60

_NAMES = frozenset({
    "code", "new_code", "current_code", "pin", "new_pin", "current_pin", "passcode",
    "password", "new_password", "old_password", "current_password", "old_pin", "passwd", "pwd",
    "passphrase",
    "secret", "client_secret", "webhook_secret", "token", "access_token", "refresh_token",
    "id_token", "push_token", "long_lived_token", "api_key", "apikey", "api_token", "authorization",
    "proxy-authorization", "cookie", "set-cookie", "webhook_id", "cloudhook_url", "private_key",
    "encryption_key", "network_key", "credential", "credentials",
})  # fmt: skip
_AFTER_NONE_OF = "(?<!status )(?<!error )(?<!exit )(?<!return )"
_NAMED = (
    r"passwords?|passwd|pwd|passphrase|passcode|pin(?:[ _-]?code)?|secret|client_secret|api[_-]?key"
    r"|(?:access|refresh|id|push|api)[_-]?token|token|webhook_id|private_key|encryption_key"
    rf"|{_AFTER_NONE_OF}(?:new_|current_)?code"
)
# How people call their codes; the digits that follow are one.
_SPOKEN = (
    r"(?:code|pin|passcode|password|passwort|kennwort|geheimzahl|kode|c[oó]digo|codice"
    r"|mot de passe|contrase[nñ]a|wachtwoord|pincode)"
)
# What can hardly be anything else. Strangers send what is looked at here: no pattern may take more
# than a few steps for each character, so what repeats is bounded, or never tried in two ways.
_LOOKS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"\blares_[A-Za-z0-9_-]{20,}"), f"lares_{MASK}"),
    (re.compile(r"(?<![\w-])((?>[\w-]*?\b(?=eyJ)))eyJ[\w-]{8,}+\.[\w-]++\.[\w-]*+"), rf"\1{MASK}"),
    (re.compile(r"(?i)\b(bearer)\s+[^\s\"',;]{6,}"), rf"\1 {MASK}"),
    # "Basic lighting" is none.
    (re.compile(r"(?i)\b(basic)\s+(?=[A-Za-z]*[\d+/=])[A-Za-z0-9+/]{6,}={0,2}"), rf"\1 {MASK}"),
    # RFC 3986 §3.2.1: what stands before the last "@" of the authority.
    (re.compile(r"\b([A-Za-z][A-Za-z0-9+.-]{0,30}://)[^\s/?#\"'<>]*@"), rf"\1{MASK}@"),
    (re.compile(r"(?i)([?&](?:\w+_)?(?:token|key|apikey|password|pwd|secret|code|authsig)=)[^&\s#\"'<>]+"),
     rf"\1{MASK}"),
    (re.compile(r"(/api/webhook/)[^\s/?#\"'<>]+"), rf"\1{MASK}"),
)  # fmt: skip
_WORDS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"(?i)((?:proxy-)?authorization|(?:set-)?cookie)(['\"]?\s*[:=,]\s*)[^\r\n]+"),
     rf"\1\2{MASK}"),
    (re.compile(rf"(?i)(?<![\w-])({_NAMED})(['\"]?\s*[:=]\s*)"
                r"(?:\"[^\"\r\n]*\"|'[^'\r\n]*'|[^\s,;&}\])\"']+)"), rf"\1\2{MASK}"),
    (re.compile(rf"(?i)\b{_AFTER_NONE_OF}({_SPOKEN}(?:\s++(?:is|ist|lautet|es|est|è|of)\b)?+(?:\s*+:)?+\s++)"
                r"\d(?:[\s.-]?\d){2,}\b"), rf"\1{MASK}"),
)  # fmt: skip
# Most texts hold no secret: none of these stands in them, in lower case.
_HINTS = (
    "lares_", "eyj", "authorization", "cookie", "bearer", "basic", "://", "/api/webhook/",
    "passw", "passc", "passp", "pwd", "secret", "token", "key", "code", "codice", "código", "kode",
    "kennwort", "mot de passe", "geheimzahl", "contrase", "wachtwoord", "webhook", "credential",
    "cloudhook",
)  # fmt: skip
# "opening" and "dripping" are no hints.
_PIN = re.compile(r"(?:\b|_)pin")


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
        spelled = {other for known in self._learned for other in _spellings(known)}
        self._known = re.compile("|".join(map(re.escape, sorted(spelled, key=len, reverse=True))))

    def may_hold_secrets(self, text: str) -> bool:
        """Tell quickly whether a text, JSON too, is worth a closer look; no means no."""
        low = text.lower()
        if any(hint in low for hint in _HINTS) or ("pin" in low and _PIN.search(low) is not None):
            return True
        return self._known is not None and self._known.search(text) is not None

    def text(self, text: str) -> str:
        """Return a text without the secrets in it."""
        if not self.may_hold_secrets(text):
            return text
        if self._known is not None:
            text = self._known.sub(MASK, text)
        return _substituted(_substituted(text, _LOOKS), _WORDS)

    def told(self, text: str) -> str:
        """Return what a device told, without what can hardly be anything but a secret.

        A song may be called "Secret: Garden".
        """
        return _substituted(text, _LOOKS) if self.may_hold_secrets(text) else text

    def json_text(self, text: str, *, is_told: bool = False) -> str:
        """Return JSON text without the secrets in it, as it was if there is none.

        `is_told`: a device told it; see `told`.
        """
        # Escapes may hide anything.
        if not self.may_hold_secrets(text) and "\\u" not in text:
            return text
        data = json.loads(text)
        clean = self.data(data, is_told=is_told)
        return text if clean == data else json.dumps(clean, ensure_ascii=not text.isascii())

    def data(self, node: Any, *, is_told: bool = False) -> Any:
        """Return plain data without the secrets in it; sequences become lists.

        Codes found under a name are masked in the other texts of the same data too, as "unlock it
        with 1234" stands beside `code: 1234`.
        """
        codes = _pattern_of(_named(node, 0))
        mask = self.told if is_told else self.text

        def masked(text: str) -> str:
            return mask(text) if codes is None else codes.sub(MASK, mask(text))

        return _clean(node, masked, 0)


def is_secret_name(name: object) -> bool:
    """Tell whether what goes by this name is a secret."""
    return isinstance(name, str) and name.lower() in _NAMES


def _clean(node: Any, masked: Callable[[str], str], depth: int) -> Any:
    if isinstance(node, str):
        return masked(node)
    if depth > _DEEPEST:
        return MASK
    if isinstance(node, Mapping):
        return {
            masked(key) if isinstance(key, str) else key: MASK
            if is_secret_name(key) and _is_value(value)
            else _clean(value, masked, depth + 1)
            for key, value in node.items()
        }
    if isinstance(node, list | tuple | set | frozenset):
        return [_clean(value, masked, depth + 1) for value in node]
    return node


def _substituted(text: str, shapes: tuple[tuple[re.Pattern[str], str], ...]) -> str:
    for shape, instead in shapes:
        text = shape.sub(instead, text)
    return text


def _spellings(secret: str) -> set[str]:
    """Return how a secret may stand in a text: as it is, in JSON, as Python shows it."""
    dumped = (json.dumps(secret, ensure_ascii=is_ascii)[1:-1] for is_ascii in (True, False))
    return {secret, repr(secret)[1:-1], *dumped}


def _pattern_of(named: Iterable[Any]) -> re.Pattern[str] | None:
    """Return what finds codes where they stand alone, not within a number or an id."""
    codes = {str(code) for code in named} - {MASK}
    codes = {code for code in codes if len(code) >= SHORTEST_NAMED}
    if not codes:
        return None
    if len(codes) > _MOST_NAMED:  # what can't be looked at closely is masked whole
        return re.compile(r"(?s).+")
    longest_first = "|".join(map(re.escape, sorted(codes, key=len, reverse=True)))
    return re.compile(rf"(?<!\w)(?<!\w[.:])(?:{longest_first})(?!\w)(?![.:]\w)")


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
