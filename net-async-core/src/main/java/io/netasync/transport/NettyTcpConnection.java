package io.netasync.transport;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.stream.Stream;

import javax.net.ssl.SSLSession;

import io.netasync.event.DisconnectReason;
import io.netasync.event.Endpoint;
import io.netasync.frame.FrameException;
import io.netasync.frame.FrameException.Reason;
import io.netasync.frame.Framing;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslHandler;
import org.jspecify.annotations.Nullable;

import org.springframework.core.serializer.Serializer;
import org.springframework.integration.ip.tcp.connection.TcpConnectionSupport;
import org.springframework.integration.ip.tcp.connection.TcpListener;
import org.springframework.integration.ip.tcp.connection.TcpSender;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessagingException;

/**
 * Spring Integration's connection over a Netty channel.
 * <p>
 * Bytes move on the channel's event loop. Everything that reaches user code (messages,
 * listeners' errors, Spring Integration's open, exception and close events) goes through
 * the dispatcher, and so is in order and off the event loop: the open event comes before
 * the first message and the close event after the last, once each.
 * <p>
 * {@link #send} waits until the message is in the kernel, as Spring Integration's own
 * connections do, and throws if it can't get there. A message that is a
 * {@link WriteCallback} is taken without waiting, as is any message on an event loop.
 *
 * @author net-async
 */
final class NettyTcpConnection extends TcpConnectionSupport implements MonitoredConnection {

	/** How long the end of what can't be written to may be waited for. */
	private static final int LAST_READS_MILLIS = 1000;

	private final Channel channel;

	private final Dispatcher dispatcher;

	private final byte @Nullable [] heartbeat;

	private final BatchWriter writer;

	private final FrameReader reader;

	private final WritePace pace;

	private final ChannelSocket socket;

	private final boolean transformed;

	private final String id;

	private final NettyConnections owner;

	private final CompletableFuture<Void> finished = new CompletableFuture<>();

	private final AtomicBoolean closing = new AtomicBoolean();

	private final AtomicLong receivedBytes = new AtomicLong();

	private final BurstDelivery delivery;

	private final long opened = System.nanoTime();

	private TcpConnectionSupport outermost;

	private volatile @Nullable Throwable cause;

	private volatile ConnectionObserver observer = ConnectionObserver.NONE;

	private volatile boolean closedLocally;

	private volatile boolean manual;

	private volatile boolean finishing;

	/** Whether nothing can be written any more. On the event loop only. */
	private boolean broken;

	private byte @Nullable [] frame;

	private @Nullable Map<String, Object> messageHeaders;

	NettyTcpConnection(Channel channel, ChannelSocket socket, boolean transformed, NettyConnections owner,
			Dispatcher dispatcher) {
		super(socket, owner.isServer(), owner.isLookupHost(), owner.publisher(), owner.factoryName());
		this.channel = channel;
		this.socket = socket;
		Endpoint unix = socket.unix();
		this.id = (unix != null) ? unix + ":" + UUID.randomUUID() : super.getConnectionId();
		this.owner = owner;
		this.outermost = this;
		this.dispatcher = dispatcher;
		this.transformed = transformed;
		Framing framing = owner.framing();
		this.heartbeat = framing.heartbeat();
		this.writer = new BatchWriter(channel, transformed, this.heartbeat, this::writable, this::fail, this::broken);
		this.delivery = new BurstDelivery(this, dispatcher, this.writer.bursts());
		this.reader = new FrameReader(this, framing, dispatcher.room(), owner.rates());
		this.pace = new WritePace(owner.rates(), channel.eventLoop(), this::writable);
	}

	/**
	 * Begins to read, unless the listener is yet to be registered by hand.
	 * @param wrapped this connection as the interceptors have wrapped it
	 * @param listenerFollows whether the listener is yet to be registered by hand; behind
	 * interceptors this connection would not know
	 */
	void open(TcpConnectionSupport wrapped, boolean listenerFollows) {
		this.outermost = wrapped;
		this.manual |= listenerFollows;
		if (this.transformed) {
			this.channel.pipeline().addFirst(new WireActivity(this, this.reader, this.writer));
		}
		if (this.socket.getSoTimeout() > 0) {
			this.channel.pipeline().addLast(new ReadTimeout(this, this.socket.getSoTimeout()));
		}
		this.channel.pipeline().addLast("net-async", this.reader);
		this.dispatcher.execute(this::publishConnectionOpenEvent);
		this.channel.config().setAutoRead(!this.manual);
	}

	private void startReading() {
		this.channel.eventLoop().execute(() -> this.channel.config().setAutoRead(!this.reader.areReadsPaused()));
	}

