package io.netasync.transport;

import java.util.concurrent.atomic.AtomicInteger;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.integration.ip.tcp.connection.NoListenerException;
import org.springframework.integration.ip.tcp.connection.TcpListener;
import org.springframework.messaging.Message;

/**
 * Makes messages of the frames of a connection and gives them to its listener, all frames
 * of a read in one go.
 *
 * @author net-async
 */
final class BurstDelivery {

	private static final Log logger = LogFactory.getLog(NettyTcpConnection.class);

	private final NettyTcpConnection connection;

	private final Dispatcher dispatcher;

	private final BurstFlush flush;

	private final AtomicInteger underWay = new AtomicInteger();

	private volatile long last = System.nanoTime();

	BurstDelivery(NettyTcpConnection connection, Dispatcher dispatcher, BurstFlush flush) {
		this.connection = connection;
		this.dispatcher = dispatcher;
		this.flush = flush;
	}

	/**
	 * Hands a burst over. It takes room until all of it was delivered.
	 * @param burst what a read brought
	 */
	void start(Burst burst) {
		if (!burst.isEmpty()) {
			this.underWay.incrementAndGet();
			this.flush.begin(burst.size());
			this.dispatcher.room().take(burst.size(), burst.bytes());
			this.dispatcher.execute(() -> deliver(burst));
		}
	}

	private void deliver(Burst burst) {
		for (byte[] payload : burst.payloads()) {
			Message<?> message = map(payload);
			if (message != null) {
				deliver(message);
			}
		}
		this.last = System.nanoTime();
		this.underWay.decrementAndGet();
		this.dispatcher.room().release(burst.size(), burst.bytes());
		this.flush.end(burst.size());
	}

	private @Nullable Message<?> map(byte[] frame) {
		try {
			return this.connection.map(frame);
		}
		catch (Exception ex) {
			logger.warn("Can't make a message of a frame on connection " + this.connection.getConnectionId(), ex);
			this.connection.abort(ex);
			return null;
		}
	}

	private void deliver(Message<?> message) {
		try {
			TcpListener listener = this.connection.getListener();
			if (listener != null) {
				listener.onMessage(message);
			}
			else {
				logger.warn("No listener for a message on connection " + this.connection.getConnectionId());
			}
		}
		catch (NoListenerException ex) {
			logger.warn(
					"An interceptor has no listener for a message on connection " + this.connection.getConnectionId());
		}
		catch (Throwable ex) {
			logger.error("A listener failed on connection " + this.connection.getConnectionId(), ex);
		}
	}

	boolean isUnderWay() {
		return this.underWay.get() > 0;
	}

	long last() {
		return this.last;
	}

}
