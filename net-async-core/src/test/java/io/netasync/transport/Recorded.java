package io.netasync.transport;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.springframework.integration.ip.tcp.connection.AbstractConnectionFactory;
import org.springframework.integration.ip.tcp.connection.TcpConnection;
import org.springframework.integration.ip.tcp.connection.TcpListener;
import org.springframework.integration.ip.tcp.connection.TcpSender;
import org.springframework.messaging.Message;
import org.springframework.messaging.support.ErrorMessage;

/**
 * What the listener and sender of a connection factory were told.
 *
 * @author net-async
 */
class Recorded implements TcpListener, TcpSender {

	private final List<Message<?>> messages = new CopyOnWriteArrayList<>();

	private final List<Throwable> errors = new CopyOnWriteArrayList<>();

	private final List<TcpConnection> connections = new CopyOnWriteArrayList<>();

	Recorded() {
	}

	static Recorded by(AbstractConnectionFactory factory) {
		Recorded recorded = new Recorded();
		factory.registerListener(recorded);
		factory.registerSender(recorded);
		return recorded;
	}

	/**
	 * Makes one that keeps the thread of messages with a prefix.
	 * @param prefix the prefix
	 * @param released lets the thread go
	 * @return the listener
	 */
	static Recorded blockedBy(String prefix, CountDownLatch released) {
		return new Recorded() {

			@Override
			public void onMessage(Message<?> message) {
				super.onMessage(message);
				if (message.getPayload() instanceof byte[] bytes && new String(bytes).startsWith(prefix)) {
					await(released);
				}
			}

		};
	}

	static void await(CountDownLatch latch) {
		try {
			latch.await(20, TimeUnit.SECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	@Override
	public void onMessage(Message<?> message) {
		if (message instanceof ErrorMessage error) {
			this.errors.add(error.getPayload());
		}
		else {
			this.messages.add(message);
		}
	}

	@Override
	public void addNewConnection(TcpConnection connection) {
		this.connections.add(connection);
	}

	@Override
	public void removeDeadConnection(TcpConnection connection) {
		this.connections.removeIf((known) -> known.getConnectionId().equals(connection.getConnectionId()));
	}

	List<String> texts() {
		return this.messages.stream().map((message) -> new String((byte[]) message.getPayload())).toList();
	}

	List<Message<?>> messages() {
		return this.messages;
	}

	List<Throwable> errors() {
		return this.errors;
	}

	List<TcpConnection> connections() {
		return this.connections;
	}

}
