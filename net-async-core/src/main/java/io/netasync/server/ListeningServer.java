package io.netasync.server;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Collection;
import java.util.Collections;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;

import io.netasync.buffer.SendBufferPolicy;
import io.netasync.event.DisconnectReason;
import io.netasync.event.Endpoint;
import io.netasync.event.NetAsyncEvent;
import io.netasync.frame.FrameException;
import io.netasync.mailbox.OutboxOptions;
import io.netasync.mailbox.Reports;
import io.netasync.mailbox.SendResult;
import io.netasync.request.RequestTally;
import io.netasync.transport.Acceptor;
import io.netasync.transport.Connection;
import io.netasync.transport.ConnectionHandler;
import io.netasync.transport.Dispatcher;
import io.netasync.transport.RateLimit;
import io.netasync.transport.ReceiveRoom;
import io.netasync.transport.SerialDispatcher;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.messaging.Message;

/**
 * A server over an {@link Acceptor}. All it knows of a connection is told in order by the
 * connection's own dispatcher; what concerns the server itself has one of its own.
 *
 * @author net-async
 */
final class ListeningServer implements NetAsyncServer, Acceptor.AcceptHandler {

	private static final Log logger = LogFactory.getLog(NetAsyncServer.class);

	private final ServerOptions options;

	private final Acceptor acceptor;

	private final ServerRuntime runtime;

	private final ServerListener listener;

	private final Runnable whenClosed;

	private final Dispatcher own;

	private final ServerOutbound outbound;

	private final ServerTeller teller;

	private final ServerCounters counters = new ServerCounters();

	private final Gate gate;

	private final RequestTally requests = new RequestTally();

	private final Peers peers = new Peers();

	private final LimitSweep sweep;

	private volatile ServerLimits limits;

	private volatile @Nullable Endpoint endpoint;

	private volatile boolean listening;

	private final LiveChanges changes;

	private final AtomicBoolean closed = new AtomicBoolean();

	ListeningServer(ServerOptions options, Acceptor acceptor, ServerRuntime runtime, ServerListener listener,
			Runnable whenClosed) {
		this.options = options;
		this.changes = new LiveChanges(options.outbox());
		this.acceptor = acceptor;
		this.runtime = runtime;
		this.listener = listener;
		this.whenClosed = whenClosed;
		this.limits = options.limits();
		this.own = new SerialDispatcher(runtime.executor(), ReceiveRoom.unlimited());
		this.outbound = new ServerOutbound(options, this.counters, this.peers,
				new Reports(options.name(), this.own, listener, runtime.memory()));
		this.teller = new ServerTeller(options.name());
		this.gate = new Gate(options.name(), runtime.clock(), runtime.memory(), this::rejected);
		this.sweep = new LimitSweep(this, runtime);
	}

	@Override
	public String name() {
		return this.options.name();
	}

	@Override
	public void start() {
		Endpoint at = this.acceptor.start(this);
		this.endpoint = at;
		this.listening = true;
		this.sweep.start();
		logger.info("Server '%s' listens on %s".formatted(name(), at.isUnix() ? at : "port " + at.port()));
		publish(new NetAsyncEvent.ServerListening(name(), at));
	}

	@Override
	public boolean admits(SocketAddress peer) {
		return this.gate.admits(this.limits, isPaused(), peer);
	}

	@Override
	public boolean admitsProxy(InetSocketAddress proxy) {
		return this.gate.admitsProxy(this.limits, isPaused(), proxy);
	}

	@Override
	public boolean admitsNamed(InetSocketAddress peer) {
		return this.gate.admitsNamed(this.limits, peer);
	}

	@Override
	public void mistrusted(InetSocketAddress proxy) {
		this.gate.mistrusted(proxy);
	}

	@Override
	public void left(@Nullable SocketAddress peer) {
		this.gate.left(peer);
	}

	private void rejected(Rejections.Sum sum) {
		publish(new NetAsyncEvent.ConnectionRejected(name(), sum.peer(), sum.reason().property(), sum.count()));
	}

