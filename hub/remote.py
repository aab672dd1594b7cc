"""Talk to a running hub from the command line: find it, and send it requests."""

import json
import os
import ssl
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from dataclasses import field
from pathlib import Path
from typing import Any

from hub.home.errors import HubError
from hub.record import record

ENDPOINT_FILE = "endpoint.json"
# Longer than the slowest thing a sentence can wait for: a garage door that moves for a minute.
REQUEST_TIMEOUT_S = 90
CONVERSATION_TIMEOUT_S = 300
# X509_V_FLAG_NO_CHECK_TIME of OpenSSL: a hub whose certificate ended still takes commands.
_NO_CHECK_TIME = 0x200000
_PEM_BEGIN, _PEM_END = "-----BEGIN CERTIFICATE-----", "-----END CERTIFICATE-----"


class NoHub(HubError):
    """No hub could be reached: start one, or name it."""


class Rejected(HubError):
    """The hub answered with an error; its own message says why."""

    def __init__(self, status: int, message: str, body: dict[str, Any]) -> None:
        self.status = status
        self.body = body
        super().__init__(message)


def default_folders() -> list[Path]:
    """Return the folders where a hub may have left its endpoint, the likeliest first."""
    named = os.environ.get("LARES_CONFIG")
    config = Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config")
    return [Path(named)] if named else [config / "lares", demo_folder()]


def demo_folder() -> Path:
    """Return the folder in which the demo keeps its house."""
    data = Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share")
    return data / "lares" / "demo"


def write_endpoint(folder: Path, url: str, token: str, certificate: Path | None = None) -> Path:
    """Leave the address and a token for this user's own commands, readable by nobody else.

    `certificate`: the hub's own, which names the house and not this machine's loopback address.
    """
    file = folder / ENDPOINT_FILE
    file.unlink(missing_ok=True)
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as out:
        endpoint = {"url": url, "token": token, "pid": os.getpid()}
        if certificate is not None:
            endpoint["certificate"] = str(certificate.absolute())
        json.dump(endpoint, out)
    return file


@record(frozen=True, slots=True)
class Remote:
    """A running hub, as a client sees it."""

    url: str
    token: str
    folder: Path | None = None
    certificate: Path | None = None
    # Headers of every request, such as by which way it comes.
    headers: Mapping[str, str] = field(default_factory=dict)

    def request(self, method: str, path: str, body: dict[str, Any] | None = None) -> Any:
        """Send one request and return the JSON of the answer.

        Raises:
            NoHub: nobody answers at this address, or not in JSON.
            Rejected: the hub answered with an error.
        """
        answer = self.fetch(path, method=method, body=body)
        try:
            return json.loads(answer or b"null")
        except ValueError as error:
            raise NoHub(f"no hub answers at {self.url}: {error}") from None

    def fetch(self, path: str, *, method: str = "GET", body: dict[str, Any] | None = None) -> bytes:
        """Send one request and return the answer as it is.

        Raises:
            NoHub: nobody answers at this address.
            Rejected: the hub answered with an error.
        """
        request = urllib.request.Request(  # noqa: S310 -- the owner's own address
            self.url + path,
            method=method,
            data=None if body is None else json.dumps(body).encode(),
            headers={
                "Authorization": f"Bearer {self.token}",
                "Content-Type": "application/json",
                **self.headers,
            },
        )
        try:
            with urllib.request.urlopen(  # noqa: S310 -- as above
                request, timeout=REQUEST_TIMEOUT_S, context=self.tls()
            ) as answer:
                sent: bytes = answer.read()
                return sent
        except urllib.error.HTTPError as error:
            raise _rejected(error) from None
        except (urllib.error.URLError, OSError, ValueError) as error:
            reason = getattr(error, "reason", error)
            raise NoHub(f"no hub answers at {self.url}: {reason}") from None

    def ask(self, text: str, *, area: str | None = None) -> dict[str, Any]:
        """Say something, in the conversation of the last few minutes."""
        body: dict[str, Any] = {"text": text, "conversation_id": self._conversation()}
        if area is not None:
            body["area_id"] = area
        answer: dict[str, Any] = self.request("POST", "/api/conversation/process", body)
        return answer

    def tls(self) -> ssl.SSLContext | None:
        """Return a context that takes the hub's own certificate, whatever it names, and no other.

        Raises:
            OSError: the certificate cannot be read.
        """
        if self.certificate is None:
            return None
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.check_hostname = False
        context.verify_flags = ssl.VerifyFlags.VERIFY_X509_PARTIAL_CHAIN | _NO_CHECK_TIME
        context.load_verify_locations(cadata=_first_certificate(self.certificate))
        return context

    def _conversation(self) -> str:
        """Return one conversation id per user and few minutes, so that "yes" finds its question."""
        if self.folder is None:
            return f"cli-{os.getuid()}"
        file = self.folder / "cli-conversation"
        try:
            known, at = file.read_text().split()
            fresh = time.time() - float(at) < CONVERSATION_TIMEOUT_S
        except (OSError, ValueError):
            known, fresh = "", False
        conversation = known if fresh else f"cli-{os.getpid()}-{int(time.time())}"
        file.write_text(f"{conversation} {time.time()}")
        return conversation


def find(url: str | None, token: str | None, folder: Path | None) -> Remote:
    """Return the hub that is meant: by address and token, or by the folder it runs in.

    A token that is given counts also without an address: its user is meant, not whoever may read
    the folder. `LARES_TOKEN` does not, as it may be there for `lares run`.

    Raises:
        NoHub: none is named and none runs in the usual folders.
    """
    if url := url or os.environ.get("LARES_URL"):
        if not (token := token or os.environ.get("LARES_TOKEN")):
            raise NoHub(f"{url} needs a token: give --token or set LARES_TOKEN")
        return Remote(url.rstrip("/"), token)
    folders = [folder] if folder else default_folders()
    for candidate in folders:
        try:
            found = json.loads((candidate / ENDPOINT_FILE).read_text())
            own = found.get("certificate")
            whose = token or found["token"]
            return Remote(found["url"], whose, candidate, Path(own) if own else None)
        except (OSError, ValueError, KeyError):
            continue
    looked = ", ".join(map(str, folders))
    raise NoHub(f"no hub is running (looked in {looked}); start one with: lares demo")


def _first_certificate(file: Path) -> str:
    """Return a server's own certificate out of its chain, which begins with it (RFC 8446 4.4.2)."""
    text = file.read_text(encoding="ascii", errors="replace")
    start, end = text.find(_PEM_BEGIN), text.find(_PEM_END)
    if start < 0 or end < start:
        raise OSError(f"{file} holds no certificate")
    return text[start : end + len(_PEM_END)] + "\n"


def _rejected(error: urllib.error.HTTPError) -> Rejected:
    try:
        body = json.loads(error.read())
    except ValueError:
        body = {}
    body = body if isinstance(body, dict) else {}
    return Rejected(error.code, str(body.get("message") or error.reason), body)
