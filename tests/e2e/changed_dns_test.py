"""Names whose addresses change between one look and the next, with a name service, listeners and a network of the test's
own: no connection reaches an address that is not allowed, and the same names reach it where the operator listed it."""

import collections
import fcntl
import http.server
import json
import os
import shutil
import socket
import struct
import subprocess
import sys
import tempfile
import threading
import time
import unittest

from deliveries_test import House, eventually
from server import kindergarten
from visitor_test import HOST, PROVISION, Caller, application

PUBLIC, PRIVATE, NOBODY = "11.0.0.1", "10.0.0.5", "11.0.0.9"
LOOPBACK, METADATA = "127.0.0.1", "169.254.169.254"
SKIPPED = 77
# curl asks for a name again a minute after it has asked last.
ASKED_AGAIN = 90


def be_alone():
    """Goes on in a network and a file tree that nobody else sees."""
    for how in ("-rmn", "-mn"):
        command = ["unshare", how, "--"]
        if shutil.which("unshare") and subprocess.run([*command, "true"], stderr=subprocess.DEVNULL).returncode == 0:
            os.execvpe("unshare", [*command, sys.executable, "-B", *sys.argv], {**os.environ, "OWN_NETWORK": "1"})
    print("SKIPPED, NOTHING IS PROVEN: this system lets nobody have a network of their own (unshare)", file=sys.stderr)
    sys.exit(SKIPPED)


def furnish(folder):
    """Loopback with the addresses of all the others but NOBODY, and the one name service."""
    set_address, set_flags, set_mask, up_and_running = 0x8916, 0x8914, 0x891C, 0x41
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as control:
        fcntl.ioctl(control, set_flags, struct.pack("16sH22x", b"lo", up_and_running))
        for number, address in enumerate((PUBLIC, PRIVATE, METADATA), 1):
            for what, value in ((set_address, address), (set_mask, "255.255.255.255")):
                fcntl.ioctl(control, what, struct.pack("16sHH4s16x", b"lo:%d" % number, socket.AF_INET, 0,
                                                       socket.inet_aton(value)))
    for name, text in (("resolv.conf", "nameserver 127.0.0.1\n"), ("nsswitch.conf", "hosts: files dns\n")):
        own = os.path.join(folder, name)
        with open(own, "w") as file:
            file.write(text)
        subprocess.run(["mount", "--bind", own, "/etc/" + name], check=True)


class NameService:
    """Answers each name with what stands there now, to be kept for no second."""

    def __init__(self):
        self.addresses, self.asked = {}, collections.Counter()
        self.line = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.line.bind((LOOPBACK, 53))
        threading.Thread(target=self.serve, daemon=True).start()

    def serve(self):
        while True:
            query, source = self.line.recvfrom(4096)
            labels, at = [], 12
            while query[at]:
                labels.append(query[at + 1:at + 1 + query[at]].decode())
                at += 1 + query[at]
            question = query[12:at + 5]
            name, (kind,) = ".".join(labels).lower(), struct.unpack(">H", query[at + 1:at + 3])
            answers = b""
            found = [each for each in self.addresses.get(name, ()) if (":" in each) == (kind == 28)]
            for each in found:
                packed = socket.inet_pton(socket.AF_INET6 if ":" in each else socket.AF_INET, each)
                answers += b"\xc0\x0c" + struct.pack(">HHIH", kind, 1, 0, len(packed)) + packed
            status = 0x8180 if name in self.addresses else 0x8183
            self.line.sendto(query[:2] + struct.pack(">HHHHH", status, 1, len(found), 0, 0) + question + answers, source)
            if kind == 1:
                self.asked[name, tuple(found)] += 1


class Listener(http.server.ThreadingHTTPServer):
    """On every address; takes webhooks, and guests as a face host does. Counts the connections to each address."""

    daemon_threads = True

    def __init__(self):
        if socket.has_dualstack_ipv6():
            self.address_family = socket.AF_INET6
        super().__init__(("", 0), Handler)
        self.connections = collections.Counter()
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def server_bind(self):
        if self.address_family == socket.AF_INET6:
            self.socket.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 0)
        self.socket.bind(self.server_address)
        self.server_address = self.socket.getsockname()
        self.server_name, self.server_port = "", self.server_address[1]

    def get_request(self):
        connection, source = super().get_request()
        self.connections[connection.getsockname()[0].removeprefix("::ffff:")] += 1
        return connection, source


