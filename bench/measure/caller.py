"""The kindergarten of the measurements: its provisioning file, its cards, and the calls that bind them."""
import concurrent.futures
import hashlib
import http.client
import json
import threading
import urllib.parse

classes = 20


def secret(name):
    """The same in every run, so that a cached data folder stays usable. Never leaves this machine."""
    return hashlib.sha256(f"gatehouse bench {name}".encode()).hexdigest()[:32]


appid, appsecret, authkid = secret("appid"), secret("appsecret"), secret("authkid")


def provisioning():
    units = [{"key": f"class-{place:02}", "name": f"贝聊中班{place}", "kind": "class"} for place in range(classes)]
    return {
        "organizations": [{"key": "kg", "kind": "kindergarten", "name": "0 贝聊幼儿园", "time_zone": "Asia/Shanghai",
                           "units": units}],
        "clients": [{"protocol": "beiliao", "id": appid, "secret": appsecret, "name": "bench",
                     "card_format": "decimal"},
                    {"protocol": "sewise", "id": "platform", "secret": secret("platform")}],
        "licences": [{"client": appid, "organization": "kg", "code": authkid}],
    }


def cards(count):
    """Ten digits each, none with a leading zero, in no order."""
    return [str(1_000_000_000 + place * 2_654_435_761 % 3_200_000_000) for place in range(1, count + 1)]


def form(action, **parameters):
    return urllib.parse.urlencode({"action": action, "appid": appid, "appsecret": appsecret, "authkid": authkid,
                                   **parameters}, safe="/,;")


def ask(connection, body):
    """The errcode, the data and the body of the answer."""
    connection.request("POST", "/index.php", body.encode(), {"Content-Type": "application/x-www-form-urlencoded"})
    text = connection.getresponse().read()
    answer = json.loads(text)
    return answer["errcode"], answer["data"], text


def connect(address):
    host, port = address.rsplit(":", 1)
    return http.client.HTTPConnection(host, int(port), timeout=20)


def bind(address, numbers, lanes=16, **licence):
    """One guardian for each card, over keep-alive connections. The errcodes that were not 0."""
    classids = [each["id"] for each in ask(connect(address), form("service/meta/get", **licence))[1]["classes"]]
    own = threading.local()

    def match(place):
        if not hasattr(own, "connection"):
            own.connection = connect(address)
        return ask(own.connection, form("service/card/match", cardnum=numbers[place],
                                        classid=classids[place % len(classids)],
                                        data=f"138{place:08},家长{place};", **licence))[0]

    with concurrent.futures.ThreadPoolExecutor(lanes) as pool:
        return [code for code in pool.map(match, range(len(numbers))) if code]
