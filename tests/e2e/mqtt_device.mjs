// A device made of MQTT.js: node mqtt_device.mjs ADDRESS CLIENT_ID COUNT. Publishes COUNT messages at each QoS, all at
// once, and prints what was acknowledged and what came.
import {createRequire} from 'node:module';

const mqtt = createRequire(new URL('../openapi/package.json', import.meta.url))('mqtt');
const [address, clientId, count] = process.argv.slice(2);
const client = await mqtt.connectAsync(address, {
  clientId, username: 'M', password: 'right', protocolVersion: 4, reconnectPeriod: 0, rejectUnauthorized: false,
});
let echoes = 0;
let heard;
const all = new Promise((done) => { heard = done; });
client.on('message', (topic, text, packet) => {
  echoes += 1;
  if (topic !== clientId || packet.qos !== 1)
    console.log(`odd ${topic} ${packet.qos}`);
  if (echoes === 3)
    heard();
});
const granted = await client.subscribeAsync(['KQ', 'KQ/M'], {qos: 2});
console.log('granted', granted.map((each) => each.qos).join(' '));
const refused = await client.subscribeAsync('KQ/+', {qos: 1}).then(() => 'no', () => 'yes');
console.log('refused', refused);
for (const qos of [0, 1, 2]) {
  await Promise.all(Array.from({length: Number(count)}, (_, i) => client.publishAsync('device', `n ${qos} ${i}`, {qos})));
  await client.publishAsync('device', `echo ${qos}`, {qos});
}
await all;
await client.unsubscribeAsync('KQ');
console.log('echoes', echoes);
await client.endAsync();
