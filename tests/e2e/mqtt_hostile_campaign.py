"""Ten thousand half-open connections, slow writers and liars at the MQTT listener: each is closed, and another device
goes on publishing as if they were not there."""

import os
import resource
import selectors
import socket
import threading
import time
import unittest

from mqtt_gateway import Gateway, wait_until

HALF_OPEN = int(os.environ.get("GATEHOUSE_HALF_OPEN", "10000"))
SLOW_WRITERS = 200
LIES = {
    "truncated": b"\x10\x0d\x00\x04MQ",
    "too long": b"\x10\xff\xff\xff\x7f",
    "no length": b"\x10\xff\xff\xff\xff\x7f",
    "bad text": b"\x10\x0e\x00\x04MQTT\x04\x02\x00\x3c\x00\x02a\xff",
    "wrong order": b"\xc0\x00",
    "another protocol": b"GET / HTTP/1.1\r\nHost: x\r\n\r\n",
    "not MQTT at all": bytes(range(256)),
}


def text(value):
    return len(value).to_bytes(2, "big") + value


def packet(first, body):
    length, head = len(body), bytes([first])
    while True:
        length, part = length >> 7, length & 0x7f
        head += bytes([part | (0x80 if length else 0)])
        if not length:
            return head + body


def hello(device):
    return packet(0x10, text(b"MQTT") + b"\x04\xc2\x00\x3c" + text(device) + text(b"M") + text(b"right"))


def publish(number, payload):
    return packet(0x32, text(b"device") + number.to_bytes(2, "big") + payload)


def connect(port):
    return socket.create_connection(("127.0.0.1", port), timeout=60)


def read_exactly(connection, size):
    got = b""
    while len(got) < size:
        part = connection.recv(size - len(got))
        if not part:
            raise OSError("closed")
        got += part
    return got


class Device(threading.Thread):
    """Publishes without pause, each message behind the other's PUBACK."""

    def __init__(self, port):
        super().__init__()
        self.port, self.told, self.faults, self.over, self.longest = port, 0, [], False, 0.0

    def run(self):
        try:
            with connect(self.port) as connection:
                connection.sendall(hello(b"M_honest"))
                if read_exactly(connection, 4) != b"\x20\x02\x00\x00":
                    self.faults.append("refused")
                while not self.over:
                    number = self.told % 60000 + 1
                    began = time.monotonic()
                    connection.sendall(publish(number, b"n %d" % self.told))
                    if read_exactly(connection, 4) != b"\x40\x02" + number.to_bytes(2, "big"):
                        self.faults.append("another answer")
                    self.longest = max(self.longest, time.monotonic() - began)
                    self.told += 1
        except OSError as fault:
            self.faults.append(repr(fault))


class Crowd:
    """Connections that only wait for their end."""

    def __init__(self, port, openings):
        self.selector, self.open = selectors.DefaultSelector(), 0
        for opening in openings:
            connection = connect(port)
            connection.sendall(opening)
            connection.setblocking(False)
            self.selector.register(connection, selectors.EVENT_READ)
            self.open += 1

    def sweep(self):
        for key, _ in self.selector.select(0):
            try:
                if key.fileobj.recv(4096):
                    continue
            except BlockingIOError:
                continue
            except OSError:
                pass
            self.selector.unregister(key.fileobj)
            key.fileobj.close()
            self.open -= 1
        return self.open == 0

    def drip(self, octets):
        for key in list(self.selector.get_map().values()):
            try:
                key.fileobj.send(octets)
            except OSError:
                pass


class HostileClients(unittest.TestCase):
    def test_are_closed_and_disturb_nobody(self):
        allowed = resource.getrlimit(resource.RLIMIT_NOFILE)
        resource.setrlimit(resource.RLIMIT_NOFILE, (allowed[1], allowed[1]))
        with Gateway() as gateway:
            device = Device(gateway.mqtt)
            device.start()
            liars = Crowd(gateway.mqtt, list(LIES.values()) * 20)
            half_open = Crowd(gateway.mqtt, (hello(b"M_half")[:n % 10] for n in range(HALF_OPEN)))
            # Each has said who it is, and is slow with a message.
            slow = Crowd(gateway.mqtt, (hello(b"M_slow%d" % n).replace(b"\x00\x3c", b"\x00\x02", 1) +
                                        publish(1, b"x" * 1000)[:20] for n in range(SLOW_WRITERS)))
            at_once = gateway.metric("gatehouse_mqtt_connections")
            before = device.told

            def all_gone():
                slow.drip(b"x")
                return all([liars.sweep(), half_open.sweep(), slow.sweep()])

            wait_until(all_gone, 240)
            meanwhile = device.told - before
            wait_until(lambda: gateway.metric("gatehouse_mqtt_connections") == 1)
            device.over = True
            device.join()
            self.assertEqual(device.faults, [])
            self.assertGreater(meanwhile, 0)
            self.assertGreaterEqual(gateway.metric('gatehouse_mqtt_closed_total{reason="silence"}'), SLOW_WRITERS)
            self.assertEqual(gateway.metric("gatehouse_mqtt_up_links_total"), device.told)
            print(f"{at_once} connections at once; {meanwhile} messages acknowledged meanwhile, "
                  f"the slowest in {device.longest * 1000:.0f} ms")


if __name__ == "__main__":
    unittest.main()
