// Calls every operation of the server's own document with a client made from it, and holds every answer against the
// document's schema. usage: node call_every_operation.js ADDRESS KEY GATEWAY
import { createHash } from "node:crypto";
import Ajv from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import mqtt from "mqtt";
import { OpenAPIClientAxios } from "openapi-client-axios";

const [address, key, gateway] = process.argv.slice(2);
const api = new OpenAPIClientAxios({
  definition: `${address}/docs/openapi.json`,
  withServer: { url: address },
  axiosConfigDefaults: { headers: { Authorization: `Bearer ${key}` }, validateStatus: () => true },
});
const client = await api.init();
const ajv = addFormats(new Ajv({ strict: false, allErrors: true }));
const called = new Set();
const faults = [];

// The answer's data; every answer must be one that the document describes.
async function call(operationId, parameters = {}, body = null, config = {}) {
  called.add(operationId);
  const answer = await client[operationId](parameters, body, config);
  const operation = api.getOperation(operationId);
  const described = operation.responses[answer.status];
  const type = (answer.headers["content-type"] ?? "").split(";")[0];
  const schema = described?.content?.[type]?.schema;
  if (!described) faults.push(`${operationId}: ${answer.status} is not described: ${JSON.stringify(answer.data)}`);
  else if (answer.status >= 300) faults.push(`${operationId}: ${answer.status} ${JSON.stringify(answer.data)}`);
  else if (type === "application/json" && !ajv.validate(schema, answer.data)) {
    faults.push(`${operationId}: ${ajv.errorsText()} in ${JSON.stringify(answer.data)}`);
  }
  return answer.data;
}

const organization = (await call("create_organization", null, { kind: "school", name: "校" })).id;
await call("list_organizations", { limit: 10 });
await call("read_organization", { organization });
await call("change_organization", { organization }, { name: "学校" });

const unit = (await call("create_unit", { organization }, { name: "一班" })).id;
await call("list_units", { organization });
await call("read_unit", { unit });
await call("change_unit", { unit }, { name: "二班" });

const wanted = { kind: "days", from: "2026-03-01", to: "2026-03-31", format: "json" };
const reports = [];
for (let i = 0; i < 5; i += 1) reports.push((await call("ask_attendance_report", { organization }, wanted)).id);
await call("cancel_attendance_report", { report: reports.at(-1) });
await call("list_attendance_reports", { organization });
for (let i = 0; i < 100 && (await call("read_attendance_report", { report: reports[0] })).state !== "done"; i += 1) {
  await new Promise((next) => { setTimeout(next, 50); });
}
await call("fetch_attendance_report", { report: reports[0] });

const door = (await call("create_door", { organization }, { name: "东门" })).id;
await call("list_doors", { organization });
await call("read_door", { door });
await call("rename_door", { door }, { name: "正门" });

const pupil = (await call("create_person", { organization }, { name: "明", role: "pupil", unit_id: unit })).id;
const guardian = (await call("create_person", { organization }, { name: "王", role: "guardian" })).id;
await call("list_people", { organization, role: "pupil" });
await call("read_person", { person: pupil });
await call("change_person", { person: guardian }, { phone: "13811111111" });
const relation = (await call("create_relation", { person: guardian }, { kind: "guardian", other_id: pupil })).id;
await call("list_relations", { person: pupil });
await call("put_person_channel", { person: guardian }, { url: "https://example.com/hook" });
await call("read_person_channel", { person: guardian });
await call("change_person_channel", { person: guardian }, { status: "disabled" });