	/**
	 * Reads even if the listener is yet to be registered: a connection test waits for an
	 * answer.
	 */
	@Override
	public void registerTestListener(TcpListener listener) {
		super.registerTestListener(listener);
		startReading();
	}

	@Override
	public void enableManualListenerRegistration() {
		this.manual = true;
		super.enableManualListenerRegistration();
	}

	@Override
	public void registerListener(@Nullable TcpListener listener) {
		super.registerListener(listener);
		if (this.manual) {
			this.manual = false;
			startReading();
		}
	}

	/**
	 * Spring Integration copies the senders in a way only its own package can; so they
	 * are looked up where they are.
	 */
	@Override
	public List<TcpSender> getSenders() {
		List<TcpSender> own = super.getSenders();
		return own.isEmpty() ? this.owner.senders() : own;
	}

	private void writable() {
		this.observer.writable();
	}

	void received(Burst burst) {
		this.delivery.start(burst);
	}

	@Nullable Message<?> map(byte[] payload) {
		this.frame = payload;
		try {
			return getMapper().toMessage(this);
		}
		finally {
			this.frame = null;
		}
	}

	/**
	 * Returns since when nothing is heard of a peer that is listened to. As long as
	 * messages are handled it is not expected to say anything.
	 * @param now the time now
	 * @return the time
	 */
	long listeningSince(long now) {
		if (this.delivery.isUnderWay() || areReadsPaused()) {
			return now;
		}
		long read = this.reader.lastRead();
		long delivered = this.delivery.last();
		return (read - delivered > 0) ? read : delivered;
	}

	@Override
	public byte[] getPayload() {
		byte[] payload = this.frame;
		if (payload == null) {
			throw new IllegalStateException("There is a payload only while a message is mapped");
		}
		return payload;
	}

	Map<String, Object> messageHeaders(Supplier<Map<String, Object>> factory) {
		Map<String, Object> headers = this.messageHeaders;
		if (headers == null) {
			headers = factory.get();
			this.messageHeaders = headers;
		}
		return headers;
	}

