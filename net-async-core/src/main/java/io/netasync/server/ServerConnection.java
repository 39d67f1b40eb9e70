package io.netasync.server;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

import io.netasync.buffer.BufferRuntime;
import io.netasync.buffer.DropReason;
import io.netasync.buffer.Ledger;
import io.netasync.buffer.MessageBuffer;
import io.netasync.buffer.MessageTerms.Claim;
import io.netasync.buffer.SendBufferPolicy;
import io.netasync.buffer.SendRefusedException;
import io.netasync.buffer.SendRefusedException.Reason;
import io.netasync.event.DisconnectReason;
import io.netasync.event.Endpoint;
import io.netasync.frame.FrameException;
import io.netasync.mailbox.ConnectionSink;
import io.netasync.mailbox.Fate;
import io.netasync.mailbox.Outbox;
import io.netasync.mailbox.OutboxRequests;
import io.netasync.mailbox.Outgoing;
import io.netasync.mailbox.Recipient;
import io.netasync.mailbox.Reports;
import io.netasync.mailbox.ScheduledTimer;
import io.netasync.mailbox.SendResult;
import io.netasync.request.RequestOptions;
import io.netasync.transport.Connection;
import io.netasync.transport.ConnectionHandler;
import io.netasync.transport.EventLoops;
import org.jspecify.annotations.Nullable;

import org.springframework.messaging.Message;
import org.springframework.messaging.MessageChannel;
import org.springframework.messaging.PollableChannel;
import org.springframework.messaging.SubscribableChannel;
import org.springframework.messaging.support.GenericMessage;

/**
 * An accepted connection with its outbox.
 *
 * @author net-async
 */
final class ServerConnection implements NetAsyncConnection, ConnectionHandler {

	private final ListeningServer server;

	private final Connection connection;

	private final Reception reception;

	private final Map<String, Object> attributes = new ConcurrentHashMap<>();

	private final ConnectionSink sink;

	private final Outbox outbox;

	private final PeerRequests requests;

	private final ConnectionWatch watch = new ConnectionWatch();

	ServerConnection(ListeningServer server, Connection connection, ServerRuntime runtime, ServerListener listener) {
		this.server = server;
		this.connection = connection;
		this.reception = listener.accepted(this, connection);
		this.requests = new PeerRequests(connection, () -> requests(runtime));
		this.sink = new ConnectionSink(connection, this.requests::pass);
		BufferRuntime bufferRuntime = new BufferRuntime(connection.seesBytes() ? Runnable::run : runtime.executor(),
				() -> !EventLoops.onEventLoop(), runtime.memory(),
				new ScheduledTimer(runtime.control(), runtime.clock()));
		this.outbox = new Outbox(server.outbox(), bufferRuntime, runtime.executor(),
				new Reports(server.name(), connection.dispatcher(), recipient(), runtime.memory()));
		buffer().attach(this.sink);
	}

	private OutboxRequests requests(ServerRuntime runtime) {
		return new OutboxRequests(this.outbox, this.server.options().requests().withoutRetries(),
				this.server.requests(), runtime.control(), runtime.executor(), runtime.clock());
	}

	@Override
	public String id() {
		return this.connection.id();
	}

	@Override
	public Endpoint endpoint() {
		return this.connection.endpoint();
	}

	@Override
	public CompletableFuture<SendResult> send(Object payload) {
		return send(new GenericMessage<>(payload));
	}

	@Override
	public CompletableFuture<SendResult> send(Message<?> message) {
		return this.outbox.send(message);
	}

	@Override
	public CompletableFuture<Message<?>> request(Message<?> message) {
		return this.requests.request(message);
	}

	@Override
	public CompletableFuture<Message<?>> request(Message<?> message, RequestOptions options) {
		return this.requests.request(message, options);
	}

	@Override
	public void accept(Message<?> message) throws FrameException {
		accept(message, Claim.WAIT);
	}

	@Override
	public Endpoint localEndpoint() {
		return this.connection.localEndpoint();
	}

	@Override
	public SubscribableChannel inbound() {
		return this.reception.inbound();
	}

	@Override
	public PollableChannel inboundQueue() {
		return this.reception.inboundQueue();
	}

	@Override
	public MessageChannel outbound() {
		return this.reception.outbound();
	}

	@Override
	public Map<String, Object> attributes() {
		return this.attributes;
	}

	/**
	 * Accepts a message without telling what becomes of it.
	 * @param message the message
	 * @param claim whether to wait for room
	 * @throws FrameException if it can't be sent
	 */
	void accept(Message<?> message, Claim claim) throws FrameException {
		this.outbox.submit(message, claim, Fate.UNKNOWN);
	}

	@Override
	public void received(Message<?> message) {
		this.server.countReceived();
		Message<?> unasked = this.requests.received(this.server.peers().named(message, this));
		if (unasked != null) {
			recipient().received(unasked);
		}
	}

	@Override
	public void unreadable(Message<?> message, Throwable cause) {
		this.server.countReceived();
		this.requests.unreadable(cause);
		recipient().failed(message, cause);
	}

	@Override
	public void heard() {
	}

	@Override
	public void writable() {
		buffer().resume();
	}

	@Override
	public void closed(DisconnectReason reason, @Nullable Throwable cause) {
		this.sink.end();
		buffer().detach(this.sink);
		buffer().close();
		this.connection.dispatcher().execute(() -> this.requests.gone(reason, cause));
		this.server.peers().gone(this);
		this.server.closed(this, reason, cause);
		int given = buffer().failPending(new SendRefusedException(Reason.CLOSED,
				"The connection %s was closed before the message was written".formatted(id())));
		this.server.retired(this, given);
	}

	@Override
	public <T> Optional<T> unwrap(Class<T> type) {
		return this.connection.unwrap(type);
	}

	@Override
	public Ledger ledger() {
		return buffer().ledger();
	}

	@Override
	public void close() {
		this.connection.close(DisconnectReason.LOCAL_CLOSE, null);
	}

	@Override
	public void sendBuffer(SendBufferPolicy policy) {
		this.outbox.policy(policy);
	}

	/**
	 * Drops what waits, so that a peer that is slow gets what is new.
	 */
	void shed() {
		buffer().dropWaiting(DropReason.SHED);
	}

	ConnectionWatch watch() {
		return this.watch;
	}

	/**
	 * Stops reading and writing; what waits to be sent stays where it is.
	 */
	void pause() {
		buffer().pause();
		this.connection.holdReading(true);
	}

	void resume() {
		if (this.sink.isOpen()) {
			this.connection.holdReading(false);
			buffer().attach(this.sink);
		}
	}

	Recipient recipient() {
		return this.reception.recipient();
	}

	MessageBuffer<Outgoing> buffer() {
		return this.outbox.buffer();
	}

	Connection connection() {
		return this.connection;
	}

}
