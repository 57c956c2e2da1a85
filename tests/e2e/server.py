"""A server of its own for a test: a folder, a free port, everything it printed."""

import json
import os
import socket
import subprocess
import tempfile
import urllib.error
import urllib.parse
import urllib.request

GATEHOUSE = os.environ.get("GATEHOUSE", "build/release/gatehouse")


def kindergarten(**secrets):
    """A provisioning file with two kindergartens of two clients."""
    return {
        "organizations": [
            {"key": "kg", "kind": "kindergarten", "name": "园", "units": [{"key": "a", "name": "大班"}]},
            {"key": "kg2", "kind": "kindergarten", "name": "别家", "units": [{"key": "a", "name": "小班"}]}],
        "clients": [{"protocol": "beiliao", "id": "app-one", "secret": secrets.get("secret", "secret-one")},
                    {"protocol": "beiliao", "id": "app-two", "secret": "secret-two"}],
        "licences": [{"client": "app-one", "organization": "kg", "code": secrets.get("licence", "licence-one")},
                     {"client": "app-two", "organization": "kg2", "code": "licence-two"}],
    }


class Server:
    def __init__(self, provision=None, *flags, folder=None, http="127.0.0.1:0", environment=None, program=GATEHOUSE):
        self._own = None if folder else tempfile.TemporaryDirectory()
        self.folder = folder or self._own.name
        self.data = os.path.join(self.folder, "data")
        command = [program, "serve", "--data", self.data, "--http", http, *flags]
        if provision is not None:
            self.file = os.path.join(self.folder, "provision.json")
            with open(self.file, "w") as file:
                file.write(provision if isinstance(provision, str) else json.dumps(provision))
            command += ["--provision", self.file]
        self.errors = os.path.join(self.folder, "stderr")
        with open(self.errors, "ab") as errors:
            self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=errors,
                                            env={**os.environ, **(environment or {})})
        self.ready = self.process.stdout.readline()
        if self.ready:
            self.port = int(json.loads(self.ready).get("http", ":0").rsplit(":", 1)[1])

    def log(self):
        with open(self.errors, encoding="utf-8", errors="replace") as file:
            return file.read()

    def stop(self):
        self.process.terminate()
        return self.process.wait(20)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        self.process.stdout.close()
        if self._own:
            self._own.cleanup()

    def ask(self, path, form=None, headers=None, method=None):
        """(status, headers, body)"""
        body = None if form is None else form if isinstance(form, bytes) else urllib.parse.urlencode(form).encode()
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}{path}", body, headers or {}, method=method)
        try:
            with urllib.request.urlopen(request, timeout=20) as answer:
                return answer.status, answer.headers, answer.read()
        except urllib.error.HTTPError as answer:
            with answer:
                return answer.code, answer.headers, answer.read()

    def beiliao(self, action, client="one", **more):
        form = {"action": action, "appid": f"app-{client}", "appsecret": f"secret-{client}",
                "authkid": f"licence-{client}", **more}
        return json.loads(self.ask("/index.php", form)[2])

    def raw(self, octets, end=True):
        """Everything that one connection answers until the server closes it."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=20) as connection:
            connection.sendall(octets)
            if end:
                connection.shutdown(socket.SHUT_WR)
            got = b""
            while True:
                part = connection.recv(65536)
                if not part:
                    return got
                got += part
