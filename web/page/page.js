// The live list of taps: the newest of /api/v1/punches, then the live stream. All that came from outside is put in as
// text, never as markup.
import { Refused, Stream } from "./stream.js";

const pageSize = 50;
const lookAgainEvery = 30_000;
// A browser opens six connections to a server: pages that nobody looks at must not hold them.
const hiddenMost = 60_000;
const rowsMost = 300;
const lateAfter = 10 * 60 * 1000;
const tokenName = "gatehouse.token";

const at = (id) => document.getElementById(id);
const shown = new Map(); // punch id -> {row, text}
const counts = { all: 0, picture: 0, unknown: 0, late: 0, ahead: 0 };
let stream = null;
let hidden = 0;

function authorization() {
  const token = sessionStorage.getItem(tokenName);
  return token ? { Authorization: `Bearer ${token}` } : {};
}

async function get(address, { headers = {}, signal } = {}) {
  const answer = await fetch(address, { headers: { ...authorization(), ...headers }, credentials: "omit", signal });
  at("lab").hidden = answer.headers.get("X-Profile") !== "lab";
  if (!answer.ok) throw new Refused(answer);
  return answer;
}

// What a tap is marked with: [class, Chinese, English].
function tagsOf(tap) {
  const tags = [];
  if (tap.marks.includes("credential_unknown"))
    tags.push(tap.credential_id === null ? ["unknown", "未绑定", "unknown card"] : ["bound", "后绑定", "bound since"]);
  if (isLate(tap)) tags.push(["late", "补传", "late"]);
  if (tap.marks.includes("clock_ahead")) tags.push(["ahead", "时钟超前", "clock ahead"]);
  if (tap.marks.includes("clock_off")) tags.push(["ahead", "时钟已校正", "clock corrected"]);
  if (tap.marks.includes("unit_archived")) tags.push(["closed", "班级已归档", "class archived"]);
  if (tap.marks.includes("organization_closed")) tags.push(["closed", "园所已关闭", "closed"]);
  if (tap.marks.includes("picture_unreadable")) tags.push(["closed", "照片无法识别", "picture"]);
  return tags;
}

function isLate(tap) {
  return Date.parse(tap.received_at) - Date.parse(tap.at) > lateAfter;
}

function element(name, className, text) {
  const made = document.createElement(name);
  if (className) made.className = className;
  if (text) made.textContent = text;
  return made;
}

function two(number) {
  return String(number).padStart(2, "0");
}

function showTime(row, tap) {
  const when = new Date(tap.at);
  const time = row.querySelector("time");
  time.dateTime = tap.at;
  time.title = `${tap.at}\n设备 ${tap.device_time}\n收到 ${tap.received_at}`;
  time.textContent = `${two(when.getHours())}:${two(when.getMinutes())}:${two(when.getSeconds())}`;
  const today = new Date().toDateString() === when.toDateString();
  row.querySelector(".day").textContent = today ? "今天" : `${when.getMonth() + 1}月${when.getDate()}日`;
}

const nearby = new IntersectionObserver((entries) => {
  for (const entry of entries)
    if (entry.isIntersecting) {
      nearby.unobserve(entry.target);
      fetchPicture(entry.target);
    }
}, { rootMargin: "300px" });

async function fetchPicture(frame) {
  try {
    const answer = await get(`/api/v1/pictures/${frame.dataset.tap}`);
    const address = URL.createObjectURL(await answer.blob());
    if (!frame.isConnected) return URL.revokeObjectURL(address);
    const picture = element("img");
    picture.alt = "";
    picture.src = address;
    const button = element("button", "thumbnail");
    button.type = "button";
    button.setAttribute("aria-label", "放大照片");
    button.append(picture);
    button.addEventListener("click", () => enlarge(address));
    frame.replaceChildren(button);
  } catch {
    frame.classList.add("missing");
  }
}

function enlarge(address) {
  at("large-picture").src = address;
  at("large").showModal();
}

function makeRow(tap) {
  const row = at("tap").content.firstElementChild.cloneNode(true);
  showTime(row, tap);
  row.querySelector(".unit").textContent = tap.unit_name ?? "—";
  row.querySelector(".told").textContent = tap.told ?? tap.person_name ?? "";
  row.querySelector("code").textContent = tap.shown ?? "已删除";
  const tags = tagsOf(tap);
  for (const [kind, chinese, english] of tags) {
    const tag = element("span", `tag ${kind}`, chinese);
    const small = element("small", "", english);
    small.lang = "en";
    tag.append(" ", small);
    row.querySelector(".tags").append(tag);
  }
  if (tags.length > 0) row.classList.add(`is-${tags[0][0]}`);
  const frame = row.querySelector(".picture");
  if (tap.has_picture) {
    frame.dataset.tap = String(tap.id);
    nearby.observe(frame);
  } else {
    frame.classList.add("missing");
  }
  return row;
}

