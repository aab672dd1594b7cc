"""paho's client with a buffer each way: one call to the kernel for many packets.

paho reads a packet by three calls and writes each by one of its own; in a busy house they took a
sixth of the hub's time. For whoever drives the client by `loop_read` and `loop_write`.
"""

from typing import Protocol

import paho.mqtt.client as paho
from paho.mqtt.enums import CallbackAPIVersion, MQTTErrorCode, MQTTProtocolVersion

_AT_ONCE = 65_536


class Take(Protocol):
    """Takes a message in."""

    def __call__(self, topic: str, payload: bytes, *, is_kept: bool) -> None:
        """Take it; `is_kept`: the broker had retained it. Raises nothing."""


class BufferedClient(paho.Client):
    """Reads ahead: call `loop_read` again, unasked, while `has_received`."""

    def __init__(
        self,
        client_id: str,
        take: Take,
        *,
        version: MQTTProtocolVersion = MQTTProtocolVersion.MQTTv311,
        clean_session: bool = True,
    ) -> None:
        self._has_properties = version == MQTTProtocolVersion.MQTTv5
        super().__init__(
            CallbackAPIVersion.VERSION2,
            client_id=client_id,
            clean_session=None if self._has_properties else clean_session,
            protocol=version,
            # It would reconnect by itself, blocking, to a broker that wants an older protocol.
            reconnect_on_failure=False,
        )
        self.take = take
        self._received = b""
        self._read = 0
        self._unsent = bytearray()

    @property
    def has_received(self) -> bool:
        """Whether there is more to be handled, although the socket may have nothing more."""
        return self._read < len(self._received)

    def want_write(self) -> bool:
        """Tell whether something waits to be written."""
        return bool(self._unsent) or super().want_write()

    def _handle_publish(self) -> MQTTErrorCode:
        """Hand on a message of QoS 0 as it is; all others are for paho to acknowledge.

        MQTT 3.1.1 and 5, §3.3. paho makes a lock, two objects and a log line of each.
        """
        header, packet = self._in_packet["command"], self._in_packet["packet"]
        if header & 0b0110:
            return super()._handle_publish()
        end = 2 + int.from_bytes(packet[:2], "big")
        name = packet[2:end]
        if self._has_properties:
            end = _past_properties(packet, end)
        if not name or end > len(packet):
            return MQTTErrorCode.MQTT_ERR_PROTOCOL
        try:
            topic = name.decode()
        except UnicodeDecodeError:
            return MQTTErrorCode.MQTT_ERR_SUCCESS
        self.take(topic, bytes(packet[end:]), is_kept=bool(header & 1))
        return MQTTErrorCode.MQTT_ERR_SUCCESS

    def _sock_recv(self, bufsize: int) -> bytes:
        if self._read >= len(self._received):
            self._received, self._read = super()._sock_recv(_AT_ONCE), 0
        start = self._read
        found = self._received[start : start + bufsize]
        self._read = start + len(found)
        return found

    def _sock_send(self, buf: bytes | bytearray) -> int:
        self._unsent += buf
        return len(buf)

    def _packet_write(self) -> MQTTErrorCode:
        rc = super()._packet_write()
        return self._flush() if rc == MQTTErrorCode.MQTT_ERR_SUCCESS else rc

    def _sock_close(self) -> None:
        self._flush()  # what paho took for written, such as its goodbye
        super()._sock_close()

    def _flush(self) -> MQTTErrorCode:
        if not self._unsent or self.socket() is None:
            return MQTTErrorCode.MQTT_ERR_SUCCESS
        try:
            sent = super()._sock_send(self._unsent)
        except BlockingIOError:
            return MQTTErrorCode.MQTT_ERR_AGAIN
        except (OSError, ValueError):
            self._unsent.clear()
            return MQTTErrorCode.MQTT_ERR_CONN_LOST
        del self._unsent[:sent]
        return MQTTErrorCode.MQTT_ERR_SUCCESS


def _past_properties(packet: bytes | bytearray, at: int) -> int:
    """Return where the payload begins (MQTT 5 §2.2.2); past the packet if they do not end."""
    length = shift = 0
    for place in range(at, min(at + 4, len(packet))):
        length |= (packet[place] & 0x7F) << shift
        shift += 7
        if not packet[place] & 0x80:
            return place + 1 + length
    return len(packet) + 1
