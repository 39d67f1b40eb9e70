'use strict';

// Common to both sides: an instance of node-ipc that says nothing by itself, what is sent,
// and lines to the test that has started this program.
const IPC = require('node-ipc').IPC;

exports.instance = function instance(config) {
	const ipc = new IPC();
	Object.assign(ipc.config, { silent: true, retry: 50 }, config);
	return ipc;
};

exports.say = function say(word, value) {
	process.stdout.write(word + (value === undefined ? '' : ' ' + JSON.stringify(value)) + '\n');
};

exports.message = function message(n) {
	return {
		id: 'node',
		n,
		text: 'é€😀\f\n\u2028"\\' + n,
		nested: { list: [1, 2.5, null, true, { form: '\f\f' }], empty: {}, none: '' },
		large: n % 100 === 0 ? '\u00fc'.repeat(500000) : ''
	};
};

// One command a line.
exports.commands = function commands(handlers) {
	require('readline').createInterface({ input: process.stdin }).on('line', (line) => {
		const [word, ...rest] = line.split(' ');
		handlers[word](rest.join(' '));
	}).on('close', () => process.exit(0));
};