class Handler(http.server.BaseHTTPRequestHandler):
    def log_message(self, *_):
        pass

    def do_POST(self):
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        text = json.dumps({"code": 0, "data": [] if self.command == "GET" else {"id": 1}}).encode()
        self.send_response(200)
        self.send_header("Set-Cookie", "session=one")
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    do_GET = do_DELETE = do_POST


class Site:
    """A kindergarten with webhooks and a company with a face host, all of them known by names."""

    def __init__(self, names, kind, *flags):
        self.names, self.kind, self.flags = names, kind, flags
        self.listener, self.guests = Listener(), 0

    def name(self, which):
        return f"{which}.{self.kind}.example"

    def point(self, **addresses):
        for which, each in addresses.items():
            self.names.addresses[self.name(which)] = each

    def __enter__(self):
        file, company = kindergarten(), PROVISION
        file["organizations"] += company["organizations"]
        file["people"], file["visitor"] = company["people"], company["visitor"]
        file["api_keys"] = [*company["api_keys"], {"name": "admin", "key": "admin-key-0123456789abcdef", "scope": "admin"}]
        self.house = House(file, *self.flags).__enter__()
        port = self.listener.server_port
        for which in ("hook", "mixed"):
            assert self.house.api("/organizations/1/webhooks", {"url": f"http://{self.name(which)}:{port}/"})[0] == 201
        self.office = Caller(self.house, "site-key")
        servers = {"koala_ip": f"{self.name('face')}:{port}", "koala_username": "u", "koala_password": "p", "cloud_url": ""}
        assert self.office.put("/v1/config/servers", **servers)["code"] == 0
        assert self.house.bind() == 0
        return self

    def __exit__(self, *_):
        self.house.__exit__()
        self.listener.shutdown()
        self.listener.server_close()

    def tell(self):
        """Something that the webhooks and the face host are told of."""
        self.guests += 1
        assert self.house.tap(ago=self.guests)
        phone = str(13900000000 + self.guests)
        assert self.office.post("/v1/subject", **application(proposer=HOST, phone=phone, retinues=[]))["code"] == 0
        assert self.office.post("/v1/visit/signin", phone=phone)["code"] == 0

    def reached(self, *addresses):
        return eventually(lambda: all(self.listener.connections[each] for each in addresses), 40)

    def refused(self, address):
        return eventually(lambda: [each for each in self.house.deliveries("?state=dead&limit=200") if each["outcome"] ==
                                   f"the address {address} is not public and the operator has not allowed it"], 40)


class ChangedNames(unittest.TestCase):
    def test_a_name_that_moves_to_an_address_that_is_not_allowed_is_not_followed_there(self):
        names = NameService()
        listed = ("--outgoing-allow", "127.0.0.0/8", "--outgoing-allow", "169.254.169.254/32", "--outgoing-allow", "::1/128")
        guarded, control = Site(names, "guarded"), Site(names, "listed", *listed)
        for site in (guarded, control):
            site.point(hook=[PUBLIC], face=[PRIVATE], mixed=[NOBODY, LOOPBACK, "::1"])
        with guarded, control:
            for site in (guarded, control):
                site.tell()
                self.assertTrue(site.reached(PUBLIC, PRIVATE), site.listener.connections)
            # Of several addresses each is looked at for itself.
            self.assertTrue(eventually(lambda: [control.listener.connections[each] for each in (LOOPBACK, "::1")] != [0, 0]))
            mixed = eventually(lambda: [each for each in guarded.house.deliveries("?state=pending") if each["outcome"]])
            self.assertTrue(mixed, guarded.house.deliveries())

            moved = {"hook": (LOOPBACK,), "face": (METADATA,)}
            for site in (guarded, control):
                site.point(**moved)
            due = {(site.name(which), to) for site in (guarded, control) for which, to in moved.items()}
            end = time.monotonic() + ASKED_AGAIN
            while not due <= set(names.asked) and time.monotonic() < end:
                for site in (guarded, control):
                    site.tell()
                time.sleep(2)
            self.assertLessEqual(due, set(names.asked), "the names were not asked for again: nothing is proven")
            for site in (guarded, control):
                site.tell()
            self.assertTrue(control.reached(LOOPBACK, METADATA), control.listener.connections)
            for address in (LOOPBACK, METADATA):
                self.assertTrue(guarded.refused(address), guarded.house.deliveries("?limit=200"))
            self.assertEqual(set(guarded.listener.connections), {PUBLIC, PRIVATE})


if __name__ == "__main__":
    if "OWN_NETWORK" not in os.environ:
        be_alone()
    with tempfile.TemporaryDirectory() as own:
        furnish(own)
        unittest.main()