	@Override
	public ConnectionHandler accepted(Connection connection) {
		ServerConnection result = new ServerConnection(this, connection, this.runtime, this.listener);
		this.changes.add(result, this.counters);
		this.teller.accepted(result);
		return result;
	}

	void countReceived() {
		this.counters.received();
	}

	void closed(ServerConnection connection, DisconnectReason reason, @Nullable Throwable cause) {
		this.counters.closed(reason);
		this.teller.closed(connection, reason, cause);
	}

	void retired(ServerConnection connection, int dropped) {
		this.counters.retired(connection);
		if (dropped > 0) {
			this.teller.dropped(connection, dropped);
		}
	}

	private void publish(NetAsyncEvent event) {
		this.own.execute(() -> this.listener.event(event));
	}

	@Override
	public CompletableFuture<SendResult> send(Message<?> message) {
		return this.outbound.send(message);
	}

	@Override
	public void accept(Message<?> message) throws FrameException {
		this.outbound.accept(message);
	}

	@Override
	public CompletableFuture<Message<?>> request(Message<?> message) {
		return this.outbound.request(message);
	}

	@Override
	public int broadcast(Message<?> message) {
		return this.outbound.broadcast(message);
	}

	@Override
	public int port() {
		Endpoint at = this.endpoint;
		return (at != null) ? at.port() : -1;
	}

	@Override
	public Optional<Endpoint> endpoint() {
		return Optional.ofNullable(this.endpoint);
	}

	@Override
	public boolean isListening() {
		return this.listening;
	}

	@Override
	public Collection<NetAsyncConnection> connections() {
		return Collections.unmodifiableCollection(open());
	}

	@Override
	public Optional<NetAsyncConnection> connection(String connectionId) {
		return Optional.ofNullable(this.counters.connection(connectionId));
	}

	@Override
	public ServerLimits limits() {
		return this.limits;
	}

	@Override
	public void limits(ServerLimits newLimits) {
		this.limits = newLimits;
		this.sweep.changed();
	}

	@Override
	public void rateLimit(RateLimit limit) {
		this.acceptor.rateLimit(limit);
	}

	@Override
	public ServerSnapshot snapshot() {
		return this.counters.snapshot(this.listening, this.endpoint, this.limits.maxConnections(), this.gate.rejected(),
				this.requests.snapshot());
	}

	@Override
	public void stopAccepting() {
		this.listening = false;
		this.acceptor.stopAccepting();
	}

	@Override
	public void drain() {
		stopAccepting();
		resume();
		try {
			new ServerDrain(this.counters, this.options.drainTimeout()).run();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	@Override
	public void pause() {
		this.changes.pause(open());
	}

	@Override
	public void sendBuffer(SendBufferPolicy policy) {
		this.changes.sendBuffer(policy, open());
	}

	OutboxOptions outbox() {
		return this.changes.outbox();
	}

	@Override
	public void resume() {
		this.changes.resume(open());
	}

	@Override
	public boolean isPaused() {
		return this.changes.isPaused();
	}

	@Override
	public void close() {
		if (!this.closed.compareAndSet(false, true)) {
			return;
		}
		try {
			drain();
			this.acceptor.close();
			this.sweep.stop();
			if (this.endpoint != null) {
				CountDownLatch told = new CountDownLatch(1);
				publish(new NetAsyncEvent.Closed(name()));
				this.own.execute(told::countDown);
				ServerDrain.linger(told);
			}
		}
		finally {
			this.whenClosed.run();
		}
	}

	Peers peers() {
		return this.peers;
	}

	RequestTally requests() {
		return this.requests;
	}

	ServerOptions options() {
		return this.options;
	}

	ServerTeller teller() {
		return this.teller;
	}

	Gate gate() {
		return this.gate;
	}

	Collection<ServerConnection> open() {
		return this.counters.connections();
	}

}
