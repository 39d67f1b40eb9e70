package io.netasync.zeromq;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

import io.netasync.buffer.BufferRuntime;
import io.netasync.buffer.MessageTerms.Claim;
import io.netasync.buffer.SendBufferPolicy;
import io.netasync.buffer.SendRefusedException;
import io.netasync.channel.ChannelRecipients;
import io.netasync.channel.Channels;
import io.netasync.channel.NetAsync.Foundation;
import io.netasync.channel.NetAsyncHeaders;
import io.netasync.event.DisconnectReason;
import io.netasync.frame.FrameException;
import io.netasync.frame.FrameException.Reason;
import io.netasync.mailbox.Fate;
import io.netasync.mailbox.InboxOptions;
import io.netasync.mailbox.Outbox;
import io.netasync.mailbox.OutboxOptions;
import io.netasync.mailbox.OutboxRequests;
import io.netasync.mailbox.Outgoing;
import io.netasync.mailbox.Recipient;
import io.netasync.mailbox.Reports;
import io.netasync.mailbox.ScheduledTimer;
import io.netasync.mailbox.SendResult;
import io.netasync.memory.MemoryBudget;
import io.netasync.request.Correlation;
import io.netasync.request.RequestConnection;
import io.netasync.request.RequestFailedException;
import io.netasync.request.RequestOptions;
import io.netasync.request.RequestPolicy;
import io.netasync.request.RequestTally;
import io.netasync.request.Requests;
import io.netasync.transport.Dispatcher;
import io.netasync.transport.ReceiveBounds;
import io.netasync.transport.ReceiveRoom;
import io.netasync.transport.ReceivedMessage;
import io.netasync.transport.SerialDispatcher;
import io.netasync.zeromq.engine.Endpoints;
import io.netasync.zeromq.engine.HostNames;
import io.netasync.zeromq.engine.Intake;
import io.netasync.zeromq.engine.LoopSocket;
import io.netasync.zeromq.engine.SocketEvent;
import io.netasync.zeromq.engine.SocketHandler;
import io.netasync.zeromq.engine.SocketLoop;
import io.netasync.zeromq.message.Correlated;
import io.netasync.zeromq.message.Frames;
import io.netasync.zeromq.message.MultipartCodec;
import io.netasync.zeromq.message.ZeroMqHeaders;
import io.netasync.zeromq.message.ZeroMqType;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.messaging.Message;
import org.springframework.messaging.support.GenericMessage;
import org.springframework.util.Assert;

/**
 * A {@link ZeroMqSocket} over a {@link LoopSocket}: the same send buffer, requests and
 * dispatch as those of a TCP connection, with another thing at the end.
 *
 * @author net-async
 */
final class RunningSocket implements ZeroMqSocket, SocketHandler {

	private static final Log logger = LogFactory.getLog(ZeroMqSocket.class);

	private static final int LOOK_AGAIN_SECONDS = 2;

	private final ZeroMqSpec spec;

	private final Foundation foundation;

	private final Crew crew;

	private final Handlers handlers;

	private final SocketLoop loop;

	private final MultipartCodec codec;

	private final ReceiveRoom room;

	private final Intake intake;

	private final Dispatcher dispatcher;

	private final Recipient recipient;

	private final PeerLog peers;

	private final Outbox outbox;

	private final OutboxRequests requests;

	private final RequestTally requestTally = new RequestTally();

	private final AtomicLong requestIds = new AtomicLong(System.nanoTime());

	private final Map<String, Object> headers;

	private final List<String> bound = new CopyOnWriteArrayList<>();

	private final List<String> connected = new CopyOnWriteArrayList<>();

	/** Those of them whose host nobody knows. */
	private final Set<String> unknown = ConcurrentHashMap.newKeySet();

	private final LongAdder received = new LongAdder();

	private final LongAdder receivedBytes = new LongAdder();

	private final AtomicBoolean closed = new AtomicBoolean();

	private final Runnable whenClosed;

	private volatile @Nullable Future<?> ticks;

	private volatile RequestConnection requestConnection;

	private volatile LoopSocket socket;

	private volatile boolean open;

