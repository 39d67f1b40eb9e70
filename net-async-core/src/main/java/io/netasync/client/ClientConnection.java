package io.netasync.client;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

import io.netasync.buffer.MessageBuffer;
import io.netasync.client.ClientInput.Heard;
import io.netasync.client.ClientInput.Lost;
import io.netasync.event.DisconnectReason;
import io.netasync.mailbox.ConnectionSink;
import io.netasync.mailbox.OutboxRequests;
import io.netasync.mailbox.Outgoing;
import io.netasync.request.RequestConnection;
import io.netasync.transport.Connection;
import io.netasync.transport.ConnectionHandler;
import org.jspecify.annotations.Nullable;

import org.springframework.messaging.Message;

/**
 * One connection of a client. What comes before the client lets messages flow over it is
 * held back, so that the status is told first.
 *
 * @author net-async
 */
final class ClientConnection implements ConnectionHandler {

	/** With so many messages held back no more are read. */
	private static final int HELD = 100;

	private final long number;

	private final Connection connection;

	private final MessageBuffer<Outgoing> buffer;

	private final Consumer<ClientInput> machine;

	private final ClientTeller teller;

	private final RequestConnection requests;

	/** Confined to the dispatcher. */
	private @Nullable List<Early> held = new ArrayList<>();

	private final LongSupplier clock;

	private volatile long lastReceived;

	private volatile @Nullable Runnable whenFinished;

	private final ConnectionSink sink;

	private volatile boolean paused;

	ClientConnection(long number, Connection connection, MessageBuffer<Outgoing> buffer, Consumer<ClientInput> machine,
			ClientTeller teller, OutboxRequests requests, LongSupplier clock) {
		this.number = number;
		this.connection = connection;
		this.buffer = buffer;
		this.machine = machine;
		this.teller = teller;
		this.clock = clock;
		this.lastReceived = clock.getAsLong();
		RequestConnection known = requests.connection(() -> connection.close(DisconnectReason.REQUEST_TIMEOUT, null));
		this.requests = known;
		this.sink = new ConnectionSink(connection, (fate) -> OutboxRequests.handOver(fate, known));
	}

	/**
	 * Delivers what was held back. To be called by the dispatcher.
	 */
	void flow() {
		List<Early> early = release();
		early.forEach((next) -> deliver(next.message(), next.unreadable()));
		if (early.size() >= HELD && !this.paused) {
			this.connection.holdReading(false);
		}
	}

	/**
	 * Stops reading or goes on, once messages flow over the connection.
	 * @param value whether to stop
	 */
	void pauseReading(boolean value) {
		this.paused = value;
		this.connection.holdReading(value);
	}

	/**
	 * Gives up holding back. To be called by the dispatcher.
	 * @return what was held back
	 */
	List<Early> release() {
		List<Early> early = this.held;
		this.held = null;
		return (early != null) ? early : List.of();
	}

	@Override
	public void received(Message<?> message) {
		take(message, null);
	}

	@Override
	public void unreadable(Message<?> message, Throwable cause) {
		take(message, cause);
	}

	private void take(Message<?> message, @Nullable Throwable unreadable) {
		this.lastReceived = this.clock.getAsLong();
		if (this.held != null) {
			this.held.add(new Early(message, unreadable));
			if (this.held.size() == HELD) {
				this.connection.holdReading(true);
			}
		}
		else {
			deliver(message, unreadable);
		}
	}

	private void deliver(Message<?> message, @Nullable Throwable unreadable) {
		if (unreadable == null) {
			this.teller.received(message, this.requests);
		}
		else {
			this.requests.unreadable(unreadable);
			this.teller.unreadable(message, unreadable);
		}
	}

	@Override
	public void heard() {
		this.machine.accept(new Heard(this.number));
	}

	@Override
	public void writable() {
		this.buffer.resume();
	}

	@Override
	public void closed(DisconnectReason reason, @Nullable Throwable cause) {
		this.sink.end();
		this.buffer.detach(this.sink);
		this.connection.dispatcher().execute(() -> this.requests.gone(reason, cause));
		Runnable finished = this.whenFinished;
		if (finished != null) {
			finished.run();
			return;
		}
		this.machine.accept(new Lost(this.number, reason, cause));
	}

	/**
	 * Says that nothing more will be sent and leaves it to the peer to close. The machine
	 * is not told of the loss.
	 * @param whenGone called when the connection is gone
	 */
	void finish(Runnable whenGone) {
		this.whenFinished = whenGone;
		if (this.connection.isOpen()) {
			this.connection.finish();
		}
		else {
			whenGone.run();
		}
	}

	/**
	 * Tells whether replies are awaited.
	 * @return {@code true} if so
	 */
	boolean owesReplies() {
		return this.requests.owesReplies();
	}

	ConnectionSink sink() {
		return this.sink;
	}

	Connection connection() {
		return this.connection;
	}

	long lastReceived() {
		return this.lastReceived;
	}

	/**
	 * A message that came before messages flow.
	 *
	 * @param message the message
	 * @param unreadable why no payload can be made of it, {@code null} if that is made
	 */
	record Early(Message<?> message, @Nullable Throwable unreadable) {
	}

}
