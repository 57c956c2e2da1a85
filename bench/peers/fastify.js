'use strict';

const fastify = require('fastify')({ logger: false });
const { open, ready } = require('./tap_service.js');

const kick = open(process.argv[2], process.argv[3]);
fastify.register(require('@fastify/formbody'));
fastify.post('/index.php', async (request) => kick(request.body));
fastify.listen({ host: '127.0.0.1', port: 0 }).then(() => ready(fastify.server.address()));
