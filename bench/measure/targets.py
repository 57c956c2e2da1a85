"""What is measured: Gatehouse and its peers, each started the same way and asked the same things."""
import json
import os
import pathlib
import re
import socket
import sqlite3
import ssl
import subprocess
import time

from measure import caller
from measure.process import failure, process

bench = pathlib.Path(__file__).resolve().parent.parent
root = bench.parent
peers = root / "build/bench/peers"


def punch_schema():
    """The server's own table of punches and its indexes, for whoever shall insert the same row."""
    sql = "".join(file.read_text() for file in sorted((root / "schema").glob("*.sqlite.sql")))
    found = re.findall(r"^CREATE (?:TABLE|(?:UNIQUE )?INDEX \w+ ON) punch \(.*?;", sql, re.M | re.S)
    if len(found) < 3:
        raise failure("schema/ holds no punch table with two indexes")
    newest = {each.split(" (")[0]: each for each in found}  # an index may have been made anew
    return re.sub("^CREATE (TABLE|INDEX|UNIQUE INDEX) ", r"CREATE \1 IF NOT EXISTS ", "\n".join(newest.values()),
                  flags=re.M)


class target:
    """`name` runs at `address`; `process` is what its CPU and memory are read from."""

    def __init__(self, name, running, address, database=None):
        self.name, self.process, self.address, self.database = name, running, address, database
        self.next_second = int(time.time()) - 86_400
        self.tls_address = None

    def load_url(self):
        """Where the load goes: to the TLS listener where there is one."""
        return f"https://{self.tls_address}" if self.tls_address else f"http://{self.address}"

    def stored(self):
        """Punches on disk; None where nothing is stored."""
        if self.database is None:
            return None
        connection = sqlite3.connect(f"file:{self.database}?mode=ro", uri=True, timeout=20)
        try:
            return connection.execute("SELECT count(*) FROM punch").fetchone()[0]
        finally:
            connection.close()

    def stop(self):
        self.process.stop()


def start_gatehouse(server, folder, core=None, pair=None, provisioned=None, mqtt=False):
    """On `folder`, which may hold data already; told of the kindergarten, without cards, or of what else shall be
    provisioned. `pair`: also over TLS. `mqtt`: machines may connect, too."""
    folder.mkdir(parents=True, exist_ok=True)
    provisioning = folder / "provision.json"
    provisioning.write_text(json.dumps(provisioned or caller.provisioning(), ensure_ascii=False))
    tls_flags = ["--https", "127.0.0.1:0", "--tls-certificate", pair[0], "--tls-key", pair[1]] if pair else []
    if mqtt:
        tls_flags += ["--mqtt", "127.0.0.1:0", *(["--mqtts", "127.0.0.1:0"] if pair else [])]
    running = process([server, "serve", "--lab", "--data", folder / "data", "--provision", provisioning,
                       "--http", "127.0.0.1:0", *tls_flags], folder / "log", core)
    ready = running.read_line(60)
    found = target("gatehouse", running, ready["http"], folder / "data/gatehouse.db")
    found.tls_address = ready.get("https")
    found.mqtt_address, found.mqtts_address = ready.get("mqtt"), ready.get("mqtts")
    found.ready_after = time.monotonic() - running.begun
    return found


def start_gatehouse_with_cards(server, folder, numbers, core=None):
    started = start_gatehouse(server, folder, core)
    if refused := caller.bind(started.address, numbers):
        raise failure(f"{len(refused)} of {len(numbers)} cards could not be bound, the first with {refused[0]}")
    return started


nginx_configuration = """
daemon off; {user} worker_processes {workers}; worker_rlimit_nofile 20000;
pid {folder}/pid; error_log {folder}/error.log;
events {{ worker_connections 15000; }}
http {{
    access_log off; server_tokens off; keepalive_requests 1000000000; keepalive_timeout 600s;
    client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
    client_body_buffer_size 64k; client_body_in_single_buffer on;
    server {{
        listen 127.0.0.1:{port} reuseport;
        {tls}
        default_type application/json;
        location / {{ return 200 '{body}'; }}
    }}
}}
"""


# What Gatehouse prefers, so that both choose the same.
nginx_tls = """listen 127.0.0.1:{port} reuseport ssl;
        ssl_certificate {certificate}; ssl_certificate_key {key}; ssl_protocols TLSv1.2 TLSv1.3;
        ssl_prefer_server_ciphers on; ssl_ecdh_curve X25519:P-256:P-384;
        ssl_conf_command Ciphersuites TLS_AES_128_GCM_SHA256:TLS_AES_256_GCM_SHA384;"""