	RunningSocket(ZeroMqSpec spec, SocketLoop loop, Channels channels, Foundation foundation, Runnable whenClosed) {
		this.spec = spec;
		this.loop = loop;
		this.foundation = foundation;
		this.whenClosed = whenClosed;
		this.crew = Crew.of(spec, foundation.resources().virtualThreads());
		this.handlers = new Handlers(this.crew.handlers(), foundation.control(), spec.workerThreads(),
				Runtime.getRuntime().availableProcessors(), this::deliver);
		this.codec = new MultipartCodec(type(), spec.settings().lockStep(), spec.payloads());
		this.headers = Map.of(NetAsyncHeaders.NAME, spec.name());
		MemoryBudget budget = foundation.resources().memory();
		ReceiveBounds bounds = new ReceiveBounds(spec.receiveBuffer().maxMessages(), spec.receiveBuffer().maxBytes());
		this.room = new ReceiveRoom(bounds, budget);
		this.dispatcher = new SerialDispatcher(this.crew.workers(), this.room);
		ScheduledTimer timer = new ScheduledTimer(foundation.control(), System::nanoTime);
		this.recipient = new ChannelRecipients(foundation.resources().publisher(),
				new InboxOptions(spec.name(), spec.receiveBuffer(), spec.conflationKey(), budget, timer),
				this.crew.workers(), spec.statusInInbound())
			.create(channels, this.dispatcher, (refused) -> logger.debug("Dropped", refused));
		this.peers = new PeerLog(spec.name(), (news) -> this.dispatcher.execute(() -> news.accept(this.recipient)));
		this.outbox = new Outbox(new OutboxOptions(this.codec, this.codec, spec.sendBuffer(), spec.conflationKey()),
				new BufferRuntime((drain) -> this.socket.drain(drain), () -> !loop.isLoopThread(), budget, timer),
				this.crew.workers(), new Reports(spec.name(), this.dispatcher, this.recipient, budget));
		this.requests = new OutboxRequests(this.outbox, policy(spec), this.requestTally, foundation.control(),
				this.crew.workers(), System::nanoTime);
		this.requestConnection = this.requests.connection(this::startOver);
		this.intake = new Intake(bounds, this.room, budget);
		this.socket = newSocket();
		this.connected.addAll(spec.settings().connect());
	}

	private LoopSocket newSocket() {
		return new LoopSocket(this.loop, this.spec.name(), this.spec.settings(), this.spec.customizer(), this.intake,
				this);
	}

	private static RequestPolicy policy(ZeroMqSpec spec) {
		ZeroMqSpec.Requests requests = spec.requests();
		return new RequestPolicy(spec.settings().lockStep() ? Correlation.SINGLE : Correlation.KEY, requests.timeout(),
				requests.maxPending(), requests.maxRetries(), (message) -> ((Correlated) message).id(),
				(message) -> ReceivedMessage.header(message, ZeroMqHeaders.CORRELATION));
	}

	@Override
	public String name() {
		return this.spec.name();
	}

	@Override
	public ZeroMqType type() {
		return this.spec.settings().type();
	}

	@Override
	public void start() {
		Assert.state(!this.open, () -> "'%s' is open".formatted(name()));
		List<String> addresses = this.socket.open();
		this.bound.clear();
		this.bound.addAll(addresses);
		this.open = true;
		this.connected.forEach(this::join);
		if (this.spec.settings().worker() && this.ticks == null) {
			long interval = this.spec.settings().heartbeat().interval().toNanos();
			this.ticks = this.foundation.control()
				.scheduleAtFixedRate(() -> this.socket.tick(), interval, interval, TimeUnit.NANOSECONDS);
		}
		this.outbox.buffer().attach(this.socket);
	}

	@Override
	public CompletionStage<SendResult> send(Message<?> message) {
		return type().sends() ? this.outbox.send(message)
				: CompletableFuture.completedFuture(SendResult.failed(onlyReceives()));
	}

	@Override
	public void accept(Message<?> message) throws FrameException {
		if (!type().sends()) {
			throw onlyReceives();
		}
		this.outbox.submit(message, Claim.WAIT, Fate.UNKNOWN);
	}

	private FrameException onlyReceives() {
		return new FrameException(Reason.UNSUPPORTED_TYPE,
				"'%s' is a '%s', which only receives".formatted(name(), type().text()));
	}

	@Override
	public CompletionStage<Message<?>> request(Message<?> message) {
		return request(message, RequestOptions.within(this.spec.requests().timeout()));
	}

	@Override
	public CompletionStage<Message<?>> request(Message<?> message, RequestOptions options) {
		if (type() != ZeroMqType.REQ) {
			return CompletableFuture.failedFuture(new RequestFailedException(RequestFailedException.Reason.REFUSED,
					false, "'%s' is a '%s': requests are for a 'req'".formatted(name(), type().text()), null));
		}
		boolean idempotent = options.idempotent()
				|| Boolean.parseBoolean(String.valueOf(message.getHeaders().get(Requests.IDEMPOTENT)));
		ZeroMqSpec.Requests settings = this.spec.requests();
		if (!idempotent || settings.maxRetries() == 0 || settings.retryAfter().isZero()) {
			return this.requests.request(correlated(message), options);
		}
		return new Retrying((remaining) -> this.requests.request(correlated(message), RequestOptions.within(remaining)),
				settings, options.timeout(), this.foundation.control(), this.crew.workers())
			.begin();
	}

	private Correlated correlated(Message<?> message) {
		return new Correlated(message, this.requestIds.incrementAndGet());
	}

	/**
	 * Begins anew with a socket whose reply is overdue: in lock-step it can't send before
	 * it has received.
	 */
	private void startOver() {
		leave(this.socket);
		this.requestConnection.gone(DisconnectReason.REQUEST_TIMEOUT, null);
		if (this.closed.get()) {
			return;
		}
		this.requestConnection = this.requests.connection(this::startOver);
		this.open = false;
		this.socket = newSocket();
		start();
	}

	private void leave(LoopSocket old) {
		old.settled(() -> this.outbox.buffer().detach(old));
		old.close();
	}

