'use strict';

// A client that sends messages one after the other and compares the answers. Arguments:
// config, host and port or path.
const { instance, say, message, commands } = require('./peer.js');
const [config, ...address] = JSON.parse(process.argv[2]);
const ipc = instance(config);
let rounds = 0;
let sent = 0;

ipc[address.length === 2 ? 'connectToNet' : 'connectTo']('world', ...address);
const world = ipc.of.world;
world.on('connect', () => say('connect'));
world.on('disconnect', () => say('disconnect'));
world.on('destroy', () => say('destroy'));
world.on('news', (data) => say('news', data));
world.on('data', (data) => config.rawBuffer && say('data', data.toString('utf8')));
world.on('message', (data) => {
	if (JSON.stringify(data) !== JSON.stringify(message(sent))) {
		say('different', { sent: message(sent), received: data });
	}
	sent++;
	next();
});

function next() {
	if (sent === rounds) {
		say('done', sent);
		return;
	}
	world.emit('message', message(sent));
}

commands({
	rounds: (text) => {
		rounds = sent + Number(text);
		next();
	},
	emit: (json) => world.emit(...JSON.parse(json)),
	write: (text) => world.socket.write(JSON.parse(text)),
	disconnect: () => ipc.disconnect('world')
});
