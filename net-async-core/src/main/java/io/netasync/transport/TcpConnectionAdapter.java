package io.netasync.transport;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

import io.netasync.event.DisconnectReason;
import io.netasync.event.Endpoint;
import io.netasync.frame.FrameException;
import io.netasync.frame.FrameException.Reason;
import io.netasync.payload.PayloadCodec;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.integration.ip.tcp.connection.SocketInfo;
import org.springframework.integration.ip.tcp.connection.TcpConnectionSupport;
import org.springframework.integration.ip.tcp.connection.TcpListener;
import org.springframework.integration.ip.tcp.serializer.SoftEndOfStreamException;
import org.springframework.messaging.Message;
import org.springframework.messaging.support.ErrorMessage;

/**
 * A connection of Spring Integration, Netty's or a stock one, with its interceptors, as a
 * {@link Connection}.
 *
 * @author net-async
 */
final class TcpConnectionAdapter implements Connection, TcpListener, ConnectionObserver {

	private static final Log logger = LogFactory.getLog(TcpConnectionAdapter.class);

	private final TcpConnectionSupport wrapped;

	private final @Nullable NettyTcpConnection netty;

	private final Endpoint endpoint;

	private final PayloadCodec payloads;

	private final Dispatcher dispatcher;

	private final ConnectionHandler handler;

	private final AtomicBoolean closed = new AtomicBoolean();

	private final long opened = System.nanoTime();

	private volatile long lastIn = this.opened;

	private volatile long lastOut = this.opened;

	private volatile boolean framed;

	private volatile @Nullable DisconnectReason reason;

	private final AtomicReference<@Nullable Runnable> onClose = new AtomicReference<>();

	TcpConnectionAdapter(TcpConnectionSupport wrapped, Endpoint endpoint, PayloadCodec payloads, Dispatcher dispatcher,
			Function<Connection, ConnectionHandler> handler) {
		this.wrapped = wrapped;
		this.endpoint = endpoint;
		this.payloads = payloads;
		this.dispatcher = dispatcher;
		this.netty = (NettyConnections.innermost(wrapped) instanceof NettyTcpConnection inner) ? inner : null;
		this.handler = handler.apply(this);
		if (this.netty != null) {
			this.netty.setObserver(this);
		}
	}

	@Override
	public void onMessage(Message<?> message) {
		if (!(message instanceof ErrorMessage)) {
			if (this.netty == null) {
				this.lastIn = System.nanoTime();
				this.framed = true;
			}
			decode(message);
		}
	}

	private void decode(Message<?> message) {
		Message<?> decoded;
		try {
			decoded = ReceivedMessage.decoded(message, this.payloads.decode(message));
		}
		catch (FrameException | RuntimeException ex) {
			this.handler.unreadable(message, ex);
			return;
		}
		this.handler.received(decoded);
	}

	@Override
	public void heard() {
		this.handler.heard();
	}

	@Override
	public void writable() {
		this.handler.writable();
	}

	/**
	 * Tells the handler, once, that the connection is gone.
	 * @param cause what Spring Integration knows of the cause
	 */
	@Override
	public void closed(@Nullable Throwable cause) {
		if (this.closed.compareAndSet(false, true)) {
			DisconnectReason known = this.reason;
			this.handler.closed((known != null) ? known : reasonOf(cause), isEndOfStream(cause) ? null : plain(cause));
			afterClose();
		}
	}

	void onClose(Runnable action) {
		this.onClose.set(action);
		if (this.closed.get()) {
			afterClose();
		}
	}

	private void afterClose() {
		Runnable action = this.onClose.getAndSet(null);
		if (action != null) {
			action.run();
		}
	}

	private static boolean isEndOfStream(@Nullable Throwable cause) {
		return cause instanceof SoftEndOfStreamException;
	}

	private static @Nullable Throwable plain(@Nullable Throwable cause) {
		// stock connections wrap what a read threw
		return (cause instanceof UncheckedIOException wrapper) ? wrapper.getCause() : cause;
	}

	private static DisconnectReason reasonOf(@Nullable Throwable cause) {
		for (Throwable current = cause; current != null; current = current.getCause()) {
			if (current instanceof ConnectionClosedException closedException) {
				return closedException.reason();
			}
			if (current instanceof FrameException frameException) {
				return (frameException.reason() == Reason.TRUNCATED) ? DisconnectReason.CONNECTION_LOST
						: DisconnectReason.FRAME_ERROR;
			}
			if (isEndOfStream(current)) {
				return DisconnectReason.PEER_CLOSED;
			}
		}
		return (cause != null) ? DisconnectReason.CONNECTION_LOST : DisconnectReason.PEER_CLOSED;
	}

	@Override
	public String id() {
		return Objects.requireNonNull(this.wrapped.getConnectionId());
	}

	@Override
	public Endpoint endpoint() {
		return this.endpoint;
	}

	@Override
	public Endpoint localEndpoint() {
		if (this.netty != null) {
			return this.netty.localEndpoint();
		}
		SocketInfo socket = this.wrapped.getSocketInfo();
		InetAddress address = (socket != null) ? socket.getLocalAddress() : null;
		return new Endpoint((address != null) ? address.getHostAddress() : "0.0.0.0",
				(socket != null) ? socket.getLocalPort() : 0);
	}

	@Override
	public boolean isOpen() {
		return !this.closed.get() && this.wrapped.isOpen();
	}

	@Override
	public boolean seesBytes() {
		return this.netty != null;
	}

	@Override
	public void holdReading(boolean hold) {
		if (this.netty != null) {
			this.netty.holdReading(hold);
		}
	}

	@Override
	public boolean isWritable() {
		return this.netty == null || this.netty.isWritable();
	}

	@Override
	public void flush() {
		if (this.netty != null) {
			this.netty.flush();
		}
	}

	@Override
	public void send(TrackedMessage message) {
		if (this.netty == null) {
			this.lastOut = System.nanoTime();
		}
		message.sendThrough(this.wrapped::send);
	}

	@Override
	public void close(DisconnectReason closeReason, @Nullable Throwable cause) {
		if (this.reason == null) {
			this.reason = closeReason;
		}
		this.wrapped.close();
	}

	@Override
	public void finish(DisconnectReason finishReason) {
		this.reason = finishReason;
		try {
			NettyConnections.innermost(this.wrapped).shutdownOutput();
		}
		catch (IOException | UnsupportedOperationException ex) {
			logger.debug("Can't close the sending side of " + id(), ex);
			this.wrapped.close();
		}
	}

	@Override
	public ConnectionActivity activity() {
		return (this.netty != null) ? this.netty.activity()
				: new ConnectionActivity(this.opened, this.framed, this.lastIn, this.lastOut, false, 0);
	}

	@Override
	public Dispatcher dispatcher() {
		return this.dispatcher;
	}

	@Override
	public long receivedBytes() {
		return (this.netty != null) ? this.netty.receivedBytes() : 0;
	}

	@Override
	public <T> Optional<T> unwrap(Class<T> type) {
		Optional<T> outermost = Optional.of(this.wrapped).filter(type::isInstance).map(type::cast);
		return (outermost.isEmpty() && this.netty != null) ? this.netty.unwrap(type) : outermost;
	}

	@Override
	public long roundTripMicros() {
		return (this.netty != null) ? this.netty.roundTripMicros() : -1;
	}

	@Override
	public String toString() {
		return id();
	}

}
