package io.netasync.server;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

import io.netasync.buffer.Ledger;
import io.netasync.buffer.MessageTerms.Claim;
import io.netasync.buffer.SendBufferPolicy;
import io.netasync.buffer.SendRefusedException;
import io.netasync.buffer.SendRefusedException.Reason;
import io.netasync.event.ConnectionStatus;
import io.netasync.event.DisconnectReason;
import io.netasync.event.Endpoint;
import io.netasync.event.NetAsyncEvent;
import io.netasync.frame.FrameException;
import io.netasync.mailbox.OutboxOptions;
import io.netasync.mailbox.Recipient;
import io.netasync.mailbox.Reports;
import io.netasync.mailbox.SendResult;
import io.netasync.request.RequestFailedException;
import io.netasync.request.RequestTally;
import io.netasync.transport.Acceptor;
import io.netasync.transport.Connection;
import io.netasync.transport.ConnectionHandler;
import io.netasync.transport.Dispatcher;
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

	private static final Duration LINGER = Duration.ofSeconds(1);

	private final ServerOptions options;

	private final Acceptor acceptor;

	private final ServerRuntime runtime;

	private final ServerListener listener;

	private final Runnable whenClosed;

	private final Dispatcher own;

	private final Reports reports;

	private final Map<String, ServerConnection> connections = new ConcurrentHashMap<>();

	private final AtomicInteger open = new AtomicInteger();

	private final RequestTally requests = new RequestTally();

	private final AtomicLong accepted = new AtomicLong();

	private final AtomicLong rejected = new AtomicLong();

	private final AtomicLong received = new AtomicLong();

	private final AtomicLong receivedBytes = new AtomicLong();

	private final AtomicLong heartbeatsMissed = new AtomicLong();

	private final AtomicReference<Ledger> closedLedgers = new AtomicReference<>(Ledger.EMPTY);

	private volatile int port = -1;

	private volatile boolean listening;

	private final ReentrantLock changing = new ReentrantLock();

	private volatile boolean paused;

	private volatile OutboxOptions outbox;

	private final AtomicBoolean closed = new AtomicBoolean();

	ListeningServer(ServerOptions options, Acceptor acceptor, ServerRuntime runtime, ServerListener listener,
			Runnable whenClosed) {
		this.options = options;
		this.outbox = options.outbox();
		this.acceptor = acceptor;
		this.runtime = runtime;
		this.listener = listener;
		this.whenClosed = whenClosed;
		this.own = new SerialDispatcher(runtime.executor(), ReceiveRoom.unlimited());
		this.reports = new Reports(options.name(), this.own, listener, runtime.memory());
	}

	@Override
	public String name() {
		return this.options.name();
	}

	@Override
	public void start() {
		this.port = this.acceptor.start(this);
		this.listening = true;
		logger.info("Server '%s' listens on port %d".formatted(name(), this.port));
		publish(this.own, new NetAsyncEvent.ServerListening(name(), this.port));
	}

	@Override
	public boolean admits(Endpoint peer) {
		if (this.paused) {
			reject(peer, "paused");
			return false;
		}
		if (this.open.get() < this.options.maxConnections()) {
			return true;
		}
		reject(peer, "max-connections");
		return false;
	}

	private void reject(Endpoint peer, String reason) {
		this.rejected.incrementAndGet();
		logger.debug("Server '%s' turned %s away: %s".formatted(name(), peer, reason));
		publish(this.own, new NetAsyncEvent.ConnectionRejected(name(), peer, reason));
	}

	@Override
	public ConnectionHandler accepted(Connection connection) {
		int max = this.options.maxConnections();
		if (this.open.getAndUpdate((count) -> Math.min(max, count + 1)) == max) {
			// others were admitted at the same moment
			reject(connection.endpoint(), "max-connections");
			this.runtime.executor().execute(() -> connection.close(DisconnectReason.LOCAL_CLOSE, null));
			return ConnectionHandler.NONE;
		}
		this.accepted.incrementAndGet();
		ServerConnection result = new ServerConnection(this, connection, this.runtime, this.listener);
		add(result);
		logger.debug("Server '%s' accepted %s".formatted(name(), connection.id()));
		connection.dispatcher().execute(() -> {
			result.recipient().status(ConnectionStatus.CONNECTED, connection.id());
			result.recipient()
				.event(new NetAsyncEvent.ConnectionAccepted(name(), connection.id(), connection.endpoint()));
		});
		return result;
	}

	void countReceived() {
		this.received.incrementAndGet();
	}

	void closed(ServerConnection connection, DisconnectReason reason, @Nullable Throwable cause) {
		this.receivedBytes.addAndGet(connection.connection().receivedBytes());
		if (reason == DisconnectReason.HEARTBEAT_TIMEOUT) {
			this.heartbeatsMissed.incrementAndGet();
		}
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
		this.closedLedgers.accumulateAndGet(connection.ledger(), Ledger::plus);
		this.connections.remove(connection.id());
		this.open.decrementAndGet();
		if (dropped > 0) {
			publish(connection.connection().dispatcher(), new NetAsyncEvent.MessagesDropped(name(), dropped, "closed"));
		}
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

	@Override
	public CompletableFuture<Message<?>> request(Message<?> message) {
		try {
			return addressed(message).request(message);
		}
		catch (NoSuchConnectionException ex) {
			return CompletableFuture.failedFuture(new RequestFailedException(RequestFailedException.Reason.REFUSED,
					false, "The request was not sent: " + ex.getMessage(), ex));
		}
	}

	private ServerConnection addressed(Message<?> message) {
		Object id = ReceivedMessage.header(message, IpHeaders.CONNECTION_ID);
		ServerConnection connection = (id != null) ? this.connections.get(id) : null;
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
		for (ServerConnection connection : this.connections.values()) {
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
		return Collections.unmodifiableCollection(this.connections.values());
	}

	@Override
	public Optional<NetAsyncConnection> connection(String connectionId) {
		return Optional.ofNullable(this.connections.get(connectionId));
	}

	@Override
	public ServerSnapshot snapshot() {
		Ledger ledger = this.closedLedgers.get();
		long bytes = this.receivedBytes.get();
		for (ServerConnection connection : this.connections.values()) {
			ledger = ledger.plus(connection.ledger());
			bytes += connection.connection().receivedBytes();
		}
		return new ServerSnapshot(this.listening, this.port, this.connections.size(), this.options.maxConnections(),
				this.accepted.get(), this.rejected.get(), ledger, this.received.get(), bytes,
				this.heartbeatsMissed.get(), this.requests.snapshot());
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
			new ServerDrain(this.connections.values(), this.options.drainTimeout()).run();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	@Override
	public void pause() {
		pause(true, ServerConnection::pause);
	}

	@Override
	public void resume() {
		pause(false, ServerConnection::resume);
	}

	private void pause(boolean value, Consumer<ServerConnection> action) {
		this.changing.lock();
		try {
			if (this.paused != value) {
				this.paused = value;
				this.connections.values().forEach(action);
			}
		}
		finally {
			this.changing.unlock();
		}
	}

	@Override
	public void sendBuffer(SendBufferPolicy policy) {
		this.changing.lock();
		try {
			this.outbox = new OutboxOptions(this.outbox.framing(), policy, this.outbox.key());
			this.connections.values().forEach((connection) -> connection.sendBuffer(policy));
		}
		finally {
			this.changing.unlock();
		}
	}

	OutboxOptions outbox() {
		return this.outbox;
	}

	private void add(ServerConnection connection) {
		this.changing.lock();
		try {
			this.connections.put(connection.id(), connection);
			connection.sendBuffer(this.outbox.policy());
			if (this.paused) {
				connection.pause();
			}
		}
		finally {
			this.changing.unlock();
		}
	}

	@Override
	public boolean isPaused() {
		return this.paused;
	}

	@Override
	public void close() {
		if (!this.closed.compareAndSet(false, true)) {
			return;
		}
		try {
			drain();
			this.acceptor.close();
			if (this.port >= 0) {
				publish(this.own, new NetAsyncEvent.Closed(name()));
				awaitOwn();
			}
		}
		finally {
			this.whenClosed.run();
		}
	}

	private void awaitOwn() {
		CountDownLatch told = new CountDownLatch(1);
		this.own.execute(told::countDown);
		try {
			told.await(LINGER.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	RequestTally requests() {
		return this.requests;
	}

	ServerOptions options() {
		return this.options;
	}

}
