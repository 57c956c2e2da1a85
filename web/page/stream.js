// Follows a stream of server-sent events by fetch, which can show a token where EventSource cannot. After a break it
// goes on behind the last event that it was told; while nobody answers its pauses grow.

const silentMost = 40_000; // the server says something every 15 seconds
const pauseFirst = 1000;
const pauseMost = 30_000;

export class Refused extends Error {
  constructor(answer) {
    super(`HTTP ${answer.status}`);
    this.status = answer.status;
    this.wait = (Number(answer.headers.get("Retry-After")) || 0) * 1000;
  }
}

// The whole events of `text`, [{id, event, data}], and what is left behind them.
export function readEvents(text) {
  const blocks = text.split("\n\n");
  const rest = blocks.pop();
  const events = blocks.map((block) => {
    const fields = {};
    for (const line of block.split("\n")) {
      const colon = line.indexOf(": ");
      if (colon > 0) fields[line.slice(0, colon)] = line.slice(colon + 2);
    }
    return fields;
  });
  return { events, rest };
}

export class Stream {
  #last = null;
  #pause = pauseFirst;
  #over = true;
  #isRunning = false;
  #abort = null;
  #wake = () => {};

  // get(address, options): a fetch that throws Refused. begun(isResumed): may take its time, events wait. told(data[]).
  // broken(fault): fault is null where the server ended the stream.
  constructor(address, { get, begun, told, broken }) {
    Object.assign(this, { address, get, begun, told, broken });
  }

  // Goes on where it was stopped.
  async start() {
    this.#over = false;
    if (this.#isRunning) return;
    this.#isRunning = true;
    await this.#run();
    this.#isRunning = false;
  }

  async #run() {
    while (!this.#over) {
      let fault = null;
      try {
        await this.#follow();
      } catch (e) {
        fault = e;
      }
      if (this.#over) return;
      // A cursor that the server does not know: it is another one, or an older state of this one.
      if (fault?.status === 400) this.#last = null;
      this.broken(fault);
      await this.#rest(Math.max(fault?.wait ?? 0, this.#pause * (0.5 + Math.random() / 2)));
      this.#pause = Math.min(this.#pause * 2, pauseMost);
    }
  }

  // Does not wait for the end of a pause.
  retry() {
    this.#wake();
  }

  stop() {
    this.#over = true;
    this.#abort?.abort();
    this.#wake();
  }

  async #follow() {
    const abort = new AbortController();
    this.#abort = abort;
    let silence = 0;
    const hear = () => {
      clearTimeout(silence);
      silence = setTimeout(() => abort.abort(), silentMost);
    };
    hear();
    try {
      const headers = this.#last === null ? {} : { "Last-Event-ID": this.#last };
      const answer = await this.get(this.address, { headers, signal: abort.signal });
      hear();
      await this.begun(this.#last !== null);
      const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
      for (let text = ""; ; ) {
        const { value, done } = await reader.read();
        if (done) return;
        hear();
        const { events, rest } = readEvents(text + value);
        text = rest;
        const told = events.filter((each) => each.event === "punch").map((each) => JSON.parse(each.data));
        if (told.length > 0) this.told(told);
        this.#last = events.findLast((each) => each.id !== undefined)?.id ?? this.#last;
        this.#pause = pauseFirst;
      }
    } finally {
      clearTimeout(silence);
      abort.abort();
    }
  }

  #rest(milliseconds) {
    return new Promise((done) => {
      const timer = setTimeout(done, milliseconds);
      this.#wake = () => {
        clearTimeout(timer);
        done();
      };
      if (this.#over) this.#wake();
    });
  }
}