	@Override
	public void resume() {
		this.outbox.buffer().resume();
	}

	@Override
	public boolean isWanted(Outgoing message) {
		return OutboxRequests.handOver(message.fate(), this.requestConnection);
	}

	@Override
	public void written(Collection<Outgoing> messages) {
		this.outbox.written(messages);
	}

	@Override
	public void received(List<Frames> burst) {
		long bytes = 0;
		for (Frames frames : burst) {
			bytes += frames.size();
		}
		this.room.take(burst.size(), bytes);
		this.received.add(burst.size());
		this.receivedBytes.add(bytes);
		if (this.crew.handlers() != this.crew.workers()) {
			this.handlers.execute(burst);
		}
		else {
			this.dispatcher.execute(() -> burst.forEach(this::deliver));
		}
	}

	private void deliver(Frames frames) {
		long size = frames.size();
		Message<Frames> raw = new ReceivedMessage<>(frames, this.headers, size);
		try {
			deliver(ReceivedMessage.decoded(raw, this.codec.decode(raw)));
		}
		catch (FrameException ex) {
			this.requestConnection.unreadable(ex);
			this.recipient.failed(new GenericMessage<>(Arrays.asList(frames.parts()), this.headers), ex);
		}
		catch (RuntimeException ex) {
			this.recipient.failed(new GenericMessage<>(Arrays.asList(frames.parts()), this.headers), ex);
		}
		finally {
			this.room.release(1, size);
		}
	}

	private void deliver(Message<?> message) {
		Message<?> unasked = (type() == ZeroMqType.REQ) ? this.requestConnection.received(message) : message;
		if (unasked != null) {
			this.recipient.received(unasked);
		}
	}

	@Override
	public void happened(SocketEvent event) {
		this.peers.happened(event);
	}

	@Override
	public void failed(Throwable cause) {
		logger.error("The ZeroMQ socket '%s' goes on after a failure".formatted(name()), cause);
		this.dispatcher.execute(() -> this.recipient.failed(null, cause));
	}

	@Override
	public String bind(String address) {
		String actual = this.socket.bind(address);
		this.bound.add(actual);
		return actual;
	}

	@Override
	public void unbind(String address) {
		this.socket.unbind(address);
		this.bound.remove(address);
	}

	@Override
	public void connect(String address) {
		Endpoints.check("connect", address);
		this.connected.add(address);
		join(address);
	}

	/**
	 * Connects to a peer, or tries again later if nobody knows its host: it need not be
	 * there yet.
	 * @param address its address
	 */
	private void join(String address) {
		if (!this.open || !this.connected.contains(address)) {
			return;
		}
		if (HostNames.isKnown(address)) {
			this.unknown.remove(address);
			this.socket.connect(address);
			return;
		}
		this.unknown.add(address);
		this.peers.unknown(address);
		try {
			this.foundation.control()
				.schedule(() -> this.crew.workers().execute(() -> join(address)), LOOK_AGAIN_SECONDS, TimeUnit.SECONDS);
		}
		catch (RejectedExecutionException ex) {
			logger.debug("All is closing", ex);
		}
	}

	@Override
	public void disconnect(String address) {
		Assert.isTrue(this.connected.contains(address),
				() -> "'%s' is not connected to '%s', only to %s".formatted(name(), address, this.connected));
		if (!this.unknown.remove(address)) {
			this.socket.disconnect(address);
		}
		this.connected.remove(address);
	}

	@Override
	public void subscribe(byte[] topic) {
		this.socket.subscribe(topic, true);
	}

	@Override
	public void unsubscribe(byte[] topic) {
		this.socket.subscribe(topic, false);
	}

	@Override
	public void sendBuffer(SendBufferPolicy policy) {
		this.outbox.policy(policy);
	}

	@Override
	public ZeroMqSnapshot snapshot() {
		PeerLog.Counts counts = this.peers.counts();
		return new ZeroMqSnapshot(type(), this.open, new ArrayList<>(this.bound), new ArrayList<>(this.connected),
				counts.connections(), counts.inState(), counts.lastFailure(), counts.connects(), counts.disconnects(),
				counts.handshakesFailed(), this.outbox.buffer().ledger(), this.requestTally.snapshot(),
				this.received.sum(), this.receivedBytes.sum());
	}

	@Override
	public void close() {
		if (!this.closed.compareAndSet(false, true)) {
			return;
		}
		this.outbox.buffer().close();
		awaitSent();
		leave(this.socket);
		this.open = false;
		this.bound.clear();
		this.requests.close();
		this.outbox.buffer()
			.failPending(new SendRefusedException(SendRefusedException.Reason.CLOSED, "Closed before it was sent"));
		this.peers.closed();
		Future<?> ticking = this.ticks;
		if (ticking != null) {
			ticking.cancel(false);
		}
		this.crew.stop(this.dispatcher);
		this.whenClosed.run();
	}

	private void awaitSent() {
		try {
			if (this.open) {
				this.outbox.buffer().awaitEmpty(this.spec.settings().linger());
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	@Override
	public String toString() {
		return "ZeroMqSocket[name=%s, type=%s]".formatted(name(), type().text());
	}

}