const teacher = (await call("create_person", { organization }, { name: "李", role: "teacher", unit_id: unit })).id;
const head = (await call("create_person", { organization }, { name: "赵", role: "teacher" })).id;
const deputy = (await call("create_person", { organization }, { name: "钱", role: "teacher" })).id;
await call("put_unit_leads", { unit }, { people: [head] });
await call("read_unit_leads", { unit });
await call("put_attendance_role", { organization }, { role: "administrator", people: [head, deputy] });
await call("list_attendance_roles", { organization });
const deputyship = (await call("appoint_attendance_deputy", { person: head }, { deputy_id: deputy })).id;
await call("list_attendance_deputies", { person: head });
await call("grant_leave", { person: teacher }, { leave: "annual", amount: 500, from: "2026-01-01", until: "2026-12-31" });
await call("read_leave_balances", { person: teacher, on: "2026-06-01" });
await call("list_leave_entries", { person: teacher, leave: "annual" });
const request = async (words) => (await call("file_attendance_request", { person: teacher }, { words })).request.id;
const trip = await request("trip 2026-06-01");
await call("list_attendance_requests_of_person", { person: teacher });
await call("list_attendance_requests", { organization });
await call("list_waiting_attendance_requests", { person: deputy });
await call("copy_attendance_request", { request: trip }, { person_id: pupil });
await call("add_attendance_approver", { request: trip }, { approver_id: head, extra_id: deputy, before: true });
await call("transfer_attendance_request", { request: trip }, { approver_id: deputy, to_id: guardian });
await call("decide_attendance_request", { request: trip }, { approver_id: guardian, decision: "return" });
await call("mend_attendance_request", { request: trip }, { words: "trip 2026-06-02" });
await call("decide_attendance_requests", { organization },
  { items: [{ request_id: trip, approver_id: head, decision: "approve" }] });
await call("revoke_attendance_request", { request: trip }, { person_id: deputy });
await call("withdraw_attendance_request", { request: await request("trip 2026-06-03") }, { person_id: teacher });
await call("read_attendance_request", { request: trip });
await call("end_attendance_deputy", { deputy: deputyship });

// Rules of attendance, and who stands under them.
const ruled = (kind, rule) => ({ organization, kind, rule });
const inWords = (...rules) => ({ since: "2026-01-01", rules });
await call("decide_attendance_rule", ruled("shift", "Day"), inWords("09:00-18:00", "break 12:00-13:00"));
await call("decide_attendance_rule", ruled("shift", "Late"), inWords("12:00-20:00"));
await call("decide_attendance_rule", ruled("group", "office"), inWords("week Mon-Fri Day"));
await call("list_attendance_rules", { organization, kind: "shift", on: "2026-03-09" });
await call("read_attendance_rule", ruled("shift", "Day"));
await call("end_attendance_rule", { ...ruled("shift", "Late"), since: "2026-02-01" });
const assigned = { kind: "group", rule: "office", since: "2026-03-02", until: "2026-12-31" };
const assignment = (await call("assign_attendance", { person: pupil }, assigned)).id;
await call("list_attendance_assignments", { person: pupil });
await call("change_attendance_assignment", { assignment }, { until: "2026-06-30" });
await call("put_attendance_override", { person: pupil, date: "2026-03-09" }, { plan: "rest", zone: "Asia/Shanghai" });
await call("list_attendance_overrides", { person: pupil, from: "2026-03-01", to: "2026-03-31" });
await call("lift_attendance_override", { person: pupil, date: "2026-03-09" });
await call("read_attendance_override", { person: pupil, date: "2026-03-09" });
const employed = { joined: "2026-03-01", left: null, works_since: null, spared_from: null, spared_until: null };
await call("put_employment", { person: pupil }, employed);
await call("read_employment", { person: pupil });
await call("take_published_holidays", { organization, year: "2026" });
await call("import_holidays", { organization }, { year: 2026, days: [{ date: "2026-01-01", isOffDay: true }] });
await call("read_attendance_schedule", { person: pupil, from: "2026-03-02", to: "2026-03-08" });
await call("preview_attendance_rule", ruled("shift", "Day"),
  { ...inWords("08:00-18:00"), from: "2026-03-02", to: "2026-03-08" });
await call("cancel_attendance_assignment", { assignment });

// What days of attendance became, and a month that is locked.
await call("list_attendance_days", { person: pupil, from: "2020-01-01", to: "2020-01-31" });
await call("list_attendance_of_day", { organization, day: "2020-01-06" });
await call("read_attendance_day", { person: pupil, day: "2020-01-06" });
await call("read_attendance_case", { person: pupil, day: "2020-01-06" });
await call("list_attendance_punches", { person: pupil });
await call("read_attendance_sums", { person: pupil });
await call("list_attendance_sums", { organization, from: "2020-01-01", to: "2020-01-31" });
// What touched days before is computed first.
for (const end = Date.now() + 20000; Date.now() < end;) {
  if (!(await call("check_attendance_lock", { organization, from: "2020-01-01", to: "2020-01-31" })).pending.length) break;
}
const january = (await call("lock_attendance", { organization }, { from: "2020-01-01", to: "2020-01-31" })).id;
await call("list_attendance_locks", { organization });
await call("list_attendance_adjustments", { organization, from: "2020-02-01" });
await call("unlock_attendance", { lock: january }, { reason: "a trial" });

