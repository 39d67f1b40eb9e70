package io.netasync.client;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

import io.netasync.buffer.MessageBuffer;
import io.netasync.event.DisconnectReason;
import io.netasync.mailbox.Outgoing;

/**
 * Waits until a retiring connection has written everything, owes no reply and receives
 * nothing more. One that does not get there is closed, which hands over just as well.
 * Control thread only.
 *
 * @param buffer what the connection writes
 * @param control looks again from time to time
 * @param clock the time now in nanoseconds, monotonic
 * @author net-async
 */
record Retirement(MessageBuffer<Outgoing> buffer, ControlThread control, LongSupplier clock) {

	/** How long a retiring connection must receive nothing to be quiet. */
	private static final Duration QUIET = Duration.ofMillis(200);

	private static final Duration AT_MOST = Duration.ofSeconds(5);

	/**
	 * Retires a connection.
	 * @param connection the connection
	 * @param wanted whether it is still to retire
	 * @param whenQuiet called when it is quiet
	 */
	void begin(ClientConnection connection, BooleanSupplier wanted, Runnable whenQuiet) {
		this.buffer.pause();
		await(connection, wanted, whenQuiet, this.clock.getAsLong());
	}

	private void await(ClientConnection connection, BooleanSupplier wanted, Runnable whenQuiet, long since) {
		if (!wanted.getAsBoolean()) {
			return;
		}
		long now = this.clock.getAsLong();
		boolean finished = this.buffer.pause() && !connection.owesReplies();
		long idle = now - Math.max(since, connection.lastReceived());
		if (finished && idle >= QUIET.toNanos()) {
			whenQuiet.run();
		}
		else if (now - since >= AT_MOST.toNanos()) {
			connection.connection().close(DisconnectReason.FAILBACK, null);
		}
		else {
			this.control.schedule(QUIET.dividedBy(4), () -> await(connection, wanted, whenQuiet, since));
		}
	}

}
