package io.netasync.request;

/**
 * How replies find their requests.
 *
 * @author net-async
 * @since 0.1.0
 */
public enum Correlation {

	/**
	 * The peer answers in the order of the requests, so many of them may be on their way.
	 */
	FIFO,

	/**
	 * Request and reply carry the same key, so many of them may be on their way and
	 * replies may come in any order.
	 */
	KEY,

	/**
	 * One request at a time is on its way; the others wait for its reply.
	 */
	SINGLE

}
