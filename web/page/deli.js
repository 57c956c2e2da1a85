// Deli's JS-SDK for a page in a browser, which loads it as a plain script from PLATFORM/page/deli.js:
//     deli.config({ appId, timestamp, noncestr, signature, jsApiList: ["common.navigation.setTitle"] });
//     deli.ready(() => deli.common.navigation.setTitle({ title }, success, failure));
// The platform says whether the page is the app's. Every method answers later, by success(data) or failure({ code, msg }).
(() => {
  const refused = -1; // by the check, or not asked for in jsApiList
  const badParameter = -2;
  const network = -3;
  const unknown = -4; // also what a browser cannot do
  const checkMost = 10_000; // milliseconds
  const platform = new URL(document.currentScript.src).origin;
  const fail = (code, msg) => Object.assign(new Error(msg), { code });

  // What was said of this page; `outcome` none until it is: { code, msg }, 0 is ready.
  const page = { asked: false, outcome: null, allowed: new Set(), ready: [], error: [] };

  function settle(outcome) {
    if (page.outcome) return;
    page.outcome = outcome;
    const waiting = outcome.code === 0 ? page.ready : page.error;
    for (const each of waiting) each(outcome);
  }

  // Told once, in its order: at once where it is known already.
  function whenSettled(isGood, tell) {
    if (!page.outcome) (isGood ? page.ready : page.error).push(tell);
    else if ((page.outcome.code === 0) === isGood) queueMicrotask(() => tell(page.outcome));
  }

  // A script that calls back: the page is of another origin than the platform.
  function ask(query) {
    return new Promise((resolve, reject) => {
      const name = `deliAnswer${Math.random().toString(36).slice(2)}`;
      const script = document.createElement("script");
      const end = (settled, what) => {
        clearTimeout(patience);
        delete globalThis[name];
        script.remove();
        settled(what);
      };
      const lost = () => end(reject, fail(network, "the platform does not answer"));
      const patience = setTimeout(lost, checkMost);
      globalThis[name] = (answer) => end(resolve, answer);
      script.onerror = lost;
      script.src = `${platform}/web/v1.0/cd/premission/check/public?${new URLSearchParams({ ...query, callback: name })}`;
      document.head.append(script);
    });
  }

  async function config({ appId, timestamp, noncestr, signature, jsApiList } = {}) {
    if (page.asked) return; // once per address
    page.asked = true;
    page.allowed = new Set(jsApiList);
    if (!appId || !timestamp || !noncestr || !signature || !Array.isArray(jsApiList)) {
      settle({ code: badParameter, msg: "appId, timestamp, noncestr, signature and jsApiList are needed" });
      return;
    }
    try {
      const { code, msg } = await ask({ appId, timestamp, noncestr, sign: signature });
      settle(Number(code) === 0 ? { code: 0, msg: "" } : { code: refused, msg });
    } catch (fault) {
      settle({ code: fault.code ?? unknown, msg: fault.message });
    }
  }

  const given = (value, name) => {
    if (value === undefined || value === null || value === "") throw fail(badParameter, `${name} is needed`);
    return value;
  };

  // What the platform puts on the page's link.
  const link = (name) => new URLSearchParams(location.search).get(name) ?? "";

  function uuid() {
    const kept = link("uuid") || localStorage.getItem("deli.uuid") || crypto.randomUUID();
    localStorage.setItem("deli.uuid", kept);
    return kept;
  }

  function toast({ text, duration = 2 }) {
    const shown = document.createElement("div");
    shown.textContent = given(text, "text");
    shown.setAttribute("role", "status");
    shown.style.cssText =
      "position:fixed;left:50%;bottom:15%;transform:translateX(-50%);padding:.6em 1em;border-radius:.4em;" +
      "background:#000c;color:#fff;z-index:2147483647";
    document.body.append(shown);
    setTimeout(() => shown.remove(), Number(duration) * 1000);
  }

  function networkType() {
    const { type, effectiveType } = navigator.connection ?? {};
    if (type === "wifi" || type === "ethernet") return { network_type: "wifi" };
    if (!effectiveType) throw fail(unknown, "the browser does not say");
    return { network_type: effectiveType.replace("slow-", "") };
  }

  function locate() {
    return new Promise((resolve, reject) => {
      if (!navigator.geolocation) throw fail(unknown, "the browser knows no location");
      navigator.geolocation.getCurrentPosition(
        ({ coords }) => resolve({ latitude: coords.latitude, longitude: coords.longitude, name: "", address: "" }),
        (fault) => reject(fail(unknown, fault.message)),
      );
    });
  }

  // The text of the first code that the camera sees.
  async function scan() {
    if (!globalThis.BarcodeDetector || !navigator.mediaDevices) throw fail(unknown, "the browser reads no codes");
    const camera = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
    const video = document.createElement("video");
    video.style.cssText = "position:fixed;inset:0;width:100%;height:100%;background:#000;z-index:2147483647";
    video.srcObject = camera;
    document.body.append(video);
    try {
      await video.play();
      const detector = new globalThis.BarcodeDetector({ formats: ["qr_code"] });
      while (camera.active) {
        const [found] = await detector.detect(video);
        if (found) return { text: found.rawValue };
        await new Promise((next) => setTimeout(next, 200));
      }
      throw fail(unknown, "the camera was closed");
    } finally {
      for (const each of camera.getTracks()) each.stop();
      video.remove();
    }
  }

  // Who opened the page. Of others a browser knows nothing.
  function user({ user_id: id } = {}) {
    const me = given(link("user_id"), "user_id on the page's link");
    if (id && id !== me) throw fail(unknown, "a browser knows nobody else");
    return { user: { id: me }, organization: link("org_id") ? [{ id: link("org_id") }] : [] };
  }

  function organization({ org_id: id } = {}) {
    const mine = given(link("org_id"), "org_id on the page's link");
    if (id && id !== mine) throw fail(unknown, "a browser knows no other");
    return { organization: { id: mine } };
  }

  const cannot = () => {
    throw fail(unknown, "a browser cannot do this");
  };
  const methods = {
    "common.navigation.setTitle": ({ title }) => void (document.title = given(title, "title")),
    "common.navigation.close": () => window.close(),
    "common.notification.toast": toast,
    "common.location.get": locate,
    "common.phone.vibrate": () => (navigator.vibrate?.(200) ? undefined : cannot()),
    "common.phone.getUUID": () => ({ uuid: uuid() }),
    "common.connection.getNetworkType": networkType,
    "app.code.scan": scan,
    "app.user.get": user,
    "app.organization.get": organization,
  };
  for (const name of [
    "common.navigation.setRight common.notification.showPreloader common.notification.hidePreloader",
    "common.image.upload common.image.preview common.file.upload common.location.open common.message.share",
    "common.phone.getInterface app.device.bind app.user.telephoneCall app.user.chatOpen app.user.select",
    "app.department.select",
  ].flatMap((line) => line.split(" ")))
    methods[name] = cannot; // a device is bound by whoever administers the organization

  const deli = { config, ready: (tell) => whenSettled(true, tell), error: (tell) => whenSettled(false, tell) };

  async function call(name, parameters, success, failure) {
    await null;
    try {
      if (page.outcome?.code !== 0) throw fail(refused, "the page was not allowed anything");
      if (!page.allowed.has(name)) throw fail(refused, `${name} does not stand in jsApiList`);
      const data = await methods[name](parameters ?? {});
      success?.(data);
    } catch (fault) {
      failure?.({ code: fault.code < 0 ? fault.code : unknown, msg: fault.message });
    }
  }

  for (const name of Object.keys(methods)) {
    const [module, part, method] = name.split(".");
    deli[module] ??= {};
    deli[module][part] ??= {};
    deli[module][part][method] = (parameters, success, failure) => call(name, parameters, success, failure);
  }
  globalThis.deli = deli;
})();
