"""The floor for event -> command: a bare paho client and nothing else."""

import sys

import paho.mqtt.client as mqtt
from paho.mqtt.enums import CallbackAPIVersion


def main(port: int) -> None:
    """Answer every ON of the sensor with ON for the lamp, until killed."""
    client = mqtt.Client(CallbackAPIVersion.VERSION2)

    def on_connect(
        client: mqtt.Client, _data: object, _flags: object, _code: object, _properties: object
    ) -> None:
        client.subscribe("bench/sensor/state")
        client.publish("bench/ready", "bare", retain=True)

    def on_message(client: mqtt.Client, _data: object, message: mqtt.MQTTMessage) -> None:
        if message.payload == b"ON":
            client.publish("bench/lamp/set", "ON")

    client.on_connect = on_connect
    client.on_message = on_message
    client.connect("127.0.0.1", port)
    client.loop_forever()


if __name__ == "__main__":
    main(int(sys.argv[1]))
