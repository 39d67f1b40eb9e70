package io.netasync.request;

import java.time.Duration;

/**
 * How one request behaves.
 *
 * @param timeout by when it has ended, counted from when it is made
 * @param idempotent whether the peer may get it more than once: it is then sent again on
 * the next connection if the one it went out on ends before its reply has come
 * @author net-async
 * @since 0.1.0
 */
public record RequestOptions(Duration timeout, boolean idempotent) {

	public RequestOptions {
		RequestPolicy.checkTimeout(timeout);
	}

	/**
	 * Returns a request that is not idempotent.
	 * @param timeout by when it has ended
	 * @return the options
	 */
	public static RequestOptions within(Duration timeout) {
		return new RequestOptions(timeout, false);
	}

	/**
	 * Returns the same for a request that the peer may get more than once.
	 * @return the options
	 */
	public RequestOptions asIdempotent() {
		return new RequestOptions(this.timeout, true);
	}

}
