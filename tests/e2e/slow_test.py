"""Who stalls is told 408 and let go; everybody else is served meanwhile."""

import re
import socket
import time
import unittest

from server import Server, kindergarten

HEAD = b"POST /index.php HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\n"
# Ten seconds for a head, ten for a body, two ticks of the clock, and room for a busy machine.
LET_GO_WITHIN = 15


class Slow(unittest.TestCase):
    def test_a_stalled_head_and_a_stalled_body_end_with_408(self):
        with Server(kindergarten()) as server:
            started = time.monotonic()
            stalled = {}
            for name, octets in (("first line", b"POST /ind"), ("head", HEAD),
                                 ("body", HEAD + b"Content-Length: 100\r\n\r\naction="),
                                 ("chunk", HEAD + b"Transfer-Encoding: chunked\r\n\r\n5\r\nact")):
                stalled[name] = socket.create_connection(("127.0.0.1", server.port), timeout=LET_GO_WITHIN)
                stalled[name].sendall(octets)
            while time.monotonic() < started + 1:
                self.assertEqual(server.beiliao("service/meta/get")["errcode"], 0)
            for name, connection in stalled.items():
                with connection:
                    got = b""
                    while part := connection.recv(65536):
                        got += part
                took = time.monotonic() - started
                self.assertEqual(re.findall(rb"HTTP/1\.1 (\d+)", got), [b"408"], name)
                self.assertTrue(9 < took < LET_GO_WITHIN, f"{name}: {took:.1f} s")
            self.assertEqual(server.beiliao("service/meta/get")["errcode"], 0)


if __name__ == "__main__":
    unittest.main()
