"""An attendance machine of Deli's, for tests and for trying things out."""

import hashlib
import json
import socket
import struct


class Machine:
    """As little of MQTT 3.1.1 as a machine needs: QoS 1 up, whatever comes down."""

    def __init__(self, port, device, product_key):
        """`device`: the model, an underline, its own number; it shows the key of its model."""
        self.socket = socket.create_connection(("127.0.0.1", port), 20)
        self.packet = 0
        self.waiting = []
        model = device.split("_")[0]
        password = hashlib.md5(f"{device}-{model}-{product_key}".encode()).hexdigest()
        texts = b"".join(struct.pack("!H", len(text)) + text.encode() for text in (device, model, password))
        self.write(0x10, b"\0\4MQTT\4\xc2\0\x3c" + texts)
        kind, body = self.read()
        assert (kind, body) == (0x20, b"\0\0"), (kind, body)

    def write(self, kind, body):
        length, left = b"", len(body)
        while True:
            length += bytes([left % 128 | (0x80 if left > 127 else 0)])
            left //= 128
            if not left:
                break
        self.socket.sendall(bytes([kind]) + length + body)

    def exactly(self, count):
        data = b""
        while len(data) < count:
            more = self.socket.recv(count - len(data))
            assert more, "the server closed the connection"
            data += more
        return data

    def read(self):
        kind, length, shift = self.exactly(1)[0], 0, 0
        while True:
            byte = self.exactly(1)[0]
            length |= (byte & 0x7F) << shift
            shift += 7
            if byte < 128:
                return kind, self.exactly(length)

    def take(self, kind, body):
        """A message that came down is acknowledged."""
        assert kind & 0xF6 == 0x32, kind
        topic = struct.unpack("!H", body[:2])[0]
        self.write(0x40, body[2 + topic:4 + topic])
        return json.loads(body[4 + topic:])

    def send(self, data):
        """Returns when it is acknowledged; what comes meanwhile waits for receive()."""
        self.packet += 1
        message = {"mid": str(self.packet), "to": "", "time": 5, "action": 300, "data": data}
        self.write(0x32, struct.pack("!H", 6) + b"device" + struct.pack("!H", self.packet) + json.dumps(message).encode())
        kind, body = self.read()
        while kind != 0x40:
            self.waiting.append(self.take(kind, body))
            kind, body = self.read()
        assert body == struct.pack("!H", self.packet), body

    def receive(self):
        """The next message but for notices of whose it is (203, 204)."""
        while True:
            message = self.waiting.pop(0) if self.waiting else self.take(*self.read())
            if message["action"] not in (203, 204):
                return message
