package io.netasync.demo.feed;

import java.nio.charset.StandardCharsets;

/**
 * A message of the demo, on the wire as {@code number nanos text}.
 *
 * @param number its place in the sequence, from 1
 * @param nanos when the sender made it, by the sender's clock
 * @param text what it says, often nothing
 * @author net-async
 */
record Numbered(long number, long nanos, String text) {

	static Numbered parse(byte[] payload) {
		String[] parts = new String(payload, StandardCharsets.UTF_8).split(" ", 3);
		return new Numbered(Long.parseLong(parts[0]), Long.parseLong(parts[1]), parts[2]);
	}

	String line() {
		return this.number + " " + this.nanos + " " + this.text;
	}

}
