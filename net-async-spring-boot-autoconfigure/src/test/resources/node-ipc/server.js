'use strict';

// A server that answers each 'message' with the same. Arguments: config, host and port or path.
const { instance, say, commands } = require('./peer.js');
const [config, ...address] = JSON.parse(process.argv[2]);
const ipc = instance(config);

ipc[address.length === 2 ? 'serveNet' : 'serve'](...address, () => say('started'));
ipc.server.on('connect', () => say('connect'));
ipc.server.on('message', (data, socket) => ipc.server.emit(socket, 'message', data));
ipc.server.on('tell', (data) => say('tell', data));
ipc.server.on('data', (data, socket) => config.rawBuffer && ipc.server.emit(socket, data.toString('utf8')));
ipc.server.on('socket.disconnected', (socket, id) => say('gone', id));
ipc.server.start();

commands({
	broadcast: (text) => ipc.server.broadcast('news', text),
	emit: (json) => ipc.server.broadcast(...JSON.parse(json))
});