const card = { number: "0004567890", unit_id: unit, bearer_id: pupil, told: [guardian] };
const credential = (await call("issue_credential", { organization }, card)).id;
await call("list_credentials", { organization, number: "4567890" });
await call("read_credential", { credential });
await call("change_credential", { credential }, { status: "suspended" });
await call("replace_credential", { credential }, { number: "0004567891" });
await call("read_credential_history", { credential });
await call("report_lost", null, { number: "4567891" });

const made = await call("create_client", null, { protocol: "beiliao", name: "东门" });
await call("list_clients");
await call("read_client", { client: made.id });
await call("change_client", { client: made.id }, { name: "西门" });
const { secret } = await call("change_client_secret", { client: made.id }, {});
const licence = await call("create_licence", { client: made.id }, { organization_id: organization });
await call("list_licences", { organization });
await call("list_licences_of_client", { client: made.id });

const webhook = (await call("create_webhook", { organization }, { url: "https://example.invalid/hook" })).channel.id;
await call("list_webhooks", { organization });
await call("read_webhook", { webhook });
await call("change_webhook", { webhook }, { url: "https://example.invalid/other" });
await call("rotate_webhook_secret", { webhook });

// A tap with a picture, as a reader sends it: what the log and its deliveries are about.
const dot = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";
await call("issue_credential", { organization }, { number: "7", unit_id: unit });
const kick = await (await fetch(`${address}/index.php`, {
  method: "POST",
  body: new URLSearchParams({
    action: "service/card/kick", appid: made.identifier, appsecret: secret, authkid: licence.code, cardnum: "7",
    time_kick: String(Math.floor(Date.now() / 1000)), image_base64: dot,
  }),
})).json();
if (kick.errcode !== 0) faults.push(`the tap: ${JSON.stringify(kick)}`);
const [punch] = (await call("list_punches", { unit_id: unit })).items;
await call("read_picture", { punch: punch.id });
called.add("stream_punches");
const stream = await fetch(`${address}/api/v1/punches/stream`, { headers: { Authorization: `Bearer ${key}` } });
if (!stream.ok) faults.push(`stream_punches: ${stream.status}`);
await stream.body.cancel();

let deliveries = [];
for (const end = Date.now() + 20000; !deliveries.length && Date.now() < end;) {
  deliveries = (await call("list_deliveries", { punch_id: punch.id })).items;
}
await call("read_delivery", { delivery: deliveries[0].id });
await call("resend_delivery", { delivery: deliveries[0].id });
const [told] = (await call("list_app_calls", { limit: 1 })).items;
await call("resend_app_call", { app_call: told.id });

// A school platform, whose school is this organization: a user with a face, deletes that are held, a run.
const platform = await call("create_client", null, { protocol: "sewise", name: "平台" });
const link = (await call("create_link", { organization }, { client_id: platform.id, kind: "school", id: "7" })).link_id;
await call("list_links", { organization });
async function sewise(path, body) {
  const answer = await (await fetch(address + path, { method: "POST", body: JSON.stringify(body) })).json();
  if (answer.status !== 200) faults.push(`${path}: ${JSON.stringify(answer)}`);
  return answer.data;
}
const { access_token } = await sewise("/v1/channel/token", { appid: platform.identifier, secret: platform.secret });
const users = [];
for (const uid of [1, 2, 3]) {
  const user = { access_token, uid, username: "明", type: 1, otherSchoolId: 7, faceIn: dot };
  users.push((await sewise("/v1/abutment/syncSaveUserMetadata", user)).id);
}
await call("change_roster_brake", { organization }, { deletes: 0, share: 0, window_minutes: 60 });
await call("read_roster_brake", { organization });
for (const uid of [1, 2, 3]) await sewise(`/v1/abutment/syncDeleteUserMetadata/${uid}`, { access_token });
const held = (await call("list_held_deletes", { organization })).items;
await call("release_held_delete", { held_delete: held[0].id });
await call("drop_held_delete", { held_delete: held[1].id });
await call("settle_held_deletes", { organization }, { outcome: "drop" });

