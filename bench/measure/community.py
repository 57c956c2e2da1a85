"""The community of the measurements: its client's token and residents, each with a card."""
import http.client
import json
import ssl

from measure import caller
from measure.process import failure

app_id, app_secret = caller.secret("app id"), caller.secret("app secret")


def provisioning():
    return {"clients": [{"protocol": "shankai", "id": app_id, "secret": app_secret, "name": "bench property"}]}


def mobiles(count):
    return [str(13_800_000_000 + place * 7919) for place in range(count)]


def connect(target):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    host, port = target.tls_address.rsplit(":", 1)
    return http.client.HTTPSConnection(host, int(port), timeout=20, context=context)


class office:
    """A client of ShanKai's interface with a token of its own and one community, where residents have ID cards."""

    def __init__(self, target):
        self.connection = connect(target)
        answer = self._answer("GET", f"/1.0/get_access_token?app_id={app_id}&secret={app_secret}", None)[0]
        self.token = answer["access_token"]
        self.org_id = self.ask("create_organization", name="桃花园小区", ic_id_mode=0)[0]["org_id"]

    def _answer(self, method, path, body):
        self.connection.request(method, path, body, {"Content-Type": "application/json"})
        text = self.connection.getresponse().read()
        answer = json.loads(text)
        if answer["errcode"] != 0:
            raise failure(f"{path.partition('?')[0]} was answered {text.decode()}")
        return answer["data"], text

    def path(self, call):
        return f"/1.0/{call}?access_token={self.token}"

    def ask(self, call, **parameters):
        """The data and the body of the answer."""
        return self._answer("POST", self.path(call), json.dumps(parameters, ensure_ascii=False).encode())

    def card(self, mobile, **more):
        return self.ask("get_card_no", org_id=self.org_id, mobile=mobile, **more)
