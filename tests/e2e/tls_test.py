"""HTTPS: the certificate that is made or given, replaced under load, refused when bad; what clients may speak."""

import http.client
import json
import os
import signal
import socket
import ssl
import stat
import subprocess
import tempfile
import threading
import time
import unittest

from server import GATEHOUSE, Server, kindergarten

META = ("action=service/meta/get&appid=app-one&appsecret=secret-one&authkid=licence-one",
        {"Content-Type": "application/x-www-form-urlencoded"})


def make_pair(folder, name, host="localhost"):
    """A certificate and its key, made with OpenSSL's own program."""
    certificate, key = (os.path.join(folder, f"{name}.{kind}.pem") for kind in ("certificate", "key"))
    subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
                    "-subj", f"/CN={host}", "-addext", f"subjectAltName=DNS:{host},IP:127.0.0.1", "-days", "60",
                    "-keyout", key, "-out", certificate], check=True, capture_output=True)
    return certificate, key


def put(source, target):
    """As careful tools replace a file: whole, by its name."""
    with open(source, "rb") as old, open(target + ".new", "wb") as new:
        new.write(old.read())
    os.rename(target + ".new", target)


def der_of(file):
    with open(file) as text:
        return ssl.PEM_cert_to_DER_cert(text.read())


def https_port(server):
    return int(json.loads(server.ready)["https"].rsplit(":", 1)[1])


def unchecked():
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    return context


def shown(port):
    """The certificate that a new connection gets, as DER."""
    with socket.create_connection(("127.0.0.1", port), timeout=20) as plain:
        with unchecked().wrap_socket(plain) as connection:
            return connection.getpeercert(True)


def wait_until(condition, seconds=15):
    ends = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > ends:
            raise AssertionError("it did not come to pass")
        time.sleep(0.05)


class load:
    """Asks without pause, on kept connections and on new ones, until it ends. Counts what failed."""

    def __init__(self, port):
        self.port, self.over, self.asked, self.failed = port, False, 0, []
        self.threads = [threading.Thread(target=self._ask, args=(kept,)) for kept in (True, True, False, False)]

    def _ask(self, kept):
        connection = None
        while not self.over:
            try:
                if connection is None or not kept:
                    connection = http.client.HTTPSConnection("127.0.0.1", self.port, timeout=20, context=unchecked())
                connection.request("POST", "/index.php", *META)
                answer = connection.getresponse()
                if answer.status != 200 or json.loads(answer.read())["errcode"] != 0:
                    self.failed.append(answer.status)
                if not kept:
                    connection.close()
            except OSError as fault:
                self.failed.append(repr(fault))
                connection = None
            self.asked += 1
        connection.close()

    def __enter__(self):
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *_):
        self.over = True
        for thread in self.threads:
            thread.join()


