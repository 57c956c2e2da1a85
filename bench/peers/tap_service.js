// What both peers do with a tap: check the caller's secret, look up licence and card, insert one row, answer.
// Kept lean on purpose, in the peers' favour: what they look up is in memory, and nothing is logged.
'use strict';

const crypto = require('node:crypto');
const fs = require('node:fs');
const Database = require('better-sqlite3');

const key = crypto.randomBytes(32);
const keyed_hash = (text) => crypto.createHmac('sha256', key).update(text).digest();
const failed = (errcode, errmsg) => ({ data: {}, errcode, errmsg });

// node PEER.js SETUP.json DATABASE: the setup holds the schema of `punch`, the caller's secrets and the bound cards.
function open(setup_file, database_file) {
    const setup = JSON.parse(fs.readFileSync(setup_file, 'utf8'));
    const clients = new Map([[setup.appid, { id: 1, digest: keyed_hash(setup.appsecret) }]]);
    const licences = new Map([[keyed_hash(setup.authkid).toString('hex'), { client: 1, organization: 1 }]]);
    const presented = new Map(setup.cards.map((card, place) => [card, place + 1]));

    const database = new Database(database_file);
    database.pragma('journal_mode = WAL');
    database.pragma('synchronous = FULL');
    database.pragma('cache_size = -65536');
    database.pragma('wal_autocheckpoint = 4000');
    database.exec(setup.schema);
    const insert = database.prepare(
        'INSERT INTO punch (device_second, organization, presented, source, method, device, device_millisecond,' +
            ' correction, received_at, marks) VALUES (?, ?, ?, ?, 1, 0, 0, 0, ?, 0) ON CONFLICT DO NOTHING');
    const find = database.prepare(
        'SELECT number FROM punch WHERE device_second = ? AND organization = ? AND presented = ? AND source = ?' +
            ' AND method = 1 AND door = 0').pluck();

    return function kick(form) {
        const client = clients.get(form.appid);
        if (!client || !crypto.timingSafeEqual(keyed_hash(form.appsecret ?? ''), client.digest))
            return failed(5001, 'appid or appsecret is wrong');
        const licence = licences.get(keyed_hash(form.authkid ?? '').toString('hex'));
        if (!licence || licence.client !== client.id) return failed(5002, 'authkid is unknown');
        if (form.action !== 'service/card/kick') return failed(5100, 'action is unknown');
        const second = Number(form.time_kick);
        const now = Date.now();
        if (!Number.isSafeInteger(second) || second * 1000 > now + 600000) return failed(5110, 'time_kick is wrong');
        const card = presented.get(form.cardnum);
        if (card === undefined) return failed(5106, 'cardnum is not bound');
        const row = [second, licence.organization, card, client.id];
        const done = insert.run(...row, now);
        const number = done.changes ? done.lastInsertRowid : find.get(...row);
        return { data: { id: String(number), duplicate: done.changes === 0 }, errcode: 0, errmsg: '' };
    };
}

function ready(address) {
    console.log(JSON.stringify({ event: 'ready', http: `${address.address}:${address.port}` }));
}

module.exports = { open, ready };
