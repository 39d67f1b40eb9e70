package io.netasync.request;

import java.time.Duration;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

import org.springframework.messaging.Message;
import org.springframework.util.Assert;

/**
 * How requests behave.
 *
 * @param correlation how replies find their requests
 * @param timeout by when a request has ended, counted from when it is made
 * @param maxPending how many requests may be under way at a time; as many replies may be
 * overdue on one connection before it is given up
 * @param maxRetries how often an idempotent request is sent again
 * @param requestKey finds the key of a request, {@code null} if it has none; not
 * {@link #NO_KEY} with {@link Correlation#KEY}
 * @param replyKey finds the key of a message that came, {@code null} if it is not a
 * reply; not {@link #NO_KEY} with {@link Correlation#KEY}
 * @author net-async
 * @since 0.1.0
 */
public record RequestPolicy(Correlation correlation, Duration timeout, int maxPending, int maxRetries,
		Function<Message<?>, @Nullable Object> requestKey, Function<Message<?>, @Nullable Object> replyKey) {

	/** Finds no key in any message. */
	public static final Function<Message<?>, @Nullable Object> NO_KEY = (message) -> null;

	private static final Duration LONGEST = Duration.ofDays(365);

	/**
	 * Creates a policy.
	 * @param correlation how replies find their requests
	 * @param timeout by when a request has ended
	 * @param maxPending how many requests may be under way at a time
	 * @param maxRetries how often an idempotent request is sent again
	 * @param requestKey finds the key of a request
	 * @param replyKey finds the key of a message that came
	 */
	// not a compact one, on which javac loses the annotations of type arguments
	public RequestPolicy(Correlation correlation, Duration timeout, int maxPending, int maxRetries,
			Function<Message<?>, @Nullable Object> requestKey, Function<Message<?>, @Nullable Object> replyKey) {
		checkTimeout(timeout);
		Assert.isTrue(maxPending > 0, "'max-pending' must be greater than 0");
		Assert.isTrue(maxRetries >= 0, "'max-retries' must not be negative");
		boolean keyed = (correlation == Correlation.KEY);
		Assert.isTrue(!keyed || requestKey != NO_KEY, "'request-key' must be set with 'correlation: key'");
		Assert.isTrue(!keyed || replyKey != NO_KEY, "'reply-key' must be set with 'correlation: key'");
		this.correlation = correlation;
		this.timeout = timeout;
		this.maxPending = maxPending;
		this.maxRetries = maxRetries;
		this.requestKey = requestKey;
		this.replyKey = replyKey;
	}

	static void checkTimeout(Duration timeout) {
		Assert.isTrue(!timeout.isNegative() && !timeout.isZero(), "'timeout' must be greater than 0");
		Assert.isTrue(timeout.compareTo(LONGEST) <= 0, "'timeout' must not be greater than 365d");
	}

	/**
	 * Returns the same for a connection that does not keep the order of messages: what
	 * relies on it is done one at a time.
	 * @return the policy
	 */
	public RequestPolicy withoutOrder() {
		return (this.correlation != Correlation.FIFO) ? this : new RequestPolicy(Correlation.SINGLE, this.timeout,
				this.maxPending, this.maxRetries, this.requestKey, this.replyKey);
	}

	/**
	 * Returns the same for a peer that does not come back.
	 * @return the policy
	 */
	public RequestPolicy withoutRetries() {
		return new RequestPolicy(this.correlation, this.timeout, this.maxPending, 0, this.requestKey, this.replyKey);
	}

	/**
	 * Returns the defaults: in order, within 10 s, 1024 at a time, three retries for a
	 * request that is idempotent.
	 * @return the defaults
	 */
	public static RequestPolicy defaults() {
		return new RequestPolicy(Correlation.FIFO, Duration.ofSeconds(10), 1024, 3, NO_KEY, NO_KEY);
	}

}