class Tls(unittest.TestCase):
    def test_makes_a_certificate_once_that_clients_can_check_and_keeps_it_over_a_restart(self):
        with tempfile.TemporaryDirectory() as folder:
            seen = []
            for _ in range(2):
                with Server(kindergarten(), "--https", "127.0.0.1:0", folder=folder) as server:
                    ready = json.loads(server.ready)
                    self.assertEqual(sorted(ready), ["event", "http", "https"])
                    certificate = os.path.join(server.data, "tls", "certificate.pem")
                    for host in ("localhost", "127.0.0.1"):
                        got = subprocess.run(["curl", "-sS", "--max-time", "20", "--cacert", certificate, "-d", META[0],
                                              f"https://{host}:{https_port(server)}/index.php"],
                                             capture_output=True, text=True)
                        self.assertEqual(got.stderr, "")
                        self.assertEqual(json.loads(got.stdout)["errcode"], 0)
                    self.assertEqual(server.ask("/healthz")[0], 200)
                    for file in (certificate, os.path.join(server.data, "tls", "key.pem")):
                        self.assertEqual(stat.S_IMODE(os.stat(file).st_mode), 0o600)
                    seen.append(shown(https_port(server)))
                    self.assertEqual(der_of(certificate), seen[-1])
                    self.assertEqual(server.stop(), 0)
                    self.assertEqual(server.log().count('"event":"certificate_made"'), 1)
            self.assertEqual(seen[0], seen[1])

    def test_speaks_1_2_and_1_3_resumes_sessions_and_refuses_1_1(self):
        with Server(kindergarten(), "--https", "127.0.0.1:0") as server:
            for version in (ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3):
                context = unchecked()
                context.minimum_version = context.maximum_version = version
                context.set_alpn_protocols(["h2", "http/1.1"])
                session = None
                for resumed in (False, True):
                    with context.wrap_socket(socket.create_connection(("127.0.0.1", https_port(server)), timeout=20),
                                             session=session) as connection:
                        self.assertEqual(connection.selected_alpn_protocol(), "http/1.1")
                        self.assertEqual(connection.session_reused, resumed)
                        connection.sendall(b"GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
                        got = b""
                        # Without suppress_ragged_eofs an end that nobody announced would raise.
                        connection.suppress_ragged_eofs = False
                        while part := connection.recv(65536):
                            got += part
                        self.assertTrue(got.startswith(b"HTTP/1.1 200 "), got)
                        session = connection.session
            got = subprocess.run(["openssl", "s_client", "-connect", f"127.0.0.1:{https_port(server)}", "-tls1_1",
                                  "-cipher", "ALL:@SECLEVEL=0"], stdin=subprocess.DEVNULL, capture_output=True,
                                 text=True, timeout=20)
            self.assertIn("alert protocol version", got.stderr)

    def test_a_plain_request_to_the_tls_port_gets_400_at_once(self):
        with Server(kindergarten(), "--https", "127.0.0.1:0") as server:
            with socket.create_connection(("127.0.0.1", https_port(server)), timeout=20) as connection:
                connection.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
                self.assertTrue(connection.recv(65536).startswith(b"HTTP/1.1 400 "))

    def test_replaces_the_certificate_under_load_without_a_failed_request(self):
        with tempfile.TemporaryDirectory() as folder:
            pairs = [make_pair(folder, name) for name in ("one", "two")]
            certificate, key = (os.path.join(folder, name) for name in ("c.pem", "k.pem"))
            put(pairs[0][0], certificate), put(pairs[0][1], key)
            with Server(kindergarten(), "--https", "127.0.0.1:0", "--tls-certificate", certificate, "--tls-key",
                        key) as server, load(https_port(server)) as asking:
                port = https_port(server)
                self.assertEqual(shown(port), der_of(pairs[0][0]))
                for hangs_up in (True, False, True):
                    pairs.reverse()
                    put(pairs[0][1], key), put(pairs[0][0], certificate)
                    if hangs_up:
                        server.process.send_signal(signal.SIGHUP)
                    wait_until(lambda: shown(port) == der_of(pairs[0][0]))
                before = asking.asked
                wait_until(lambda: asking.asked > before + 100)
            self.assertEqual(asking.failed, [])
            self.assertGreater(asking.asked, 200)

    def test_refuses_a_bad_pair_says_so_once_and_goes_on_with_the_former_one(self):
        with tempfile.TemporaryDirectory() as folder:
            first, second = (make_pair(folder, name) for name in ("one", "two"))
            certificate, key = (os.path.join(folder, name) for name in ("c.pem", "k.pem"))
            put(first[0], certificate), put(first[1], key)
            with Server(kindergarten(), "--https", "127.0.0.1:0", "--tls-certificate", certificate, "--tls-key",
                        key) as server:
                put(second[0], certificate)  # the key is still the first one's
                wait_until(lambda: '"event":"certificate_refused"' in server.log())
                for _ in range(3):
                    server.process.send_signal(signal.SIGHUP)
                    self.assertEqual(shown(https_port(server)), der_of(first[0]))
                self.assertEqual(server.log().count('"event":"certificate_refused"'), 1)
                put(second[1], key)
                wait_until(lambda: shown(https_port(server)) == der_of(second[0]))
            with Server(kindergarten(), "--https", "127.0.0.1:0", "--tls-certificate", certificate, "--tls-key",
                        first[1]) as refused:
                self.assertEqual(refused.process.wait(20), 2)
                self.assertIn("the key is not the certificate's", refused.log())

    def test_keeps_the_rules_of_the_profiles_on_this_listener_too(self):
        with tempfile.TemporaryDirectory() as folder:
            refused = subprocess.run([GATEHOUSE, "serve", "--lab", "--data", folder, "--http", "127.0.0.1:0", "--https",
                                      "0.0.0.0:0"], capture_output=True, text=True, timeout=20)
            self.assertEqual(refused.returncode, 2)
            self.assertIn("loopback only", refused.stderr)
        with Server(kindergarten(), "--lab", "--https", "127.0.0.1:0", http="") as server:
            self.assertEqual(sorted(json.loads(server.ready)), ["event", "https"])
            connection = http.client.HTTPSConnection("127.0.0.1", https_port(server), timeout=20, context=unchecked())
            connection.request("GET", "/api/v1/punches")
            answer = connection.getresponse()
            self.assertEqual((answer.status, answer.headers["X-Profile"]), (200, "lab"))
            answer.read()
            connection.request("GET", "/api/v1/punches", headers={"Via": "1.1 x"})
            self.assertEqual(connection.getresponse().status, 403)
            connection.close()
        with tempfile.TemporaryDirectory() as folder:
            refused = subprocess.run([GATEHOUSE, "serve", "--data", folder, "--http", ""], capture_output=True,
                                     text=True, timeout=20)
            self.assertEqual(refused.returncode, 2)
            self.assertIn("no listener is set", refused.stderr)


if __name__ == "__main__":
    unittest.main()
