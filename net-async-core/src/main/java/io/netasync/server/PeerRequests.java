package io.netasync.server;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

import io.netasync.event.DisconnectReason;
import io.netasync.mailbox.Fate;
import io.netasync.mailbox.OutboxRequests;
import io.netasync.request.RequestConnection;
import io.netasync.request.RequestOptions;
import io.netasync.transport.Connection;
import org.jspecify.annotations.Nullable;

import org.springframework.messaging.Message;

/**
 * The requests made of the peer of one accepted connection. There is nothing of them
 * until the first is made, as most connections see none.
 *
 * @author net-async
 */
final class PeerRequests {

	private final Connection connection;

	private final Supplier<OutboxRequests> factory;

	private final ReentrantLock lock = new ReentrantLock();

	private boolean gone;

	private volatile @Nullable Made made;

	PeerRequests(Connection connection, Supplier<OutboxRequests> factory) {
		this.connection = connection;
		this.factory = factory;
	}

	CompletableFuture<Message<?>> request(Message<?> message) {
		return made().requests.request(message);
	}

	CompletableFuture<Message<?>> request(Message<?> message, RequestOptions options) {
		return made().requests.request(message, options);
	}

	private Made made() {
		Made known = this.made;
		return (known != null) ? known : make();
	}

	private Made make() {
		this.lock.lock();
		try {
			Made known = this.made;
			if (known == null) {
				OutboxRequests requests = this.factory.get();
				known = new Made(requests,
						requests.connection(() -> this.connection.close(DisconnectReason.REQUEST_TIMEOUT, null)));
				if (this.gone) {
					requests.close();
				}
				this.made = known;
			}
			return known;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Lets a message that is about to be written pass.
	 * @param fate whom the message is followed for
	 * @return {@code false} if it is a request that has ended
	 */
	boolean pass(Fate fate) {
		Made known = this.made;
		return known == null || OutboxRequests.handOver(fate, known.connection);
	}

	/**
	 * Is told that a message came.
	 * @param message the message
	 * @return what to deliver, {@code null} if it was a reply
	 */
	@Nullable Message<?> received(Message<?> message) {
		Made known = this.made;
		return (known != null) ? known.connection.received(message) : message;
	}

	/**
	 * Is told that a message came of which no payload can be made.
	 * @param cause why
	 */
	void unreadable(Throwable cause) {
		Made known = this.made;
		if (known != null) {
			known.connection.unreadable(cause);
		}
	}

	/**
	 * Is told, after the last message that came, that the connection is gone.
	 * @param reason why
	 * @param cause the exception behind it, if there was one
	 */
	void gone(DisconnectReason reason, @Nullable Throwable cause) {
		this.lock.lock();
		try {
			this.gone = true;
		}
		finally {
			this.lock.unlock();
		}
		Made known = this.made;
		if (known != null) {
			known.connection.gone(reason, cause);
			known.requests.close();
		}
	}

	private record Made(OutboxRequests requests, RequestConnection connection) {
	}

}
