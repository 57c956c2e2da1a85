// Shows an OpenAPI document of this server. Everything comes from here; nothing is sent anywhere else.

const find = (id) => document.getElementById(id);

function make(name, attributes, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes ?? {})) element.setAttribute(key, value);
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

let api = {};

const resolve = (schema) =>
  schema?.$ref ? schema.$ref.slice(2).split("/").reduce((at, step) => at[step], api) : schema ?? {};

// "integer, null · 1 to 200 · one of a, b"
function typeOf(schema) {
  const words = [[schema.type ?? (schema.anyOf ? schema.anyOf.map((each) => each.type) : [])].flat().join(", ")];
  const least = schema.minimum ?? schema.minLength ?? schema.minItems;
  const most = schema.maximum ?? schema.maxLength ?? schema.maxItems;
  if (schema.format) words.push(schema.format);
  if (least !== undefined || most !== undefined) words.push(`${least ?? 0} … ${most ?? ""}`);
  if (schema.pattern) words.push(schema.pattern);
  if (schema.enum) words.push(schema.enum.filter((each) => each !== null).join(" | "));
  return words.filter(Boolean).join(" · ");
}

function rowOf(name, schema, needed, meaning) {
  const inner = resolve(schema.type === "array" ? schema.items : schema);
  return make("tr", null,
    make("td", null, make("code", null, name), needed ? make("span", { class: "needed", title: "required" }, " *") : ""),
    make("td", { class: "type" }, typeOf(schema)),
    make("td", null, meaning ?? schema.description ?? "", inner.properties ? membersOf(inner) : null));
}

function membersOf(schema) {
  const needed = new Set(schema.required ?? []);
  return make("table", null, ...Object.entries(schema.properties)
    .map(([name, member]) => rowOf(name, resolve(member), needed.has(name))));
}

// An example of what a schema describes, from the examples of its members.
function exampleOf(schema) {
  const of = resolve(schema);
  if (of.examples) return of.examples[0];
  if (of.properties) {
    return Object.fromEntries(Object.entries(of.properties).map(([name, member]) => [name, exampleOf(member)]));
  }
  const type = [of.type].flat()[0];
  if (type === "array") return [exampleOf(of.items)];
  return of.enum ? of.enum[0] : { integer: 1, boolean: false, object: {} }[type] ?? null;
}

function contentOf(content) {
  return Object.entries(content ?? {}).flatMap(([type, { schema }]) => {
    if (!schema) return [make("p", null, make("code", null, type))];
    const of = resolve(schema);
    return [
      of.properties ? membersOf(of) : make("p", null, typeOf(of)),
      make("pre", { "aria-label": "Example · 示例" }, JSON.stringify(exampleOf(of), null, 2)),
    ];
  });
}

function section(title, ...children) {
  const shown = children.flat().filter(Boolean);
  return shown.length ? [make("h3", null, title), ...shown] : [];
}

function operationOf(path, method, of) {
  const parameters = (of.parameters ?? []).map((each) =>
    rowOf(`${each.name}`, { ...resolve(each.schema) }, each.required, `${each.description} (${each.in})`));
  const open = make("details", { class: "operation", id: of.operationId },
    make("summary", null,
      make("span", { class: `method ${method}` }, method), make("code", null, path), make("span", null, of.summary)),
    make("div", null));
  open.dataset.text = `${method} ${path} ${of.operationId} ${of.summary}`.toLowerCase();
  // Made when it is first opened: a document has hundreds of tables.
  open.addEventListener("toggle", () => open.lastElementChild.replaceChildren(
    ...section("Parameters · 参数", parameters.length ? make("table", null, ...parameters) : null),
    ...section("Body · 请求体", contentOf(of.requestBody?.content)),
    ...Object.entries(of.responses ?? {}).flatMap(([status, answer]) =>
      section(`${status} — ${resolve(answer).description}`, status < "300" ? contentOf(resolve(answer).content) : [""]))),
  { once: true });
  return open;
}

function show() {
  find("title").textContent = api.info.title;
  find("about").textContent = api.info.description;
  document.title = api.info.title;
  const paths = { ...api.paths, ...api.webhooks };
  const groups = new Map((api.tags ?? []).map((tag) => [tag.name, { about: tag.description, operations: [] }]));
  for (const [path, methods] of Object.entries(paths)) {
    for (const [method, of] of Object.entries(methods)) {
      const name = of.tags?.[0] ?? (path in (api.webhooks ?? {}) ? "events" : "calls");
      if (!groups.has(name)) groups.set(name, { about: "", operations: [] });
      groups.get(name).operations.push(operationOf(path, method, of));
    }
  }
  find("tags").replaceChildren(...[...groups.keys()].map((name) => make("a", { href: `#tag-${name}` }, name)));
  find("operations").replaceChildren(...[...groups].map(([name, { about, operations }]) =>
    make("section", null, make("h2", { id: `tag-${name}` }, name), make("p", null, about ?? ""), ...operations)));
  search();
  openNamed();
}

function search() {
  const wanted = find("search").value.trim().toLowerCase();
  for (const group of document.querySelectorAll("section")) {
    const operations = [...group.querySelectorAll(".operation")];
    for (const each of operations) each.hidden = !each.dataset.text.includes(wanted);
    group.hidden = operations.every((each) => each.hidden);
  }
}

// /docs#report_lost
function openNamed() {
  const named = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (!named) return;
  if (named.matches("details")) named.open = true;
  named.scrollIntoView();
}

async function read(file) {
  const answer = await fetch(`/docs/${file}`);
  if (!answer.ok) throw new Error(`${answer.status}`);
  return answer.json();
}

async function load() {
  try {
    if (!find("which").value) {
      const documents = await read("index.json");
      find("which").append(...documents.map(({ file, title }) => make("option", { value: file }, title)));
    }
    api = await read(find("which").value);
    find("fault").hidden = true;
    show();
  } catch (fault) {
    find("fault").textContent = `The document could not be read: ${fault.message}`;
    find("fault").hidden = false;
  }
}

find("which").addEventListener("change", load);
find("search").addEventListener("input", search);
addEventListener("hashchange", openNamed);
load();
