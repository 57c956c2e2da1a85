// What a page makes of web/page/deli.js, without a browser: a document that loads scripts, and no more. Prints what the
// page is told, a line each.     node deli_page.mjs DELI_JS ADDRESS APP SIGNATURE TIMESTAMP
import { readFileSync } from "node:fs";
import vm from "node:vm";

const [file, address, appId, signature, timestamp] = process.argv.slice(2);
const source = readFileSync(file, "utf8");

// A page of its own; `loaded` hears which scripts it asks for.
function open(origin, { search = "", load = true, extra = {} } = {}) {
  const asked = [];
  const kept = new Map();
  const document = {
    title: "",
    currentScript: { src: `${origin}/page/deli.js` },
    createElement: () => ({ style: {}, remove() {}, setAttribute() {} }),
    body: { append() {} },
    head: {
      append(script) {
        asked.push(script.src);
        if (load)
          fetch(script.src)
            .then((answer) => answer.text())
            .then((text) => vm.runInContext(text, page))
            .catch(() => script.onerror());
      },
    },
  };
  const page = vm.createContext({
    document, URL, URLSearchParams, setTimeout, clearTimeout, queueMicrotask, crypto, navigator: {}, location: { search },
    localStorage: { getItem: (name) => kept.get(name) ?? null, setItem: (name, value) => kept.set(name, value) }, ...extra,
  });
  vm.runInContext(source, page);
  return { deli: page.deli, document, asked };
}

const outcome = ({ deli }) =>
  new Promise((told) => {
    deli.ready(() => told("ready"));
    deli.error(({ code, msg }) => told(`error ${code} ${msg}`));
  });
const done = (call, parameters) =>
  new Promise((told) => call(parameters, (data) => told(JSON.stringify(data) ?? "done"), ({ code }) => told(String(code))));
const right = { appId, timestamp, noncestr: "abcdefg", signature, jsApiList: ["common.navigation.setTitle",
  "common.phone.getUUID", "app.user.get", "app.code.scan", "app.device.bind", "common.connection.getNetworkType"] };

const page = open(address, { search: "?user_id=7&org_id=1", extra: { navigator: { connection: { effectiveType: "slow-2g" } } } });
console.log("before", await done(page.deli.common.navigation.setTitle, { title: "x" }));
page.deli.config(right);
console.log(await outcome(page));
console.log("again", await outcome(page));
console.log("title", await done(page.deli.common.navigation.setTitle, { title: "Leave" }), page.document.title);
console.log("no title", await done(page.deli.common.navigation.setTitle, {}));
console.log("user", await done(page.deli.app.user.get, {}));
console.log("another", await done(page.deli.app.user.get, { user_id: "8" }));
console.log("network", await done(page.deli.common.connection.getNetworkType));
console.log("scan", await done(page.deli.app.code.scan));
console.log("bind", await done(page.deli.app.device.bind));
console.log("not listed", await done(page.deli.common.notification.toast, { text: "x" }));
const first = await done(page.deli.common.phone.getUUID);
console.log("uuid", first === (await done(page.deli.common.phone.getUUID)) && first.length > 20);

for (const [name, origin, how] of [
  ["wrong", address, { ...right, signature: "0" }],
  ["missing", address, { ...right, noncestr: "" }],
  ["away", "http://127.0.0.1:9", right],
]) {
  const other = open(origin);
  other.deli.config(how);
  console.log(name, await outcome(other));
}

// The vector of the specification reaches the platform as it is.
const vector = open("https://platform", { load: false });
vector.deli.config({ appId: "370000000000000001", timestamp: 1508755836, noncestr: "abcdefg",
  signature: "77a89d19cea26a82fae12d1eb346d250", jsApiList: [] });
console.log("vector", vector.asked[0].replace(/callback=\w+/, "callback=_"));
process.exit(0);