def make_certificate(folder):
    """A self-signed certificate on P-256 and its key: two files."""
    folder.mkdir(parents=True, exist_ok=True)
    certificate, key = folder / "certificate.pem", folder / "key.pem"
    done = subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1",
                           "-nodes", "-subj", "/CN=localhost", "-days", "30", "-keyout", key, "-out", certificate],
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if done.returncode:
        raise failure(f"openssl made no certificate: {done.stdout[-400:]}")
    return certificate, key


def negotiated(found):
    """Version and cipher that a client gets which offers everything."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    host, port = found.tls_address.rsplit(":", 1)
    with context.wrap_socket(socket.create_connection((host, int(port)), timeout=20)) as connection:
        return connection.version(), connection.cipher()[0]


def start_nginx(folder, body, workers=1, core=None, pair=None):
    """Answers every request with `body`, or one as long where its characters mean something to nginx."""
    folder.mkdir(parents=True, exist_ok=True)
    port, tls_port = free_port(), free_port()
    tls = nginx_tls.format(port=tls_port, certificate=pair[0], key=pair[1]) if pair else ""
    text = re.sub(r"['$\\]", "x", body.decode())
    configuration = folder / "nginx.conf"
    configuration.write_text(nginx_configuration.format(folder=folder, port=port, body=text, workers=workers,
                                                        user="user root;" if os.getuid() == 0 else "", tls=tls))
    running = process(["nginx", "-c", configuration, "-e", folder / "error.log"], folder / "log", core)
    found = target("nginx", running, f"127.0.0.1:{port}")
    found.tls_address = f"127.0.0.1:{tls_port}" if pair else None
    for _ in range(100):
        try:
            connection = caller.connect(found.address)
            connection.request("POST", "/index.php", b"action=x")
            if len(connection.getresponse().read()) != len(body):
                raise failure("nginx does not answer as many bytes as the server")
            return found
        except ConnectionRefusedError:
            time.sleep(0.05)
    raise failure("nginx did not start: " + (folder / "log").read_text()[-600:])


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for_port(port, patience=10):
    ends = time.monotonic() + patience
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            if time.monotonic() > ends:
                raise failure(f"nobody listens at port {port}") from None
            time.sleep(0.02)


def start_peer(name, folder, numbers, core=None):
    """peers/NAME.js with better-sqlite3, the same secrets, the same cards, the same table."""
    folder.mkdir(parents=True, exist_ok=True)
    setup = folder / "setup.json"
    setup.write_text(json.dumps({"appid": caller.appid, "appsecret": caller.appsecret, "authkid": caller.authkid,
                                 "cards": numbers, "schema": punch_schema()}))
    running = process(["node", peers / f"{name}.js", setup, folder / "punches.db"], folder / "log", core,
                      {"NODE_ENV": "production"})
    return target(name, running, running.read_line(30)["http"], folder / "punches.db")


def install_peers():
    """`npm ci` under build/bench/peers. better-sqlite3 is compiled: its ready-made binaries lie outside the registry."""
    sources = {file.name: file.read_text() for file in (bench / "peers").iterdir() if file.is_file()}
    stamp = peers / "installed"
    version = subprocess.run(["node", "--version"], capture_output=True, text=True, check=True).stdout.strip()
    wanted = version + sources["package-lock.json"]
    peers.mkdir(parents=True, exist_ok=True)
    for name, text in sources.items():
        (peers / name).write_text(text)
    if stamp.exists() and stamp.read_text() == wanted:
        return
    environment = {**os.environ, "npm_config_build_from_source": "true", "npm_config_update_notifier": "false",
                   "JOBS": "2"}
    # Headers that came with Node spare node-gyp the download of its own.
    prefix = pathlib.Path(subprocess.run(["node", "-p", "process.execPath"], capture_output=True, text=True,
                                         check=True).stdout.strip()).resolve().parent.parent
    if (prefix / "include/node/node_version.h").exists():
        environment["npm_config_nodedir"] = str(prefix)
    for command in (["npm", "ci", "--no-audit", "--no-fund"],
                    ["node", "-e", "require('better-sqlite3')(':memory:')"]):
        done = subprocess.run(command, cwd=peers, env=environment, timeout=1200, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, text=True)
        if done.returncode:
            raise failure(f"{' '.join(command)} failed: {done.stdout[-1500:]}")
    stamp.write_text(wanted)
