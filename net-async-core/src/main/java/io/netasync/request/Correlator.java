package io.netasync.request;

import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.messaging.Message;

/**
 * Knows which reply is whose. But for the keys, everything is called with the lock of the
 * {@link Requests} held.
 *
 * @author net-async
 */
sealed interface Correlator permits InOrder, ByKey {

	static Correlator of(RequestPolicy policy) {
		return switch (policy.correlation()) {
			case FIFO -> new InOrder(policy.maxPending());
			case SINGLE -> new OneByOne(policy.maxPending());
			case KEY -> new ByKey(policy);
		};
	}

	/**
	 * Finds the key of a request. Runs the application's code, without the lock.
	 * @param message the request
	 * @return the key, {@code null} where there are none
	 */
	default @Nullable Object requestKey(Message<?> message) {
		return null;
	}

	/**
	 * Finds the key of what came. Runs the application's code, without the lock.
	 * @param message what came
	 * @return the key, or {@code null} if there is none
	 */
	default @Nullable Object replyKey(Message<?> message) {
		return null;
	}

	/**
	 * Takes a new request in.
	 * @param request the request
	 * @return whether it may be sent now; otherwise it will be {@link #next()} later
	 */
	boolean admit(Request request);

	/**
	 * Records that a connection owes a reply from now on.
	 * @param request the request
	 * @param connection the connection
	 */
	void handed(Request request, RequestConnection connection);

	/**
	 * Records that a request that had been handed over was not written after all.
	 * @param request the request
	 * @param connection the connection
	 */
	void notWritten(Request request, RequestConnection connection);

	/**
	 * Finds the request that what came is the reply to, and settles it.
	 * @param connection where it came from
	 * @param key its key
	 * @return the request, which may have ended before, or {@code null} if there is none
	 */
	@Nullable Request match(RequestConnection connection, @Nullable Object key);

	/**
	 * Records that a request has ended, in whatever way.
	 * @param request the request; not settled if its reply may still come
	 * @return {@code false} if the connection it is on has become useless by this
	 */
	boolean ended(Request request);

	/**
	 * Tells whether a reply may still come that somebody waits for.
	 * @param connection where from
	 * @return {@code true} if so
	 */
	boolean owes(RequestConnection connection);

	/**
	 * Records that a connection is gone, and settles its requests.
	 * @param connection the connection
	 * @return those that have not ended, in the order in which they were handed over
	 */
	List<Request> gone(RequestConnection connection);

	/**
	 * Returns the request that may be sent now, after others have ended.
	 * @return the request, or {@code null} if none waits for that
	 */
	default @Nullable Request next() {
		return null;
	}

}