function dropPicture(row) {
  nearby.unobserve(row.querySelector(".picture"));
  const picture = row.querySelector("img");
  if (picture) URL.revokeObjectURL(picture.src);
}

function count(tap) {
  counts.all += 1;
  counts.picture += tap.has_picture ? 1 : 0;
  counts.unknown += tap.marks.includes("credential_unknown") ? 1 : 0;
  counts.late += isLate(tap) ? 1 : 0;
  counts.ahead += tap.marks.includes("clock_ahead") ? 1 : 0;
}

// Newest first, as they came. What is shown already is replaced only where it has changed: a card bound since.
function show(taps, first) {
  const list = at("taps");
  for (const tap of [...taps].reverse()) {
    const text = JSON.stringify(tap);
    const known = shown.get(tap.id);
    if (known && known.text === text) continue;
    const row = makeRow(tap);
    if (known) {
      dropPicture(known.row);
      known.row.replaceWith(row);
    } else {
      if (!first) row.classList.add("new");
      list.prepend(row);
      count(tap);
    }
    shown.set(tap.id, { row, text });
  }
  while (list.children.length > rowsMost) {
    dropPicture(list.lastElementChild);
    list.lastElementChild.remove();
  }
  for (const [id, { row }] of shown) if (!row.isConnected) shown.delete(id);
  for (const name of Object.keys(counts)) at(`count-${name}`).textContent = counts[name].toLocaleString("zh-CN");
  at("empty").hidden = list.children.length > 0;
}

async function fetchNewest() {
  return (await (await get(`/api/v1/punches?limit=${pageSize}`)).json()).items;
}

function say(state, text) {
  at("state").dataset.is = state;
  at("state-text").textContent = text;
}

// The stream tells each tap once; what became of it since (a card bound later) is looked up now and then.
async function lookAgain() {
  if (!stream || document.hidden || shown.size === 0) return;
  try {
    const taps = await fetchNewest();
    if (stream) show(taps.filter((tap) => shown.has(tap.id)), false);
  } catch {
    // The stream notices what is wrong.
  }
}

async function begin(isResumed) {
  if (!isResumed) {
    const taps = await fetchNewest();
    clear();
    show(taps, true);
  }
  say("live", "实时");
  at("counts").hidden = false;
  at("leave").hidden = !sessionStorage.getItem(tokenName);
}

function follow() {
  stream = new Stream("/api/v1/punches/stream", {
    get,
    begun: begin,
    told: (taps) => show(taps.reverse(), false),
    broken: (fault) => {
      if (fault instanceof Refused && fault.status === 401) return askLogin();
      say("lost", "连接中断，正在重试");
    },
  });
  stream.start();
}

function clear() {
  for (const { row } of shown.values()) dropPicture(row);
  shown.clear();
  at("taps").replaceChildren();
  for (const name of Object.keys(counts)) counts[name] = 0;
}

function askLogin() {
  stream?.stop();
  stream = null;
  sessionStorage.removeItem(tokenName);
  say("waiting", "请登录");
  clear();
  at("counts").hidden = true;
  at("empty").hidden = true;
  at("leave").hidden = true;
  at("login").hidden = false;
  at("login").elements.login.focus();
}

function leave() {
  fetch("/api/v1/sessions/current", { method: "DELETE", headers: authorization(), credentials: "omit" }).catch(() => {});
  askLogin();
}

async function login(event) {
  event.preventDefault();
  const form = at("login");
  const fault = at("login-fault");
  fault.textContent = "";
  try {
    const answer = await fetch("/api/v1/sessions", {
      method: "POST",
      credentials: "omit",
      body: new URLSearchParams(new FormData(form)),
    });
    if (answer.status === 401) throw new Error("用户名或密码错误");
    if (answer.status === 429) throw new Error(`尝试次数过多，请 ${answer.headers.get("Retry-After") ?? 60} 秒后再试`);
    if (!answer.ok) throw new Error(`登录失败（${answer.status}）`);
    sessionStorage.setItem(tokenName, (await answer.json()).token);
  } catch (e) {
    fault.textContent = e instanceof TypeError ? "无法连接服务器" : e.message;
    return;
  }
  form.reset();
  form.hidden = true;
  follow();
}

at("login").addEventListener("submit", login);
at("leave").addEventListener("click", leave);
at("large").addEventListener("click", () => at("large").close());
document.addEventListener("visibilitychange", () => {
  clearTimeout(hidden);
  if (document.hidden) {
    hidden = setTimeout(() => stream?.stop(), hiddenMost);
    return;
  }
  stream?.start();
  stream?.retry();
  lookAgain();
});
window.addEventListener("online", () => stream?.retry());
setInterval(lookAgain, lookAgainEvery);
follow();
