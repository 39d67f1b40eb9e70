package io.netasync.heartbeat;

import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import io.netasync.event.DisconnectReason;
import io.netasync.frame.FrameFormat;
import io.netasync.heartbeat.Decision.Cause;
import io.netasync.heartbeat.Decision.Dead;
import io.netasync.heartbeat.Decision.SendHeartbeat;
import io.netasync.heartbeat.Decision.Wait;
import io.netasync.transport.ConnectionClosedException;
import io.netasync.transport.MonitoredConnection;
import io.netasync.transport.TrackedMessage;
import org.jspecify.annotations.Nullable;

import org.springframework.context.ApplicationEventPublisher;
import org.springframework.integration.ip.tcp.connection.TcpConnectionInterceptorSupport;
import org.springframework.integration.ip.tcp.connection.TcpConnectionSupport;
import org.springframework.messaging.Message;
import org.springframework.messaging.support.GenericMessage;

/**
 * Watches one connection. One timer task at a time is pending for it: the next check that
 * the policy asked for.
 *
 * @author net-async
 */
final class HeartbeatInterceptor extends TcpConnectionInterceptorSupport {

	private final HeartbeatPolicy policy;

	private final FrameFormat frames;

	private final ScheduledExecutorService timer;

	private final Executor executor;

	private MonitoredConnection monitored = new MessageMonitor(this);

	private volatile @Nullable Future<?> nextCheck;

	private volatile boolean closed;

	HeartbeatInterceptor(HeartbeatPolicy policy, FrameFormat frames, ScheduledExecutorService timer, Executor executor,
			ApplicationEventPublisher publisher) {
		super(publisher);
		this.policy = policy;
		this.frames = frames;
		this.timer = timer;
		this.executor = executor;
	}

	@Override
	public void setTheConnection(TcpConnectionSupport connection) {
		super.setTheConnection(connection);
		TcpConnectionSupport innermost = connection;
		while (innermost instanceof TcpConnectionInterceptorSupport interceptor) {
			innermost = interceptor.getTheConnection();
		}
		if (innermost instanceof MonitoredConnection monitoredConnection) {
			this.monitored = monitoredConnection;
		}
	}

	@Override
	protected void publishConnectionOpenEvent() {
		super.publishConnectionOpenEvent();
		if (this.policy.enabled()) {
			check(System.nanoTime());
		}
	}

	@Override
	protected void publishConnectionCloseEvent() {
		this.closed = true;
		cancel(this.nextCheck);
		super.publishConnectionCloseEvent();
	}

	private static void cancel(@Nullable Future<?> check) {
		if (check != null) {
			check.cancel(false);
		}
	}

	@Override
	public void onMessage(Message<?> message) {
		if (this.frames.isHeartbeat(message.getPayload())) {
			received();
		}
		else if (this.monitored instanceof MessageMonitor monitor) {
			monitor.receive(() -> super.onMessage(message));
		}
		else {
			super.onMessage(message);
		}
	}

	private void received() {
		if (this.monitored instanceof MessageMonitor monitor) {
			monitor.receive(() -> {
			});
		}
	}

	@Override
	public void send(Message<?> message) {
		if (this.monitored instanceof MessageMonitor monitor) {
			monitor.send(() -> super.send(message));
		}
		else {
			super.send(message);
		}
	}

	private void check(long dueNanos) {
		if (this.closed || !isOpen()) {
			return;
		}
		MonitoredConnection connection = this.monitored;
		// flags before times: each time is set before the flag that makes it matter
		boolean pending = connection.hasPendingWrites();
		boolean paused = connection.areReadsPaused();
		Activity activity = new Activity(connection.lastReceivedNanos(), connection.lastSentNanos(),
				connection.lastWriteProgressNanos(), pending, paused);
		Decision decision = this.policy.decide(activity, dueNanos, System.nanoTime());
		if (decision instanceof Dead dead) {
			fail(failure(dead.cause()));
		}
		else if (decision instanceof SendHeartbeat send) {
			schedule(send.nextCheckNanos());
			sendHeartbeat(Objects.requireNonNull(this.frames.heartbeat()));
		}
		else if (decision instanceof Wait wait) {
			schedule(wait.untilNanos());
		}
	}

	private void fail(Throwable cause) {
		if (this.monitored instanceof MessageMonitor monitor) {
			// closing a stock connection may block
			this.executor.execute(() -> monitor.fail(cause));
		}
		else {
			this.monitored.fail(cause);
		}
	}

	private void schedule(long nextNanos) {
		try {
			Future<?> check = this.timer.schedule(() -> check(nextNanos), nextNanos - System.nanoTime(),
					TimeUnit.NANOSECONDS);
			this.nextCheck = check;
			if (this.closed) {
				cancel(check);
			}
		}
		catch (RejectedExecutionException ex) {
			this.logger.debug("The timer is gone: no more heartbeats on " + getConnectionId(), ex);
		}
	}

	private void sendHeartbeat(byte[] payload) {
		// tracked, so that a connection that can send without waiting does
		TrackedMessage message = new TrackedMessage(new GenericMessage<>(payload), payload, (written) -> {
		});
		if (this.monitored instanceof MessageMonitor) {
			this.executor.execute(() -> trySend(message));
		}
		else {
			trySend(message);
		}
	}

	private void trySend(Message<?> message) {
		try {
			send(message);
		}
		catch (RuntimeException ex) {
			this.logger.debug("No heartbeat on " + getConnectionId(), ex);
		}
	}

	private ConnectionClosedException failure(Cause cause) {
		return (cause == Cause.HEARTBEAT_TIMEOUT)
				? new ConnectionClosedException(DisconnectReason.HEARTBEAT_TIMEOUT,
						"Nothing received for %s".formatted(this.policy.timeout()))
				: new ConnectionClosedException(DisconnectReason.WRITE_STALLED,
						"The peer took nothing of what is written for %s".formatted(this.policy.writeStallTimeout()));
	}

	/**
	 * Closes a connection that can't be told why.
	 * @param cause why
	 */
	void failPlainly(Throwable cause) {
		publishConnectionExceptionEvent(cause);
		getTheConnection().close();
	}

}
