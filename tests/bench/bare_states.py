"""The floor for state messages: a bare paho client with a dictionary, and nothing else.

It says so on `bench/done` when the topic it was given shows the payload it was given.
"""

import sys

import paho.mqtt.client as mqtt
from paho.mqtt.enums import CallbackAPIVersion


def main(port: int, last_topic: str, last_payload: str) -> None:
    """Keep the latest payload of each topic, until killed."""
    states: dict[str, str] = {}
    client = mqtt.Client(CallbackAPIVersion.VERSION2)

    def on_connect(
        client: mqtt.Client, _data: object, _flags: object, _code: object, _properties: object
    ) -> None:
        client.subscribe("bench/+/state")
        client.publish("bench/ready", "bare", retain=True)

    def on_message(client: mqtt.Client, _data: object, message: mqtt.MQTTMessage) -> None:
        payload = message.payload.decode()
        states[message.topic] = payload
        if message.topic == last_topic and payload == last_payload:
            client.publish("bench/done", str(len(states)))

    client.on_connect = on_connect
    client.on_message = on_message
    client.connect("127.0.0.1", port)
    client.loop_forever()


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2], sys.argv[3])
