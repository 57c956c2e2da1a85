'use strict';

const express = require('express');
const { open, ready } = require('./tap_service.js');

const kick = open(process.argv[2], process.argv[3]);
const app = express();
app.disable('x-powered-by');
app.disable('etag');
app.post('/index.php', express.urlencoded({ extended: false }), (request, response) => {
    response.json(kick(request.body));
});
const server = app.listen(0, '127.0.0.1', () => ready(server.address()));
