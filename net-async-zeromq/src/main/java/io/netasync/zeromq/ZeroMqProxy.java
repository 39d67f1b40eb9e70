package io.netasync.zeromq;

import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import io.netasync.channel.NetAsync.Foundation;
import io.netasync.event.ConnectionStatus;
import io.netasync.event.NetAsyncEvent;
import io.netasync.mailbox.Recipient;
import io.netasync.zeromq.engine.Broker;
import io.netasync.zeromq.engine.SocketLoop;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.context.ApplicationEventPublisher;
import org.springframework.messaging.Message;

/**
 * A broker between ZeroMQ sockets. Keeps nothing: what one side does not take waits with
 * those who send it.
 *
 * @author net-async
 * @since 0.1.0
 */
public final class ZeroMqProxy implements AutoCloseable {

	private static final Log logger = LogFactory.getLog(ZeroMqProxy.class);

	private static final long REPORT_SECONDS = 1;

	private final ProxySpec spec;

	private final Broker broker;

	private final Foundation foundation;

	private final Crew crew;

	private final Runnable whenClosed;

	private final Recipient recipient;

	private final PeerLog peers;

	private final AtomicBoolean closed = new AtomicBoolean();

	private @Nullable Future<?> ticks;

	private @Nullable Future<?> reports;

	/** Touched by the one worker only. */
	private long reported;

	private volatile boolean open;

	ZeroMqProxy(ProxySpec spec, SocketLoop loop, Foundation foundation, Runnable whenClosed) {
		this.spec = spec;
		this.foundation = foundation;
		this.whenClosed = whenClosed;
		this.crew = Crew.of(spec.name(), foundation.resources().virtualThreads());
		this.recipient = new Published(foundation.resources().publisher());
		this.peers = new PeerLog(spec.name(), (news) -> this.crew.workers().execute(() -> news.accept(this.recipient)));
		this.broker = new Broker(loop, spec.name(), spec.settings(), this.peers::happened);
	}

	/**
	 * Returns the name.
	 * @return the name, as configured
	 */
	public String name() {
		return this.spec.name();
	}

	/**
	 * Returns which of the sides is configured to listen at an address.
	 * @param address the address, as configured
	 * @return {@code frontend}, {@code backend} or {@code capture}
	 */
	public String sideOf(String address) {
		if (this.spec.frontend().bind().contains(address)) {
			return "frontend";
		}
		return this.spec.backend().bind().contains(address) ? "backend" : "capture";
	}

	/**
	 * Opens both sides.
	 * @throws io.netasync.zeromq.engine.SocketBindException if an address can't be bound
	 */
	public void start() {
		this.broker.open();
		this.open = true;
		if (this.spec.type() == ProxySpec.Type.PARANOID_PIRATE) {
			long interval = this.spec.backend().heartbeat().interval().toNanos();
			this.ticks = this.foundation.control()
				.scheduleAtFixedRate(this.broker::tick, interval, interval, TimeUnit.NANOSECONDS);
		}
		this.reports = this.foundation.control()
			.scheduleWithFixedDelay(() -> this.crew.workers().execute(this::report), REPORT_SECONDS, REPORT_SECONDS,
					TimeUnit.SECONDS);
	}

	private void report() {
		long dropped = this.broker.dropped();
		if (dropped > this.reported) {
			this.recipient.event(new NetAsyncEvent.MessagesDropped(name(), dropped - this.reported, "undeliverable"));
			this.reported = dropped;
		}
	}

	/**
	 * Returns what is known of it at this moment.
	 * @return the snapshot
	 */
	public Snapshot snapshot() {
		PeerLog.Counts counts = this.peers.counts();
		return new Snapshot(this.spec.type(), this.open, this.broker.bound("frontend"), this.broker.bound("backend"),
				counts.connections(), this.broker.requests(), this.broker.replies(), this.broker.dropped());
	}

	@Override
	public void close() {
		if (!this.closed.compareAndSet(false, true)) {
			return;
		}
		this.open = false;
		cancel(this.ticks);
		cancel(this.reports);
		this.broker.close();
		this.peers.closed();
		this.crew.workers().execute(this::report);
		this.crew.stop();
		this.whenClosed.run();
	}

	private static void cancel(@Nullable Future<?> task) {
		if (task != null) {
			task.cancel(false);
		}
	}

	/**
	 * A broker at one moment.
	 *
	 * @param type what it passes on
	 * @param open whether it is open
	 * @param frontend the addresses it listens at for those who ask or publish
	 * @param backend the addresses it listens at for those who answer or subscribe
	 * @param connections connections there are, on both sides
	 * @param requests messages that went from the frontend to the backend
	 * @param replies messages that went from the backend to the frontend
	 * @param dropped messages that could not go on, or not to all
	 */
	public record Snapshot(ProxySpec.Type type, boolean open, List<String> frontend, List<String> backend,
			int connections, long requests, long replies, long dropped) {
	}

	/**
	 * Events become application events; a broker has no channels.
	 *
	 * @param publisher gets them
	 */
	private record Published(ApplicationEventPublisher publisher) implements Recipient {

		@Override
		public void received(Message<?> message) {
		}

		@Override
		public void status(ConnectionStatus status, @Nullable String connectionId) {
		}

		@Override
		public void event(NetAsyncEvent event) {
			try {
				this.publisher.publishEvent(event);
			}
			catch (RuntimeException ex) {
				logger.error("A listener of %s failed".formatted(event), ex);
			}
		}

		@Override
		public void failed(@Nullable Message<?> message, Throwable cause) {
			logger.warn("A broker could not accept a connection", cause);
		}

	}

}
