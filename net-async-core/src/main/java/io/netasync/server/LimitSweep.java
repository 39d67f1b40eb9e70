package io.netasync.server;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

import io.netasync.buffer.Ledger;
import io.netasync.event.DisconnectReason;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Holds the connections of a server to its limits: looks at all of them from time to
 * time, on the control thread, and has done what their watches decide. One timer for all
 * of them.
 *
 * @author net-async
 */
final class LimitSweep {

	private static final Log logger = LogFactory.getLog(NetAsyncServer.class);

	private static final Duration SELDOM = Duration.ofSeconds(1);

	private static final Duration OFTEN = Duration.ofMillis(50);

	/** What is late by a quarter of a limit at most is not late. */
	private static final int PARTS = 4;

	private final ListeningServer server;

	private final ServerRuntime runtime;

	private final ReentrantLock lock = new ReentrantLock();

	private @Nullable Future<?> next;

	private boolean running;

	LimitSweep(ListeningServer server, ServerRuntime runtime) {
		this.server = server;
		this.runtime = runtime;
	}

	void start() {
		this.lock.lock();
		try {
			this.running = true;
			schedule();
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Has the next look come in time for limits that have changed.
	 */
	void changed() {
		this.lock.lock();
		try {
			if (this.running) {
				cancel();
				schedule();
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	void stop() {
		this.lock.lock();
		try {
			this.running = false;
			cancel();
		}
		finally {
			this.lock.unlock();
		}
	}

	private void cancel() {
		if (this.next != null) {
			this.next.cancel(false);
		}
	}

	private void schedule() {
		try {
			this.next = this.runtime.control()
				.schedule(this::look, interval(this.server.limits()).toNanos(), TimeUnit.NANOSECONDS);
		}
		catch (RejectedExecutionException ex) {
			logger.debug("The control thread is gone: nobody looks after server '%s'".formatted(this.server.name()),
					ex);
		}
	}

	/**
	 * Returns how often to look.
	 * @param limits the limits to keep
	 * @return a quarter of the shortest of them, within reason
	 */
	static Duration interval(ServerLimits limits) {
		Duration shortest = Stream
			.of(limits.firstFrameTimeout(), limits.frameTimeout(), limits.idleTimeout(), limits.maxAge(),
					limits.slowConsumer().after())
			.filter((limit) -> !limit.isZero())
			.min(Duration::compareTo)
			.map((limit) -> limit.dividedBy(PARTS))
			.orElse(SELDOM);
		if (shortest.compareTo(OFTEN) < 0) {
			return OFTEN;
		}
		return (shortest.compareTo(SELDOM) > 0) ? SELDOM : shortest;
	}

	private void look() {
		ServerLimits limits = this.server.limits();
		this.server.gate().tell();
		for (ServerConnection connection : this.server.open()) {
			try {
				if (this.server.isPaused()) {
					connection.watch().rest(this.runtime.clock().getAsLong());
				}
				else {
					check(limits, connection);
				}
			}
			catch (RuntimeException ex) {
				logger.error("Can't look after " + connection.id(), ex);
			}
		}
		changed();
	}

	private void check(ServerLimits limits, ServerConnection connection) {
		Ledger ledger = connection.ledger();
		ConnectionFacts facts = new ConnectionFacts(connection.connection().activity(),
				connection.connection().dispatcher().room().messages() > 0, ledger.sent(), ledger.pending(),
				connection.buffer().timesEmptied());
		Verdict verdict = connection.watch()
			.check(limits, this.server.options().drainTimeout(), facts, this.runtime.clock().getAsLong());
		DisconnectReason reason = verdict.reason();
		switch (verdict.action()) {
			case KEEP -> {
			}
			case TELL_SLOW -> slow(limits.slowConsumer().action(), connection, ledger);
			case RETIRE -> connection.buffer().close();
			case FINISH -> finish(connection, reason);
			case CLOSE -> close(connection, reason);
		}
	}

	private void slow(SlowConsumer.Action action, ServerConnection connection, Ledger ledger) {
		this.server.teller().slow(connection, ledger);
		switch (action) {
			case EVENT -> {
			}
			case SHED -> connection.shed();
			case KICK -> close(connection, DisconnectReason.SLOW_CONSUMER);
		}
	}

	private void finish(ServerConnection connection, @Nullable DisconnectReason reason) {
		if (reason != null) {
			run(connection, () -> connection.connection().finish(reason));
		}
	}

	private void close(ServerConnection connection, @Nullable DisconnectReason reason) {
		if (reason != null) {
			logger.debug("Server '%s' closes %s: %s".formatted(this.server.name(), connection.id(), reason));
			run(connection, () -> connection.connection().close(reason, null));
		}
	}

	private void run(ServerConnection connection, Runnable action) {
		if (connection.connection().seesBytes()) {
			action.run();
		}
		else {
			// closing a stock connection may block
			this.runtime.executor().execute(action);
		}
	}

}
