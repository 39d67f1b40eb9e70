package io.netasync.server;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Collections;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;

import io.netasync.buffer.Ledger;
import io.netasync.buffer.MessageTerms.Claim;
import io.netasync.buffer.SendRefusedException;
import io.netasync.buffer.SendRefusedException.Reason;
import io.netasync.event.ConnectionStatus;
import io.netasync.event.DisconnectReason;
import io.netasync.event.NetAsyncEvent;
import io.netasync.frame.FrameException;
import io.netasync.mailbox.Recipient;
import io.netasync.mailbox.Reports;
import io.netasync.mailbox.SendResult;
import io.netasync.transport.Acceptor;
import io.netasync.transport.Connection;
import io.netasync.transport.ConnectionHandler;
import io.netasync.transport.Dispatcher;
import io.netasync.transport.RateLimit;
import io.netasync.transport.ReceiveRoom;
import io.netasync.transport.ReceivedMessage;
import io.netasync.transport.SerialDispatcher;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.integration.ip.IpHeaders;
import org.springframework.messaging.Message;
import org.springframework.messaging.support.GenericMessage;

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

	private final Dispatcher own;

	private final Reports reports;

	private final ServerCounters counters = new ServerCounters();

	private final Gate gate;

	private final LimitSweep sweep;

	private volatile ServerLimits limits;

	private volatile int port = -1;

	private volatile boolean listening;

	private volatile boolean closed;

	ListeningServer(ServerOptions options, Acceptor acceptor, ServerRuntime runtime, ServerListener listener) {
		this.options = options;
		this.acceptor = acceptor;
		this.runtime = runtime;
		this.listener = listener;
		this.limits = options.limits();
		this.own = new SerialDispatcher(runtime.executor(), ReceiveRoom.unlimited());
		this.reports = new Reports(options.name(), this.own, listener, runtime.memory());
		this.gate = new Gate(options.name(), runtime.clock(), runtime.memory(), this::rejected);
		this.sweep = new LimitSweep(this, runtime);
	}

	@Override
	public String name() {
		return this.options.name();
	}

	@Override
	public void start() {
		this.port = this.acceptor.start(this);
		this.listening = true;
		this.sweep.start();
		logger.info("Server '%s' listens on port %d".formatted(name(), this.port));
		publish(this.own, new NetAsyncEvent.ServerListening(name(), this.port));
	}

	@Override
	public boolean admits(InetSocketAddress peer) {
		return this.gate.admits(this.limits, peer);
	}

	@Override
	public void left(InetSocketAddress peer) {
		this.gate.left(peer);
	}

	private void rejected(Rejections.Sum sum) {
		publish(this.own,
				new NetAsyncEvent.ConnectionRejected(name(), sum.peer(), sum.reason().property(), sum.count()));
	}

	@Override
	public ConnectionHandler accepted(Connection connection) {
		ServerConnection result = new ServerConnection(this, connection, this.runtime, this.listener);
		this.counters.accepted(result);
		logger.debug("Server '%s' accepted %s".formatted(name(), connection.id()));
		connection.dispatcher().execute(() -> {
			result.recipient().status(ConnectionStatus.CONNECTED, connection.id());
			result.recipient()
				.event(new NetAsyncEvent.ConnectionAccepted(name(), connection.id(), connection.endpoint()));
		});
		return result;
	}

	void countReceived() {
		this.counters.received();
	}

	void closed(ServerConnection connection, DisconnectReason reason, @Nullable Throwable cause) {
		this.counters.closed(reason);
		logger.debug("Server '%s' lost %s: %s".formatted(name(), connection.id(), reason), cause);
		connection.connection().dispatcher().execute(() -> tellClosed(connection, reason, cause));
	}

	private void tellClosed(ServerConnection connection, DisconnectReason reason, @Nullable Throwable cause) {
		Recipient recipient = connection.recipient();
		if (cause != null && reason == DisconnectReason.FRAME_ERROR) {
			recipient.failed(null, cause);
		}
		if (reason == DisconnectReason.HEARTBEAT_TIMEOUT) {
			recipient.event(new NetAsyncEvent.HeartbeatTimedOut(name(), connection.id(), connection.endpoint()));
		}
		recipient.status(ConnectionStatus.CLOSED, connection.id());
		recipient.event(new NetAsyncEvent.Disconnected(name(), connection.id(), connection.endpoint(), reason, cause));
	}

	void retired(ServerConnection connection, int dropped) {
		this.counters.retired(connection);
		if (dropped > 0) {
			publish(connection.connection().dispatcher(), new NetAsyncEvent.MessagesDropped(name(), dropped, "closed"));
		}
	}

	void slow(ServerConnection connection, Ledger ledger) {
		NetAsyncEvent event = new NetAsyncEvent.SlowConsumer(name(), connection.id(), connection.endpoint(),
				ledger.pending(), ledger.pendingBytes());
		connection.connection().dispatcher().execute(() -> connection.recipient().event(event));
	}

	private void publish(Dispatcher dispatcher, NetAsyncEvent event) {
		dispatcher.execute(() -> this.listener.event(event));
	}

	@Override
	public CompletableFuture<SendResult> send(Message<?> message) {
		try {
			return addressed(message).send(message);
		}
		catch (NoSuchConnectionException ex) {
			return CompletableFuture.completedFuture(new SendResult.Failed(Reason.NO_CONNECTION, ex));
		}
	}

	@Override
	public void accept(Message<?> message) throws FrameException {
		addressed(message).accept(message, Claim.WAIT);
	}

	private ServerConnection addressed(Message<?> message) {
		Object id = ReceivedMessage.header(message, IpHeaders.CONNECTION_ID);
		ServerConnection connection = (id != null) ? this.counters.connection(id.toString()) : null;
		if (connection == null) {
			NoSuchConnectionException cause = new NoSuchConnectionException(name(), id);
			this.reports.failed(message, 0, cause);
			throw cause;
		}
		return connection;
	}

	@Override
	public int broadcast(Message<?> message) {
		Message<?> encoded = encodeOnce(message);
		int count = 0;
		for (ServerConnection connection : open()) {
			try {
				connection.accept(encoded, Claim.NOW);
				count++;
			}
			catch (FrameException | SendRefusedException ex) {
				logger.debug("A broadcast of server '%s' passed %s by".formatted(name(), connection.id()), ex);
			}
		}
		return count;
	}

	private static Message<?> encodeOnce(Message<?> message) {
		return (message.getPayload() instanceof String text)
				? new GenericMessage<>(text.getBytes(StandardCharsets.UTF_8), message.getHeaders()) : message;
	}

	@Override
	public int port() {
		return this.port;
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
		return this.counters.snapshot(this.listening, this.port, this.limits.maxConnections(), this.gate.rejected());
	}

	@Override
	public void stopAccepting() {
		this.listening = false;
		this.acceptor.stopAccepting();
	}

	@Override
	public void close() {
		if (this.closed) {
			return;
		}
		this.closed = true;
		stopAccepting();
		try {
			new Drain(this.counters, this.options.drainTimeout()).run();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		this.acceptor.close();
		this.sweep.stop();
		if (this.port >= 0) {
			CountDownLatch told = new CountDownLatch(1);
			publish(this.own, new NetAsyncEvent.Closed(name()));
			this.own.execute(told::countDown);
			Drain.linger(told);
		}
	}

	ServerOptions options() {
		return this.options;
	}

	Gate gate() {
		return this.gate;
	}

	Collection<ServerConnection> open() {
		return this.counters.connections();
	}

}