	@Override
	public void send(Message<?> message) {
		try {
			if (message instanceof WriteCallback callback) {
				write(message, callback);
			}
			else if (EventLoops.onEventLoop()) {
				write(message, null);
			}
			else {
				Confirmation confirmation = new Confirmation();
				write(message, confirmation);
				confirmation.await();
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw sendFailed(message, ex);
		}
		catch (IOException | RuntimeException ex) {
			throw sendFailed(message, ex);
		}
	}

	@SuppressWarnings("unchecked")
	private void write(Message<?> message, @Nullable WriteCallback callback) throws IOException {
		Object payload = getMapper().fromMessage(message);
		if (payload == null) {
			throw new IOException("The mapper made nothing of the message");
		}
		int bytes = this.writer.write((Serializer<Object>) getSerializer(), payload, callback);
		if (payload != this.heartbeat) {
			this.pace.wrote(bytes);
		}
	}

	private MessagingException sendFailed(Message<?> message, Exception failure) {
		return new MessagingException(message, "Send failed on connection " + getConnectionId(), failure);
	}

	@Override
	public void fail(Throwable failure) {
		if (this.cause == null) {
			this.cause = failure;
		}
		// past the TLS handler, which would wait for a peer that takes nothing
		ChannelHandlerContext first = this.channel.pipeline().firstContext();
		if (first != null) {
			first.close();
		}
	}

	/**
	 * Fails and takes no more of what comes.
	 * @param failure what went wrong
	 */
	void abort(Throwable failure) {
		this.reader.end();
		fail(failure);
	}

	/**
	 * Called on the event loop when the channel is closed through its pipeline: by the
	 * application, if neither this connection nor a failure did it.
	 */
	void closedByApplication() {
		if (this.channel.isActive() && this.cause == null && !this.closing.get()) {
			this.cause = new ConnectionClosedException(DisconnectReason.LOCAL_CLOSE,
					"The application has closed the channel, or a handler in its pipeline has");
		}
	}

	/**
	 * Tells whether the peer has ended its stream, and nothing else has: no failure, and
	 * with TLS nobody who can't speak for the peer.
	 * @return {@code false} if there was to be more
	 */
	boolean isWhole() {
		SslHandler handler = this.channel.pipeline().get(SslHandler.class);
		return this.cause == null && !this.broken && (handler == null || handler.sslCloseFuture().isSuccess());
	}

	/**
	 * Called on the event loop when nothing can be written any more, most likely because
	 * the peer has gone. What it has sent before is here, or nearly so, and its end is
	 * behind it.
	 */
	private void broken() {
		if (!this.broken) {
			this.broken = true;
			this.reader.readLast(this.channel);
			this.channel.eventLoop().schedule((Runnable) this.channel::close, LAST_READS_MILLIS, TimeUnit.MILLISECONDS);
		}
	}

	/**
	 * Called when the peer's stream ended inside of a frame.
	 * @param bytes how much of it came
	 */
	void truncated(int bytes) {
		if (this.cause == null) {
			this.cause = new FrameException(Reason.TRUNCATED,
					"stream ended after the first " + bytes + " bytes of a frame");
		}
	}

	/**
	 * Called on the event loop when the channel is gone and every write has ended.
	 */
	void inactive() {
		this.writer.close();
		Throwable failure = this.cause;
		this.observer.closed(failure);
		this.dispatcher.execute(() -> finish(failure));
	}

	private void finish(@Nullable Throwable failure) {
		if (failure != null) {
			publishConnectionExceptionEvent(failure);
		}
		this.finishing = true;
		if (this.closedLocally || this.manual) {
			super.close();
		}
		else {
			closeConnection(true);
		}
		this.owner.forget(this.outermost);
		if (failure instanceof Exception exception && !this.manual) {
			sendExceptionToListener(exception);
		}
		this.finished.complete(null);
	}

	@Override
	public void close() {
		if (this.finishing) {
			super.close();
			return;
		}
		if (this.closing.compareAndSet(false, true)) {
			this.closedLocally = this.channel.isOpen() && this.cause == null;
			this.reader.end();
			this.channel.close();
		}
	}

	/**
	 * Closes the sending side behind what is still to be written; the peer's end of
	 * stream then closes the connection.
	 */
	@Override
	public void shutdownOutput() {
		if (this.channel instanceof DuplexChannel duplexChannel) {
			this.channel.eventLoop()
				.execute(() -> this.channel.writeAndFlush(Unpooled.EMPTY_BUFFER)
					.addListener((written) -> duplexChannel.shutdownOutput()));
		}
	}

	/**
	 * Calls back when the last event of this connection is out.
	 * @param callback called by any thread
	 */
	void whenFinished(Runnable callback) {
		this.finished.thenRun(callback);
	}

	<T> Optional<T> unwrap(Class<T> type) {
		return Stream.of(this, this.channel, this.socket).filter(type::isInstance).map(type::cast).findFirst();
	}

	void setObserver(ConnectionObserver observer) {
		this.observer = observer;
	}

	void flush() {
		this.writer.flushSoon();
	}

	void holdReading(boolean hold) {
		this.channel.eventLoop().execute(() -> this.reader.hold(this.channel, hold));
	}

	ConnectionActivity activity() {
		return this.reader.activity(this.opened, this.writer.lastMessage());
	}

	Dispatcher dispatcher() {
		return this.dispatcher;
	}

	long receivedBytes() {
		return this.receivedBytes.get();
	}

	boolean isWritable() {
		return this.writer.isWritable() && !this.pace.isHeld();
	}

	@Override
	public boolean isOpen() {
		return this.channel.isActive() && this.cause == null && !this.closing.get();
	}

	@Override
	public String getConnectionId() {
		return this.id;
	}

	/**
	 * Returns the host of the peer: with a Unix socket it is this one.
	 */
	@Override
	public String getHostName() {
		return (this.socket.unix() != null) ? "localhost" : super.getHostName();
	}

	@Override
	public String getHostAddress() {
		Endpoint unix = this.socket.unix();
		return (unix != null) ? unix.toString() : super.getHostAddress();
	}

	Endpoint remoteEndpoint() {
		return this.socket.remoteEndpoint();
	}

	Endpoint localEndpoint() {
		return this.socket.localEndpoint();
	}

	@Override
	public int getPort() {
		return this.socket.getPort();
	}

	@Override
	public Object getDeserializerStateKey() {
		return this;
	}

	@Override
	public @Nullable SSLSession getSslSession() {
		SslHandler handler = this.channel.pipeline().get(SslHandler.class);
		return (handler != null) ? handler.engine().getSession() : null;
	}

	/**
	 * Not used: the channel is read by its event loop.
	 */
	@Override
	public void run() {
	}

	void countReceived(int bytes) {
		long before = this.receivedBytes.get();
		this.receivedBytes.lazySet(before + bytes);
		if (before == 0) {
			this.observer.heard();
		}
	}

	long roundTripMicros() {
		return this.socket.roundTripMicros();
	}

	@Override
	public long lastReceivedNanos() {
		return this.reader.lastRead();
	}

	@Override
	public long lastSentNanos() {
		return this.writer.lastWrite();
	}

	@Override
	public long lastWriteProgressNanos() {
		return this.writer.lastProgress();
	}

	@Override
	public boolean hasPendingWrites() {
		return this.writer.hasPending();
	}

	@Override
	public boolean areReadsPaused() {
		return this.reader.areReadsPaused();
	}

}
