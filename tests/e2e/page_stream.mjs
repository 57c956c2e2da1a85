// What the page makes of the live stream, without a page: prints each punch's id and each break, a line each.
//     node page_stream.mjs URL KEY STREAM_JS
const [url, key, module] = process.argv.slice(2);
const { Refused, Stream } = await import(module);

const stream = new Stream(url + "/api/v1/punches/stream", {
  get: async (address, { headers, signal }) => {
    const answer = await fetch(address, { headers: { ...headers, Authorization: `Bearer ${key}` }, signal });
    if (!answer.ok) throw new Refused(answer);
    return answer;
  },
  begun: (isResumed) => console.log(isResumed ? "resumed" : "begun"),
  told: (punches) => punches.forEach((punch) => console.log(punch.id)),
  broken: (fault) => {
    console.log(`broken ${fault?.status ?? (fault ? "fault" : "ended")}`);
    if (fault?.status === 401) stream.stop();
  },
});
await stream.start();
