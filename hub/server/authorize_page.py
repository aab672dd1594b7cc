"""The page on which people let a program in: plain HTML in their language, all of it escaped."""

from collections.abc import Mapping
from html import escape
from typing import Literal
from urllib.parse import urlsplit

from hub.record import record

Problem = Literal["wrong", "locked", "over"]

_WORDS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "title": "Log in", "asks": "wants to come into your home as you.",
        "back": "You then go back to {where}.", "name": "Name", "password": "Password",
        "allow": "Log in and allow", "cancel": "Cancel",
        "app": "You then go back to the app.",
        "care": "Allow only what you started yourself. To end it later: lares token revoke.",
        "wrong": "Name or password is wrong. An owner can set a new one.",
        "locked": "Too many tries. Try again in {wait_s} s.",
        "over": "That login was over. Please try again.",
    },
    "de": {
        "title": "Anmelden", "asks": "möchte als Sie in Ihr Zuhause.",
        "back": "Danach geht es zurück zu {where}.", "name": "Name", "password": "Passwort",
        "allow": "Anmelden und erlauben", "cancel": "Abbrechen",
        "app": "Danach geht es zurück zur App.",
        "care": "Erlauben Sie nur, was Sie selbst begonnen haben. Zum Beenden: lares token revoke.",
        "wrong": "Name oder Passwort stimmt nicht. Wem das Haus gehört, kann ein neues setzen.",
        "locked": "Zu viele Versuche. Versuchen Sie es in {wait_s} s noch einmal.",
        "over": "Diese Anmeldung war abgelaufen. Bitte versuchen Sie es noch einmal.",
    },
}  # fmt: skip
_APPS: Mapping[str, str] = {
    "https://home-assistant.io/android": "Home Assistant for Android",
    "https://home-assistant.io/iOS": "Home Assistant for iOS",
    "https://home-assistant.io/ios": "Home Assistant for iOS",
}
_PAGE = """<!doctype html>
<html lang="{language}">
  <head>
    <meta charset="utf-8">
    <title>{title} · Lares</title>
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <link rel="icon" href="/icon.svg" type="image/svg+xml">
    <link rel="stylesheet" href="/tokens.css">
    <link rel="stylesheet" href="/dark.css" media="(prefers-color-scheme: dark)">
    <link rel="stylesheet" href="/authorize.css">
  </head>
  <body>
    <main>
      <h1>{title}</h1>
      <p><strong>{client}</strong> {asks} {back}</p>
      {problem}
      <form method="post" action="/auth/authorize">
        {hidden}
        <label>{name}
          <input name="username" autocomplete="username" autocapitalize="none" required autofocus>
        </label>
        <label>{password}
          <input name="password" type="password" autocomplete="current-password" required>
        </label>
        <div class="buttons">
          <button class="main" type="submit">{allow}</button>
          <button name="cancel" value="1" formnovalidate>{cancel}</button>
        </div>
      </form>
      <p class="care">{care}</p>
    </main>
  </body>
</html>
"""


@record(frozen=True, slots=True)
class Told:
    """What went wrong; `wait_s`: when another try is allowed."""

    problem: Problem
    wait_s: int = 0


@record(frozen=True, slots=True)
class AuthorizePage:
    """Who asks, where the answer goes, and what the form sends back."""

    client_id: str
    redirect_uri: str
    hidden: Mapping[str, str]
    told: Told | None = None

    def html(self, accepted: str) -> str:
        """Return the page in the language that a browser accepts best, of those there are."""
        language = _language(accepted)
        words = {key: escape(text) for key, text in _WORDS[language].items()}
        told = self.told
        problem = words[told.problem].format(wait_s=told.wait_s) if told is not None else ""
        where = _where(self.redirect_uri)
        client = _APPS.get(self.client_id) or urlsplit(self.client_id).netloc
        shown = {
            **words,
            "language": language,
            "client": escape(client),
            "back": words["back"].format(where=escape(where)) if where else words["app"],
            "problem": f'<p class="problem" role="alert">{problem}</p>' if problem else "",
            "hidden": "\n        ".join(
                f'<input type="hidden" name="{escape(key)}" value="{escape(value)}">'
                for key, value in self.hidden.items()
            ),
        }
        return _PAGE.format_map(shown)


def _language(accepted: str) -> str:
    """Return the first language that a browser names and the page has (RFC 9110 §12.5.4)."""
    for one in accepted.split(","):
        tag = one.partition(";")[0].strip().lower().partition("-")[0]
        if tag in _WORDS:
            return tag
    return "en"


def _where(url: str) -> str:
    """Return the site of an address, nothing for an app's own scheme."""
    parts = urlsplit(url)
    return parts.netloc if parts.scheme in {"http", "https"} else ""
