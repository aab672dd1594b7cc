"""The hub's own certificate: checked, loaded, and loaded again when its files change."""

import asyncio
import logging
import ssl
from datetime import UTC, datetime, timedelta
from pathlib import Path

from hub.home.errors import HubError
from hub.record import record

CHECK_EVERY_S = 10.0
WARN_BEFORE = timedelta(days=14)
WARN_AGAIN = timedelta(days=1)

_log = logging.getLogger(__name__)


class BadCertificate(HubError):
    """The certificate or its key cannot be used; the message names the file and the remedy."""

    def __init__(self, file: Path, problem: str) -> None:
        self.file = file
        super().__init__(f"TLS: {file}: {problem}")


@record(frozen=True, slots=True)
class TlsFiles:
    """Where the certificate chain and its key are, as PEM; both may be in one file."""

    certificate: Path
    key: Path

    def context(self) -> ssl.SSLContext:
        """Return a context for a server: TLS 1.2 and later, the ciphers that Python deems good.

        Raises:
            BadCertificate: a file is missing or wrong, or the two do not belong together.
        """
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.minimum_version = ssl.TLSVersion.TLSv1_2
        context.set_alpn_protocols(["http/1.1"])
        self.load_into(context)
        return context

    def load_into(self, context: ssl.SSLContext) -> None:
        """Have `context` use what the files say now, in the connections to come.

        Raises:
            BadCertificate: as `context`; what it used stays undefined.
        """
        for file in (self.certificate, self.key):
            _must_be_readable(file)
        try:
            # Without a password OpenSSL would ask for one on the terminal.
            context.load_cert_chain(self.certificate, self.key, password=lambda: b"")
        except ssl.SSLError as error:
            raise self._explained(error) from None

    def expires(self) -> datetime:
        """Return when the certificate does.

        Raises:
            BadCertificate: it cannot be read.
        """
        from cryptography import x509  # noqa: PLC0415 -- big, and only a hub with TLS needs it

        try:
            return x509.load_pem_x509_certificate(self.certificate.read_bytes()).not_valid_after_utc
        except (OSError, ValueError) as error:
            raise BadCertificate(self.certificate, f"cannot be read: {error}") from None

    def version(self) -> tuple[tuple[int, int, int], ...]:
        """Return what changes when a file does; empty while one is missing."""
        try:
            stats = [file.stat() for file in (self.certificate, self.key)]
        except OSError:
            return ()
        return tuple((stat.st_ino, stat.st_size, stat.st_mtime_ns) for stat in stats)

    def _explained(self, error: ssl.SSLError) -> BadCertificate:
        if "KEY_VALUES_MISMATCH" in str(error):
            return BadCertificate(
                self.key, f"is not the key of {self.certificate}; set http.ssl_key to its own"
            )
        for file, kind in ((self.certificate, "CERTIFICATE"), (self.key, "PRIVATE KEY")):
            text = file.read_text(encoding="utf-8", errors="replace")
            if f"{kind}-----" not in text:
                return BadCertificate(file, f"holds no {kind.lower()} in PEM form")
            if "ENCRYPTED" in text:
                return BadCertificate(file, "is encrypted; give the hub a key without password")
        return BadCertificate(self.certificate, f"or {self.key} is damaged: {error.reason}")


class Certificate:
    """A context that follows the files of its certificate."""

    def __init__(self, files: TlsFiles) -> None:
        """Load the files. Blocks for a moment.

        Raises:
            BadCertificate: they are wrong.
        """
        self.files = files
        self.context = files.context()
        self._loaded = self._seen = files.version()
        self._warned = datetime.min.replace(tzinfo=UTC)
        self._warn_in_time()

    async def follow(self, every_s: float = CHECK_EVERY_S) -> None:
        """Load changed files again until cancelled; those that are wrong change nothing."""
        while True:
            await asyncio.sleep(every_s)
            await asyncio.to_thread(self.look_again)

    def look_again(self) -> None:
        """Load the files again if they changed, and tell what is wrong with them, once."""
        version = self.files.version()
        if version not in {self._loaded, self._seen}:
            self._seen = version
            self._load_again(version)
        self._warn_in_time()

    def _load_again(self, version: tuple[tuple[int, int, int], ...]) -> None:
        try:
            self.files.context()  # in one of its own first: a wrong pair would spoil the other
            self.files.load_into(self.context)
        except BadCertificate as error:
            _log.error("%s; the one from before is still used", error)
            return
        self._loaded = version
        self._warned = datetime.min.replace(tzinfo=UTC)
        _log.info("TLS: %s was loaded again", self.files.certificate)

    def _warn_in_time(self) -> None:
        now = datetime.now(UTC)
        if now - self._warned < WARN_AGAIN:
            return
        try:
            left = self.files.expires() - now
        except BadCertificate:
            return
        self._warned = now
        if left < timedelta():
            _log.error("TLS: %s expired; browsers refuse it", self.files.certificate)
        elif left < WARN_BEFORE:
            _log.warning("TLS: %s expires in %d days", self.files.certificate, left.days)


def _must_be_readable(file: Path) -> None:
    try:
        with file.open("rb"):
            pass
    except FileNotFoundError:
        raise BadCertificate(file, "there is no such file; see `http` in lares.yaml") from None
    except OSError as error:
        remedy = "let the hub's user read it"
        raise BadCertificate(file, f"{error.strerror}; {remedy}") from None
