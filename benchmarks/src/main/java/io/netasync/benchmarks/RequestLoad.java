package io.netasync.benchmarks;

import java.util.Arrays;

/**
 * Something that asks for a while.
 *
 * @author net-async
 */
interface RequestLoad {

	/** How many requests are under way at a time. */
	int WINDOW = 256;

	/**
	 * Keeps as many requests under way as there may be.
	 * @param nanos for how long
	 * @return how many were answered
	 * @throws Exception if one was not, or not with its own
	 */
	long ask(long nanos) throws Exception;

	/**
	 * Makes a payload of 64 bytes.
	 * @param number tells it from others
	 * @return the payload
	 */
	static byte[] payload(long number) {
		byte[] payload = new byte[64];
		for (int i = 0; i < Long.BYTES; i++) {
			payload[i] = (byte) (number >> (8 * i));
		}
		return payload;
	}

	/**
	 * Makes sure that a reply is that to the request, which the server sends back.
	 * @param request the payload of the request
	 * @param reply the payload of the reply
	 */
	static void check(byte[] request, Object reply) {
		if (!(reply instanceof byte[] bytes) || !Arrays.equals(request, bytes)) {
			throw new IllegalStateException("A reply is not that to its request");
		}
	}

}