const person = users[2];
await call("read_face", { person });
const consent = { given_by: "self", is_14_or_older: true, given_at: "2026-01-01T00:00:00Z", notice: "仅用于校门" };
await call("put_face_consent", { person }, consent);
await call("read_face_consent", { person });
await call("read_face_picture", { person });
await call("delete_face_consent", { person });
await call("delete_face", { person });
await call("erase_person", { person });
const [run] = (await call("list_roster_runs")).items;
await call("read_roster_run", { roster_run: run.id });
await call("list_roster_deeds", { roster_run: run.id });
await call("undo_roster_run", { roster_run: run.id });
await call("delete_link", { link });
// A visit, applied for and signed in through the visitor system.
const site = (await call("list_organizations")).items.find(({ name }) => name === "公司").id;
const ask = async (path, body) => {
  const answer = await fetch(address + path, {
    method: "POST", headers: { Authorization: `Bearer ${key}`, "Content-Type": "application/json" },
    body: JSON.stringify(body),
  });
  return (await answer.json()).data;
};
const now = Math.floor(Date.now() / 1000);
const { id: visit } = await ask("/v1/subject", {
  subject_type: 1, name: "张三", phone: "12345678", proposer: "12345678", interviewee: "富贵", interviewee_phone: "13822222222",
  start_time: now, end_time: now + 3600,
});
await call("list_visits", { organization: site, status: "pending" });
await call("authorise_visit", { visit });
await ask("/v1/visit/signin", { phone: "12345678" });
await call("call_the_roll", { organization: site });
await call("draw_badges", { visit });
await call("sign_out_visit", { visit });
await call("refuse_visit", { visit }, { reason: "没有预约" });
await call("cancel_visit", { visit });
await call("read_visit", { visit });
const blocked = (await call("block_visitor", { organization: site }, { name: "赵六", aliases: ["六子"] })).id;
await call("list_blocked_visitors", { organization: site });
await call("unblock_visitor", { blocked_visitor: blocked });
const host = (await call("list_people", { organization: site })).items[0].id;
const until = new Date(Date.now() + 3600e3).toISOString();
const invitation = (await call("invite", { organization: site },
  { host_id: host, starts_at: new Date().toISOString(), ends_at: until })).id;
await call("list_invitations", { organization: site });
await call("withdraw_invitation", { invitation });
await call("put_nda", { organization: site }, { text: "" });
await call("read_nda", { organization: site });
await call("open_phone_session", { organization: site }, { wechat_id: "oABC123" });

