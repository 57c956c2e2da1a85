#!/usr/bin/env python3
"""A receiver of webhooks that behaves as its paths say, for tests and for trying things out.

    tests/fakes/webhook_receiver.py [--port 0] [--secret whsec_…] [--ledger FILE]

Prints {"port": N} when it listens. Each request it reads becomes a line of JSON in the ledger (standard output
where none is given): path, id, timestamp, whether the signature is right (null without --secret), body.

    /ok  /status/503  /retry-after/7  /gone  /redirect?to=URL   answers with that
    /slow/2           answers after so many seconds          /hang       never answers
    /huge             answers 200 and 100 MiB                /endless    answers 200 and one byte a second
    /long-head        a head without end                     /garbage    bytes that are no HTTP
    /close            closes at once                         /switch     200, or what PUT /switch/503 set it to
"""
import argparse
import base64
import hashlib
import hmac
import http.server
import json
import sys
import threading
import time
import urllib.parse


def signature(secret, message, timestamp, body):
    key = base64.b64decode(secret.removeprefix("whsec_"))
    made = hmac.new(key, f"{message}.{timestamp}.".encode() + body, hashlib.sha256).digest()
    return "v1," + base64.b64encode(made).decode()


class Receiver(http.server.ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 256

    def __init__(self, port=0, secret=None, keep=None):
        super().__init__(("127.0.0.1", port), Handler)
        self.secret = secret
        self.keep = keep or self.received_one
        self.received = []
        self.connections = 0
        self.switched = 200
        self.lock = threading.Lock()
        self.thread = threading.Thread(target=self.serve_forever, daemon=True)

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.shutdown()
        self.server_close()

    @property
    def port(self):
        return self.server_address[1]

    def url(self, path="/ok"):
        return f"http://127.0.0.1:{self.port}{path}"

    def received_one(self, line):
        self.received.append(line)

    def get_request(self):
        with self.lock:
            self.connections += 1
        return super().get_request()

    def handle_error(self, request, client_address):
        pass  # a sender that went away is what some tests are about


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def do_PUT(self):
        self.server.switched = int(self.path.rsplit("/", 1)[1])
        self.answer(204)

    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.note(body)
        where = urllib.parse.urlsplit(self.path)
        kind, _, rest = where.path.strip("/").partition("/")
        getattr(self, "on_" + kind.replace("-", "_"), self.on_ok)(rest, where.query)

    def note(self, body):
        message, timestamp = self.headers.get("webhook-id", ""), self.headers.get("webhook-timestamp", "")
        right = None
        if self.server.secret:
            right = hmac.compare_digest(signature(self.server.secret, message, timestamp, body),
                                        self.headers.get("webhook-signature", ""))
        line = {"path": self.path, "id": message, "timestamp": timestamp, "right": right, "at": time.time(),
                "sig": self.headers.get("sig", ""), "type": self.headers.get("Content-Type", ""),
                "body": body.decode("utf-8", "replace")}
        with self.server.lock:
            self.server.keep(line)

    def answer(self, status, body=b"", **headers):
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        if status != 204:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def on_ok(self, *_):
        self.answer(200, b"thanks")

    def on_status(self, status, _):
        self.answer(int(status))

    def on_switch(self, *_):
        self.answer(self.server.switched)

    def on_retry_after(self, seconds, _):
        self.answer(503, Retry_After=seconds)

    def on_gone(self, *_):
        self.answer(410)

    def on_redirect(self, _, query):
        self.answer(307, Location=urllib.parse.parse_qs(query)["to"][0])

    def on_slow(self, seconds, _):
        time.sleep(float(seconds))
        self.answer(200)

    def on_hang(self, *_):
        time.sleep(3600)

    def on_huge(self, *_):
        self.send_response(200)
        self.send_header("Content-Length", str(100 << 20))
        self.end_headers()
        for _ in range(100):
            self.wfile.write(bytes(1 << 20))

    def on_endless(self, *_):
        self.send_response(200)
        self.end_headers()
        while True:
            self.wfile.write(b".")
            self.wfile.flush()
            time.sleep(1)

    def on_long_head(self, *_):
        self.wfile.write(b"HTTP/1.1 200 OK\r\n")
        while True:
            self.wfile.write(b"X-Filler: " + b"x" * 1000 + b"\r\n")

    def on_garbage(self, *_):
        self.wfile.write(bytes(range(256)) * 16)
        self.close_connection = True

    def on_close(self, *_):
        self.close_connection = True


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--port", type=int, default=0)
    options.add_argument("--secret")
    options.add_argument("--ledger")
    given = options.parse_args()
    ledger = open(given.ledger, "a", encoding="utf-8") if given.ledger else sys.stdout
    with Receiver(given.port, given.secret, lambda line: print(json.dumps(line), file=ledger, flush=True)) as receiver:
        print(json.dumps({"port": receiver.port}), flush=True)
        try:
            receiver.thread.join()
        except KeyboardInterrupt:
            pass


if __name__ == "__main__":
    main()
