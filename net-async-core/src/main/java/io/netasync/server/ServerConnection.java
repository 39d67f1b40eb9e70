package io.netasync.server;

import java.util.concurrent.CompletableFuture;

import io.netasync.buffer.Ledger;
import io.netasync.buffer.SendBuffer;
import io.netasync.buffer.SendOutcome;
import io.netasync.buffer.SendRefusedException;
import io.netasync.buffer.SendRefusedException.Reason;
import io.netasync.buffer.SendSink;
import io.netasync.event.DisconnectReason;
import io.netasync.event.Endpoint;
import io.netasync.frame.FrameException;
import io.netasync.transport.Connection;
import io.netasync.transport.ConnectionHandler;
import io.netasync.transport.EventLoops;
import io.netasync.transport.TrackedMessage;
import org.jspecify.annotations.Nullable;

import org.springframework.messaging.Message;
import org.springframework.messaging.support.GenericMessage;

/**
 * An accepted connection with its send buffer.
 *
 * @author net-async
 */
final class ServerConnection
		implements NetAsyncConnection, ConnectionHandler, SendSink<TrackedMessage>, SendOutcome<TrackedMessage> {

	private final ListeningServer server;

	private final Connection connection;

	private final SendBuffer<TrackedMessage> buffer;

	private final ConnectionWatch watch = new ConnectionWatch();

	ServerConnection(ListeningServer server, Connection connection) {
		this.server = server;
		this.connection = connection;
		this.buffer = new SendBuffer<>(server.options().sendBuffer(),
				connection.seesBytes() ? Runnable::run : server.executor(), () -> !EventLoops.onEventLoop(), this);
		this.buffer.attach(this);
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
	public CompletableFuture<@Nullable Void> send(Object payload) {
		return send(new GenericMessage<>(payload));
	}

	CompletableFuture<@Nullable Void> send(Message<?> message) {
		TrackedMessage tracked = new TrackedMessage(message, this.buffer::written);
		CompletableFuture<@Nullable Void> result = tracked.result(this.server.executor());
		try {
			offer(tracked, false);
			return result;
		}
		catch (FrameException | SendRefusedException ex) {
			return CompletableFuture.failedFuture(ex);
		}
	}

	/**
	 * Accepts a message without telling what becomes of it.
	 * @param message the message
	 * @param now whether to refuse it rather than to wait for room
	 * @throws FrameException if it can't be sent
	 */
	void accept(Message<?> message, boolean now) throws FrameException {
		offer(new TrackedMessage(message, this.buffer::written), now);
	}

	private void offer(TrackedMessage tracked, boolean now) throws FrameException {
		try {
			int size = this.server.options().framing().frameSize(tracked.getPayload());
			if (now) {
				this.buffer.offerNow(tracked, size);
			}
			else {
				this.buffer.offer(tracked, size);
			}
		}
		catch (FrameException | SendRefusedException ex) {
			this.server.failed(this.connection.dispatcher(), tracked.message(), ex);
			throw ex;
		}
	}

	@Override
	public void received(Message<?> message) {
		this.server.received(message);
	}

	@Override
	public void heard() {
	}

	@Override
	public void writable() {
		this.buffer.resume();
	}

	@Override
	public void closed(DisconnectReason reason, @Nullable Throwable cause) {
		this.buffer.detach(this);
		this.buffer.close();
		this.server.closed(this, reason, cause);
		int given = this.buffer.failPending(new SendRefusedException(Reason.CLOSED,
				"The connection %s was closed before the message was written".formatted(id())));
		this.server.retired(this, given);
	}

	@Override
	public boolean isWritable() {
		return this.connection.isWritable();
	}

	@Override
	public boolean isOpen() {
		return this.connection.isOpen();
	}

	@Override
	public void take(TrackedMessage message) {
		this.connection.send(message);
	}

	@Override
	public void flush() {
		this.connection.flush();
	}

	@Override
	public void sent(TrackedMessage message) {
		message.end(null);
	}

	@Override
	public void failed(TrackedMessage message, Throwable cause) {
		message.end(cause);
		this.server.failed(this.connection.dispatcher(), message.message(), cause);
	}

	@Override
	public Ledger ledger() {
		return this.buffer.ledger();
	}

	@Override
	public void close() {
		this.connection.close(DisconnectReason.LOCAL_CLOSE, null);
	}

	/**
	 * Drops what waits, so that a peer that is slow gets what is new.
	 */
	void shed() {
	}

	ConnectionWatch watch() {
		return this.watch;
	}

	SendBuffer<TrackedMessage> buffer() {
		return this.buffer;
	}

	Connection connection() {
		return this.connection;
	}

}
