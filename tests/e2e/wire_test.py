"""Beiliao over real sockets: what only a connection can show."""

import json
import re
import time
import unittest
import urllib.parse

from server import Server, kindergarten

LIMIT = 8 << 20


def post(body, extra=b""):
    return (b"POST /index.php HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\n"
            + extra + b"Content-Length: %d\r\n\r\n" % len(body) + body)


def form(action, **more):
    return urllib.parse.urlencode({"action": action, "appid": "app-one", "appsecret": "secret-one",
                                   "authkid": "licence-one", **more}).encode()


def statuses(octets):
    return [int(status) for status in re.findall(rb"HTTP/1\.1 (\d+)", octets)]


def codes(octets):
    return [int(code) for code in re.findall(rb'"errcode":(\d+)', octets)]


class Wire(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = Server(kindergarten()).__enter__()

    @classmethod
    def tearDownClass(cls):
        cls.server.__exit__()

    def test_match_then_taps_pipelined_on_one_connection_all_succeed(self):
        now = int(time.time())
        octets = post(form("service/card/match", cardnum="77", classid="1", data="13632241882,甲"))
        for i in range(50):
            octets += post(form("service/card/kick", cardnum="77", time_kick=str(now - i)))
        got = self.server.raw(octets)
        self.assertEqual(codes(got), [0] * 51)
        self.assertNotIn(b'"duplicate":true', got)

    def test_a_body_over_the_limit_is_refused_from_its_head(self):
        head = post(b"")[:-len(b"Content-Length: 0\r\n\r\n")] + b"Content-Length: %d\r\n\r\n" % (LIMIT + 1)
        got = self.server.raw(head, end=False)
        self.assertEqual(statuses(got), [413])
        self.assertEqual(json.loads(got.split(b"\r\n\r\n", 1)[1])["data"], {})

    def test_a_body_at_the_limit_is_read(self):
        body = form("service/meta/get") + b"&x="
        got = self.server.raw(post(body + b"y" * (LIMIT - len(body))))
        self.assertEqual((statuses(got), codes(got)), ([200], [0]))

    def test_each_broken_request_gets_its_status_in_the_interface_s_shape(self):
        body = form("service/meta/get")
        for octets, status in (
                (b"NO HTTP\r\n\r\n", 400),
                (post(body, b"Transfer-Encoding: chunked\r\n"), 400),
                (post(body, b"Content-Length: 1\r\n"), 400),
                (post(body, b"Content-Encoding: gzip\r\n"), 415),
                (post(body, b"X: " + b"y" * 17000 + b"\r\n"), 431),
                (post(body, b"Expect: wonders\r\n"), 417)):
            got = self.server.raw(octets)
            self.assertEqual(statuses(got), [status], octets[:60])
            answer = json.loads(got.split(b"\r\n\r\n", 1)[1])
            self.assertEqual((answer["data"], answer["errcode"]), ({}, 5001), octets[:60])

    def test_a_name_in_another_encoding_is_a_wrong_name(self):
        body = form("service/card/match", cardnum="78", classid="1") + b"&data=13632241882," + "甲".encode("gbk")
        self.assertEqual(codes(self.server.raw(post(body))), [5104])

    def test_a_truncated_tap_leaves_nothing(self):
        whole = post(form("service/card/kick", cardnum="79", time_kick=str(int(time.time()))))
        self.server.raw(whole[:-1])
        self.assertEqual(codes(self.server.raw(whole)), [5106])

    def test_another_client_s_things_answer_like_missing_ones(self):
        ask = self.server.beiliao
        foreign = ask("service/card/match", cardnum="80", classid="2", data="13632241882,甲")
        missing = ask("service/card/match", cardnum="80", classid="999", data="13632241882,甲")
        self.assertEqual(foreign, missing)
        self.assertEqual(foreign["errcode"], 5105)
        self.assertEqual(ask("service/meta/get", authkid="licence-two"), ask("service/meta/get", authkid="none"))

    def test_ten_thousand_wrong_secrets_do_not_lock_the_true_client_out(self):
        wrong = post(form("service/meta/get").replace(b"secret-one", b"secret-0ne"))
        got = b""
        for _ in range(100):
            got += self.server.raw(wrong * 100)
            self.assertEqual(self.server.beiliao("service/meta/get")["errcode"], 0)
        self.assertEqual(len(statuses(got)), 10_000)
        self.assertEqual(statuses(got).count(200), 20)
        self.assertEqual(statuses(got).count(429), 9_980)
        self.assertIn(b"Retry-After: ", got)


if __name__ == "__main__":
    unittest.main()
