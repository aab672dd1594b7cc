"""How a connection with a broker is kept safe, and what to do when the broker refuses it."""

import ssl
from dataclasses import dataclass
from pathlib import Path

from paho.mqtt.reasoncodes import ReasonCode

# X509_V_ERR_HOSTNAME_MISMATCH and X509_V_ERR_IP_ADDRESS_MISMATCH of OpenSSL.
_OTHER_NAME = {62, 64}


@dataclass(frozen=True, slots=True)
class Tls:
    """Who must vouch for the broker (None: the system's authorities), and who we are to it."""

    certificate: Path | None = None
    client_cert: Path | None = None
    client_key: Path | None = None

    def context(self) -> ssl.SSLContext:
        """Return a context for one connection; read anew each time, so renewed files count.

        Raises:
            OSError: a file is missing or wrong; the message names its key in `lares.yaml`.
        """
        if self.certificate is None:
            context = ssl.create_default_context()
        else:
            try:
                context = ssl.create_default_context(cafile=self.certificate)
            except OSError as error:  # ssl.SSLError included
                raise _bad_file("mqtt.certificate", self.certificate, error) from None
        if self.client_cert is not None:
            try:
                # Without a password OpenSSL would ask for one on the terminal.
                context.load_cert_chain(self.client_cert, self.client_key, password=lambda: b"")
            except OSError as error:
                key = "mqtt.client_cert with mqtt.client_key"
                raise _bad_file(key, self.client_cert, error) from None
        context.sslsocket_class = _Socket
        return context


def refused(reason: ReasonCode, username: str | None, *, protocol: str = "3.1.1") -> str:
    """Explain a refusal of the broker (MQTT 3.1.1 §3.2.2.3)."""
    said = f"the broker says: {reason}"
    if str(reason) == "Unsupported protocol version":
        other = "5" if protocol == "3.1.1" else "3.1.1"
        return f"{said}; it does not speak MQTT {protocol}: set mqtt.protocol: {other}"
    if str(reason) in {"Identifier rejected", "Client identifier not valid"}:
        return f"{said}; it does not take this client id: change mqtt.client_id in lares.yaml"
    if str(reason) not in {"Not authorized", "Bad user name or password"}:
        return said
    if username is None:
        return f"{said}; it wants a name: set mqtt.username and mqtt.password in lares.yaml"
    return (
        f"{said}; it does not know {username!r} with this password:"
        " correct mqtt.username and mqtt.password in lares.yaml"
    )


def hung_up(*, tls: Tls | None, protocol: str = "3.1.1") -> str:
    """Explain why a broker may have closed a connection before it said anything."""
    if protocol != "3.1.1":
        return (
            f"the broker closed the connection; if it does not speak MQTT {protocol},"
            " set mqtt.protocol: 3.1.1"
        )
    if tls is None:
        return "the broker closed the connection; if this is its port for TLS, set mqtt.tls: true"
    who = "if it does not know mqtt.client_cert, tell it"
    if tls.client_cert is None:
        who = "if it wants to know who we are, set mqtt.client_cert and mqtt.client_key"
    return f"the broker closed the connection; {who}; if it speaks no TLS here, set mqtt.tls: false"


def cut_off(said: str, client_id: str | None) -> str:
    """Explain why a connection ended that the broker had accepted, and `client_id` soon after."""
    reason = f"connection lost; {said}" if said else "connection lost"
    if client_id is None:
        return reason
    return f"{reason}; if another client is {client_id!r}, too, change mqtt.client_id"


def silent(*, tls: Tls | None) -> str:
    """Explain why nothing may have come from a broker in time."""
    if tls is None:
        return "the broker does not answer in time; is mqtt.port right, and does it speak MQTT?"
    return "the broker does not answer in time; if it speaks no TLS here, set mqtt.tls: false"


def untrusted(error: ssl.SSLError) -> str:
    """Explain why no encrypted connection came about."""
    if isinstance(error, ssl.SSLCertVerificationError):
        if error.verify_code in _OTHER_NAME:
            return (
                f"its certificate is not for this name ({error.verify_message});"
                " set mqtt.host to a name that it has"
            )
        return (
            f"its certificate is not to be trusted ({error.verify_message});"
            " set mqtt.certificate to the file of its authority"
        )
    return (
        f"no TLS came about ({error.reason or error});"
        " if the broker speaks none on this port, take another, or set mqtt.tls: false"
    )


class _Socket(ssl.SSLSocket):
    """A socket that is closed when no connection comes about; paho would leave it open."""

    def do_handshake(self, block: bool = False) -> None:  # noqa: FBT001, FBT002 -- as the parent's
        try:
            super().do_handshake(block)
        except BaseException:
            self.close()
            raise


def _bad_file(key: str, file: Path, error: OSError) -> OSError:
    reason = getattr(error, "reason", None) or error.strerror or str(error)
    return OSError(f"{key} ({file}) cannot be used: {reason}")
