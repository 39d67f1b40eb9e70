package io.netasync.transport;

import java.time.Duration;

import org.springframework.util.Assert;

/**
 * TCP's own probes of a silent peer, and how long it may leave what is sent without an
 * acknowledgement. The kernel does both; whole seconds for the probes and milliseconds
 * for the other are what it knows. Where the sockets have no such option (only Linux has
 * {@code userTimeout}, and not with {@code nio} sockets) the system's own value stays.
 *
 * @param idle silence after which the first probe goes out, zero for no probes
 * @param interval time between probes
 * @param count probes without an answer after which the connection is lost
 * @param userTimeout time without an acknowledgement after which the connection is lost,
 * zero for the system's own
 * @author net-async
 * @since 0.1.0
 */
public record KeepAlive(Duration idle, Duration interval, int count, Duration userTimeout) {

	/** No probes, and the system's own time for acknowledgements. */
	public static final KeepAlive NONE = new KeepAlive(Duration.ZERO, Duration.ZERO, 0, Duration.ZERO);

	public KeepAlive {
		Assert.isTrue(!idle.isNegative(), "'idle' must not be negative");
		Assert.isTrue(!userTimeout.isNegative(), "'user-timeout' must not be negative");
		Assert.isTrue(idle.isZero() || (!interval.isNegative() && !interval.isZero()),
				"'interval' must be greater than 0");
		Assert.isTrue(idle.isZero() || count > 0, "'count' must be greater than 0");
	}

	/**
	 * Tells whether probes are sent.
	 * @return {@code true} if so
	 */
	public boolean isProbing() {
		return !this.idle.isZero();
	}

}