// A machine that is connected, its firmware and its app.
const product = await call("create_product", null, { model: "DL3785W", type: "KQ", features: [{ type: "fp" }] });
await call("list_products");
await call("read_product", { product: product.id });
await call("change_product", { product: product.id }, { may_unbind: true });
await call("change_product_key", { product: product.id }, { key: "product key" });
const device = (await call("create_device", null, { identifier: "DL3785W_1" })).id;
await call("change_device_account", { device }, { user: "door" });
await call("delete_device_account", { device });
const file = { headers: { "Content-Type": "application/octet-stream" } };
const upload = { product: product.id, version: "1.1", upgrade_type: "force" };
const firmware = (await call("upload_firmware", upload, "program", file)).id;
await call("list_firmware", { product: product.id });
await call("publish_firmware", { firmware });
await call("delete_firmware", { firmware });
await call("bind_device", { device }, { organization_id: organization });
const app = (await call("create_app", null, { name: "考勤", webhook: "https://example.invalid/hook" })).id;
await call("list_apps");
await call("read_app", { app });
await call("change_app", { app }, { feature_query: true });
await call("change_app_key", { app }, {});
await call("install_app", { organization, app });
await call("list_installed_apps", { organization });
await call("bind_device_app", { device, app });
const right = createHash("md5").update("DL3785W_1-DL3785W-product key").digest("hex");
const machine = await mqtt.connectAsync(gateway, {
  clientId: "DL3785W_1", username: "DL3785W", password: right, protocolVersion: 4, reconnectPeriod: 0,
});
await machine.publishAsync("device", '{"action":105,"data":{"code":202,"msg":"sensor"}}', { qos: 1 });
await call("list_devices", { organization_id: organization });
await call("read_device", { device });
await call("change_device", { device }, { name: "后门" });
const order = (await call("order_device", { device }, { command: "set", payload: { volume: 5 } })).id;
await call("order_device_log", { device }, { host: "ftp.example.cn" });
await call("read_device_order", { device, order });
await call("trust_device", { device });
await call("read_device_state", { device });
await call("read_device_completeness", { device });
await call("list_device_checkins", { device });
await call("list_person_devices", { person: host });
await call("list_device_alarms", { device });
await call("list_device_messages", { device });
await machine.endAsync();
await call("unbind_device_app", { device, app });
await call("remove_app", { organization, app });
await call("unbind_device", { device });
// An app of Deli's and a person of its organization, whom a device is to know.
async function deli(action, data) {
  const message = { from: "37", to: "system", time: Math.floor(Date.now() / 1000), action, data };
  const sig = createHash("md5").update(`${action}37systemapp key${message.time}`).digest("hex");
  const answer = await fetch(`${address}/gateway`, { method: "POST", headers: { sig }, body: JSON.stringify(message) });
  const { code, msg } = await answer.json();
  if (code !== 0) faults.push(`${action}: ${code} ${msg}`);
}
await deli(504, { qrcode: "EXAMPLE-QR-1", expire: -1 });
await call("scan", null, { text: "EXAMPLE-QR-1" });
await deli(502, { org_id: site, user_ids: [host], task_id: "t-1", title: "t", content: "c", actions: [{ action: "a" }] });
const [todo] = (await call("list_inbox", { person: host })).items;
await call("mark_inbox_read", { person: host }, { items: [todo.id] });
await call("report_user_event", { person: host }, { event: "wifi", sid: "office" });
await call("issue_user_token", { person: host }, { client: "phone" });
await call("revoke_user_tokens", { person: host });
called.add("log_in_at_device"); // no device is connected here
await call("put_fingerprint_consent", { person: host }, consent);
await call("read_fingerprint_consent", { person: host });
await call("put_location_consent", { person: host }, consent);
await call("read_location_consent", { person: host });
await call("punch_by_phone", { person: host }, { gps: { latitude: 31.231, longitude: 121.47, accuracy: 60 } });
await call("list_phone_punches", { person: host });
for (const feature_value of ["A", "B"]) {
  await deli(600, { user_id: host, client_type: "device", client_id: "M_1", event_type: "user_feature_input",
    event_data: [{ feature_type: "fp", feature_value }] });
}
const features = (await call("list_features", { person: host })).items;
await call("accept_feature", { feature: features[0].id });
await call("discard_feature", { feature: features[1].id });
await call("open_enrolment", { person: host }, { device: "M_1", type: "fp" });
await call("list_feature_sendings", { person: host });
await call("drop_features", { person: host });
await call("delete_fingerprint_consent", { person: host });
await call("delete_location_consent", { person: host });

const password = "correct horse battery";
const login = (await call("create_login", null, { login: "office", password, role: "operator" })).id;
await call("list_logins");
await call("read_login", { login });
const opened = async (with_) => {
  const { token } = await call("open_session", null, { login: "office", password: with_ });
  return { headers: { Authorization: `Bearer ${token}` } };
};
await call("change_password", null, { old_password: password, password: "battery horse" }, await opened(password));
await call("close_session", null, null, await opened("battery horse"));
await call("change_login", { login }, { role: "auditor" });

const apiKey = (await call("create_api_key", null, { name: "屏", scope: "kiosk", organization_id: organization })).id;
await call("list_api_keys");
await call("list_changes", { organization_id: organization, limit: 200 });

await call("delete_api_key", { api_key: apiKey });
await call("delete_login", { login });
await call("delete_webhook", { webhook });
await call("delete_licence", { licence: licence.id });
await call("delete_client", { client: made.id });
await call("delete_relation", { relation });
await call("delete_person_channel", { person: guardian });
await call("delete_person", { person: guardian });
await call("delete_unit", { unit });
await call("delete_door", { door });

for (const { operationId } of api.getOperations()) {
  if (operationId && !called.has(operationId)) faults.push(`${operationId} was not called`);
}
console.log(faults.join("\n") || `${called.size} operations called, every answer as the document says`);
process.exit(faults.length ? 1 : 0);
