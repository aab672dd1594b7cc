"""NATS with its MQTT listener; JetStream keeps what is retained, and sessions."""

import json

from tests.support.brokers.process import BrokerProcess, program


class NatsProcess(BrokerProcess):
    """Debian's `nats-server`: 2.9.10 in bookworm, which speaks MQTT 3.1.1 with QoS 0 and 1."""

    name = "nats-server"

    def command(self) -> list[str]:
        rules = self.rules
        mqtt: dict[str, object] = {"host": "127.0.0.1", "port": self.port, "ack_wait": "1s"}
        if rules.tls is not None:
            mqtt["tls"] = {"cert_file": str(rules.tls.chain), "key_file": str(rules.tls.key)}
        settings: dict[str, object] = {
            "server_name": "house",  # JetStream keeps sessions by it
            "host": "127.0.0.1",
            "port": -1,
            "jetstream": {"store_dir": str(self.folder / "jetstream")},
            "mqtt": mqtt,
        }
        if rules.logins:
            settings["authorization"] = {
                "users": [
                    {
                        "user": login.username,
                        "password": login.password,
                        **self._permissions(login.username),
                    }
                    for login in rules.logins
                ]
            }
        file = self.folder / "nats.conf"
        file.write_text(json.dumps(settings))  # which its own format includes
        return [program("nats-server"), "-c", str(file)]

    def _permissions(self, user: str) -> dict[str, object]:
        denied = self.rules.denied.get(user)
        if denied is None:
            return {}
        subject = denied.replace("/", ".").replace("+", "*").replace("#", ">")
        return {"permissions": {"subscribe": {"deny": [subject]}}}
