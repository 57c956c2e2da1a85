"""What the fakes of vendors' servers have in common: they note what they are asked, and misbehave when told to.

    PUT /_fake/next   {"path": "/subject", "how": "status:503", "times": 2}   the next requests below a path
    PUT /_fake/always {"path": "/", "how": "hang"}                            until told otherwise; how "" ends it
    GET /_fake/asked                                                          every request so far

How: status:N · error:CODE (as the vendor says errors) · slow:SECONDS · hang · close (amid the answer) · garbage · html · huge (100 MiB)
· truncated (half of the right answer) · wrong_type (JSON of another shape) · redirect:URL · lost (does it, answers not)
"""
import argparse
import http.server
import json
import threading
import time
import urllib.parse


class Fake(http.server.ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 256

    def __init__(self, handler, port=0):
        super().__init__(("127.0.0.1", port), handler)
        self.asked, self.connections = [], 0
        self.next, self.always = [], []  # [path, how, times], [path, how]
        self.lock = threading.RLock()
        self.thread = threading.Thread(target=self.serve_forever, daemon=True)

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.shutdown()
        self.server_close()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server_address[1]}"

    def get_request(self):
        with self.lock:
            self.connections += 1
        return super().get_request()

    def handle_error(self, request, client_address):
        pass  # a client that went away is what some tests are about

    def misbehave(self, path, how, times=1):
        with self.lock:
            self.next.append([path, how, times])

    def misbehave_always(self, how, path="/"):
        with self.lock:
            self.always = [each for each in self.always if each[0] != path] + ([[path, how]] if how else [])

    def how(self, path):
        with self.lock:
            for each in self.next:
                if each[2] > 0 and path.startswith(each[0]):
                    each[2] -= 1
                    return each[1]
            return next((how for start, how in self.always if path.startswith(start)), "")

    def paths(self, start=""):
        with self.lock:
            return [each["path"] for each in self.asked if each["path"].startswith(start)]


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def serve(self):
        where = urllib.parse.urlsplit(self.path)
        self.query = {name: values[-1] for name, values in
                      urllib.parse.parse_qs(where.query, keep_blank_values=True).items()}
        self.body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        if where.path.startswith("/_fake/"):
            return self.switch(where.path.removeprefix("/_fake/"))
        with self.server.lock:
            self.server.asked.append({"method": self.command, "path": where.path, "query": self.query, "at": time.time(),
                                      "headers": dict(self.headers), "body": self.body.decode("utf-8", "replace")})
        how, _, rest = self.server.how(where.path).partition(":")
        if how in ("", "truncated", "lost"):
            with self.server.lock:
                answer = self.answer_of(where.path)
            return self.send(answer, how)
        getattr(self, "do_" + how)(rest)

    do_GET = do_POST = do_PUT = do_DELETE = serve

    def json(self):
        try:
            return json.loads(self.body or b"{}")
        except ValueError:
            return None

    def switch(self, what):
        if what == "asked":
            return self.send((200, self.server.asked))
        told = self.json()
        if what == "next":
            self.server.misbehave(told["path"], told["how"], told.get("times", 1))
        else:
            self.server.misbehave_always(told["how"], told.get("path", "/"))
        self.send((200, {}))

    def send(self, answer, how="", headers=()):
        status, body, *more = answer
        text = body if isinstance(body, bytes) else json.dumps(body, ensure_ascii=False).encode()
        if how == "lost":
            self.close_connection = True
            return
        self.send_response(status)
        for name, value in (more[0] if more else {}).items():
            self.send_header(name, value)
        kind = "text/html" if text.startswith(b"<") else "application/json"
        self.send_header("Content-Type", kind + "; charset=utf-8")
        if how == "truncated":
            text = text[:len(text) // 2]
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    def do_status(self, status):
        self.send((int(status), {}))

    def do_error(self, code):
        self.send(self.error_of(code))

    def do_slow(self, seconds):
        time.sleep(float(seconds))
        self.send(self.answer_of(urllib.parse.urlsplit(self.path).path))

    def do_hang(self, _):
        time.sleep(3600)

    def do_close(self, _):
        self.wfile.write(b"HTTP/1.1 200 OK\r\nX-")
        self.close_connection = True

    def do_garbage(self, _):
        self.wfile.write(bytes(range(256)) * 16)
        self.close_connection = True

    def do_html(self, _):
        self.send((200, b"<html><body><form>login</form></body></html>"))

    def do_huge(self, _):
        self.send_response(200)
        self.send_header("Content-Length", str(100 << 20))
        self.end_headers()
        for _ in range(100):
            self.wfile.write(b'[' * (1 << 20))

    def do_wrong_type(self, _):
        self.send((200, [{"code": {"errcode": []}}]))

    def do_redirect(self, to):
        self.send((302, b"", {"Location": to}))


def main(make, about, *arguments):
    """`arguments`: (name, default) of what the fake is made with."""
    options = argparse.ArgumentParser(description=about, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--port", type=int, default=0)
    for name, default in arguments:
        options.add_argument("--" + name.replace("_", "-"), default=default)
    given = vars(options.parse_args())
    with make(**given) as fake:
        print(json.dumps({"port": fake.server_address[1]}), flush=True)
        try:
            fake.thread.join()
        except KeyboardInterrupt:
            pass
