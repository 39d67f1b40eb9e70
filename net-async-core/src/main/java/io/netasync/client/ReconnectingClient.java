package io.netasync.client;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

import io.netasync.buffer.SendBuffer;
import io.netasync.buffer.SendOutcome;
import io.netasync.buffer.SendRefusedException;
import io.netasync.buffer.SendRefusedException.Reason;
import io.netasync.client.ClientAction.Activate;
import io.netasync.client.ClientAction.Deactivate;
import io.netasync.client.ClientAction.Discard;
import io.netasync.client.ClientAction.FailPending;
import io.netasync.client.ClientAction.Keep;
import io.netasync.client.ClientAction.Open;
import io.netasync.client.ClientAction.Publish;
import io.netasync.client.ClientAction.Retire;
import io.netasync.client.ClientAction.WakeForFailback;
import io.netasync.event.ConnectionState;
import io.netasync.event.ConnectionStatus;
import io.netasync.event.DisconnectReason;
import io.netasync.event.Endpoint;
import io.netasync.event.NetAsyncEvent;
import io.netasync.frame.FrameException;
import io.netasync.reconnect.Reconnection;
import io.netasync.transport.Connection;
import io.netasync.transport.Connector;
import io.netasync.transport.EventLoops;
import io.netasync.transport.TrackedMessage;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.messaging.Message;
import org.springframework.messaging.support.GenericMessage;

/**
 * Carries out what {@link ClientMachine} decides.
 * <p>
 * The machine and the table of connections belong to the control thread: everything that
 * happens is told to it as an input, and nothing on it blocks. The owner's listener is
 * called by the dispatcher, in order with the messages. Sending goes through the send
 * buffer on the sender's own thread and touches neither.
 *
 * @author net-async
 */
final class ReconnectingClient implements NetAsyncClient {

	private static final Log logger = LogFactory.getLog(NetAsyncClient.class);

	/** How long a retiring connection must receive nothing to be quiet. */
	private static final Duration QUIET = Duration.ofMillis(200);

	private static final Duration RETIRE_AT_MOST = Duration.ofSeconds(5);

	private static final Duration LINGER = Duration.ofSeconds(2);

	private final ClientOptions options;

	private final ClientRuntime runtime;

	private final Connector connector;

	private final ConnectionOpener opener;

	private final ClientListener listener;

	private final ClientMachine machine;

	private final SendBuffer<TrackedMessage> buffer;

	private final ClientCounters counters = new ClientCounters();

	/** Control thread only. */
	private final Map<Long, ClientConnection> connections = new HashMap<>();

	private volatile ClientState state;

	private volatile long changedAt;

	private final ReentrantLock lock = new ReentrantLock();

	private final Condition changed = this.lock.newCondition();

	private volatile @Nullable Connection active;

	/** Nobody is told of the end of what never began. */
	private volatile boolean started;

	/** Control thread only. */
	private boolean quiet;

	/** Dispatcher only. */
	private boolean ended;

	ReconnectingClient(ClientOptions options, ClientRuntime runtime, Connector connector, ClientListener listener) {
		this.options = options;
		this.runtime = runtime;
		this.connector = connector;
		this.opener = new ConnectionOpener(connector, runtime.resolver(), runtime.executor());
		this.listener = listener;
		this.machine = new ClientMachine(options.name(), runtime.random());
		this.buffer = new SendBuffer<>(options.sendBuffer(),
				connector.blocksOnWrite() ? runtime.executor() : Runnable::run, () -> !EventLoops.onEventLoop(),
				new Outcome());
		this.state = ClientState
			.initial(Reconnection.of(options.endpoints(), options.reconnect(), options.failover(), runtime.random()));
		this.changedAt = runtime.clock().getAsLong();
	}

	@Override
	public String name() {
		return this.options.name();
	}

	@Override
	public void start() {
		this.started = true;
		handle(new ClientInput.Start());
	}

	@Override
	public ConnectionState state() {
		return this.state.phase();
	}

	@Override
	public void reconnect() {
		handle(new ClientInput.Reconnect());
	}

	@Override
	public CompletableFuture<@Nullable Void> send(Object payload) {
		return send(new GenericMessage<>(payload));
	}

	@Override
	public CompletableFuture<@Nullable Void> send(Message<?> message) {
		TrackedMessage tracked = new TrackedMessage(message, this.buffer::written);
		try {
			int size = this.options.framing().frameSize(message.getPayload());
			this.buffer.offer(tracked, size);
		}
		catch (FrameException | SendRefusedException ex) {
			failed(tracked, ex);
		}
		return tracked.result();
	}

	private void failed(TrackedMessage tracked, Throwable cause) {
		tracked.result().completeExceptionally(cause);
		tell(() -> this.listener.failed(tracked.message(), cause));
	}

	private void handle(ClientInput input) {
		try {
			this.runtime.control().execute(() -> step(input));
		}
		catch (RejectedExecutionException ex) {
			logger.debug("Client '%s' is past its end".formatted(name()), ex);
		}
	}

	private void step(ClientInput input) {
		ConnectionState before = this.state.phase();
		note(input);
		ClientMachine.Step step = this.machine.next(this.state, input, this.runtime.clock().getAsLong());
		this.state = step.state();
		step.actions().forEach(this::perform);
		if (before != this.state.phase()) {
			phaseChanged(before);
		}
	}

	private void note(ClientInput input) {
		if (input instanceof ClientInput.Lost lost) {
			ClientConnection connection = this.connections.remove(lost.number());
			this.counters.lost(lost.reason(), (connection != null) ? connection.connection().receivedBytes() : 0);
		}
		else if (input instanceof ClientInput.OpenFailed failed) {
			this.counters.failure(failed.cause());
			log("Client '%s' can't connect to %s: %s".formatted(name(), target(failed.number()), failed.cause()));
		}
	}

	private Endpoint target(long number) {
		Endpoint target = this.state.target();
		return (target != null && number == this.state.opening()) ? target : this.state.reconnection().preferred();
	}

	private void log(String message) {
		if (this.quiet) {
			logger.debug(message);
		}
		else {
			this.quiet = true;
			logger.warn(message);
		}
	}

	private void phaseChanged(ConnectionState before) {
		boolean connected = this.state.phase() == ConnectionState.CONNECTED;
		if (connected || before == ConnectionState.CONNECTED) {
			this.changedAt = this.runtime.clock().getAsLong();
		}
		this.lock.lock();
		try {
			this.changed.signalAll();
		}
		finally {
			this.lock.unlock();
		}
	}

	private void perform(ClientAction action) {
		if (action instanceof Open open) {
			schedule(open.delay(), () -> open(open));
		}
		else if (action instanceof Activate activate) {
			activate(activate);
		}
		else if (action instanceof Deactivate deactivate) {
			deactivate(deactivate);
		}
		else if (action instanceof Discard discard) {
			discard(discard);
		}
		else if (action instanceof Retire retire) {
			this.buffer.pause();
			awaitQuiet(retire.number(), this.runtime.clock().getAsLong());
		}
		else if (action instanceof Keep keep) {
			keep(keep);
		}
		else if (action instanceof WakeForFailback wake) {
			schedule(wake.delay(), () -> step(new ClientInput.FailbackDue()));
		}
		else if (action instanceof Publish publish) {
			publish(publish.event());
		}
		else if (action instanceof FailPending) {
			failPending();
		}
	}

	private void open(Open open) {
		if (isWanted(open)) {
			Duration wait = this.runtime.budget().reserve(this.runtime.clock().getAsLong());
			schedule(wait, () -> connect(open));
		}
	}

	private boolean isWanted(Open open) {
		return open.number() == this.state.opening() || open.number() == this.state.candidate();
	}

	private void connect(Open open) {
		if (!isWanted(open)) {
			return;
		}
		long began = this.runtime.clock().getAsLong();
		this.opener.open(open.endpoint(), (connection) -> opened(open.number(), connection, began))
			.whenComplete((connection, failure) -> {
				if (failure != null) {
					handle(new ClientInput.OpenFailed(open.number(), unwrap(failure)));
				}
			});
	}

	private static Throwable unwrap(Throwable failure) {
		return (failure instanceof CompletionException && failure.getCause() != null) ? failure.getCause() : failure;
	}

	private ClientConnection opened(long number, Connection connection, long began) {
		ClientConnection opened = new ClientConnection(number, connection, this.buffer, this::handle, this::received,
				this.runtime.clock());
		this.counters.connected(Duration.ofNanos(this.runtime.clock().getAsLong() - began));
		this.runtime.control().execute(() -> {
			this.connections.put(number, opened);
			step(new ClientInput.Opened(number));
			if (!this.options.heartbeats() || !connection.seesBytes()) {
				step(new ClientInput.Heard(number));
			}
		});
		return opened;
	}

	private void activate(Activate activate) {
		ClientConnection connection = Objects.requireNonNull(this.connections.get(activate.number()));
		String id = connection.connection().id();
		this.active = connection.connection();
		this.quiet = false;
		this.counters.activated(activate.endpoint());
		logger.info("Client '%s' is connected to %s".formatted(name(), activate.endpoint()));
		tell(() -> {
			this.listener.status(ConnectionStatus.CONNECTED, id);
			this.listener.event(new NetAsyncEvent.Connected(name(), id, activate.endpoint()));
			connection.flow();
		});
		this.buffer.attach(connection);
	}

	private void deactivate(Deactivate gone) {
		Connection connection = Objects.requireNonNull(this.active);
		this.active = null;
		ClientConnection open = this.connections.get(gone.number());
		if (open != null) {
			this.buffer.detach(open);
		}
		logger.info("Client '%s' is disconnected from %s: %s%s".formatted(name(), gone.endpoint(), gone.reason(),
				(gone.cause() != null) ? ", " + gone.cause().getMessage() : ""));
		tell(() -> tellDisconnected(gone, connection.id()));
	}

	private void tellDisconnected(Deactivate gone, String id) {
		if (gone.cause() != null && gone.reason() == DisconnectReason.FRAME_ERROR) {
			this.listener.failed(null, gone.cause());
		}
		if (gone.reason() == DisconnectReason.HEARTBEAT_TIMEOUT) {
			this.listener.event(new NetAsyncEvent.HeartbeatTimedOut(name(), id, gone.endpoint()));
		}
		this.listener.status(ConnectionStatus.DISCONNECTED, id);
		this.listener.event(new NetAsyncEvent.Disconnected(name(), id, gone.endpoint(), gone.reason(), gone.cause()));
	}

	private void discard(Discard discard) {
		ClientConnection connection = this.connections.get(discard.number());
		if (connection != null) {
			connection.connection().close(discard.reason(), null);
		}
	}

	private void keep(Keep keep) {
		ClientConnection connection = this.connections.get(keep.number());
		if (connection != null) {
			this.buffer.attach(connection);
		}
	}

	/**
	 * Waits until a retiring connection has written everything and receives nothing more.
	 * One that does not get there is closed, which hands over just as well.
	 * @param number the connection
	 * @param since when it began to retire
	 */
	private void awaitQuiet(long number, long since) {
		ClientConnection connection = this.connections.get(number);
		if (connection == null || !this.state.retiring() || this.state.active() != number) {
			return;
		}
		long now = this.runtime.clock().getAsLong();
		boolean written = this.buffer.pause();
		long idle = now - Math.max(since, connection.lastReceived());
		if (written && idle >= QUIET.toNanos()) {
			step(new ClientInput.Quiet(number));
		}
		else if (now - since >= RETIRE_AT_MOST.toNanos()) {
			connection.connection().close(DisconnectReason.FAILBACK, null);
		}
		else {
			schedule(QUIET.dividedBy(4), () -> awaitQuiet(number, since));
		}
	}

	private void failPending() {
		SendRefusedException cause = new SendRefusedException(Reason.CLOSED,
				"Client '%s' has no connection and does not try for another".formatted(name()));
		int count = this.buffer.failPending(cause);
		if (count > 0) {
			publish(new NetAsyncEvent.MessagesDropped(name(), count, "closed"));
		}
	}

	private void received(Message<?> message) {
		if (!this.ended) {
			this.counters.received();
			this.listener.received(message);
		}
	}

	private void tell(Runnable task) {
		this.connector.dispatcher().execute(task, 0);
	}

	private void publish(NetAsyncEvent event) {
		if (!this.started) {
			return;
		}
		if (event instanceof NetAsyncEvent.FailedOver) {
			this.counters.failedOver();
		}
		tell(() -> {
			if (event instanceof NetAsyncEvent.Closed) {
				this.ended = true;
				this.listener.status(ConnectionStatus.CLOSED, null);
			}
			this.listener.event(event);
		});
	}

	@Override
	public boolean awaitConnected(Duration timeout) throws InterruptedException {
		long nanos = timeout.toNanos();
		this.lock.lockInterruptibly();
		try {
			while (state() != ConnectionState.CONNECTED && state() != ConnectionState.CLOSED && nanos > 0) {
				nanos = this.changed.awaitNanos(nanos);
			}
			return state() == ConnectionState.CONNECTED;
		}
		finally {
			this.lock.unlock();
		}
	}

	@Override
	public ClientSnapshot snapshot() {
		ClientState now = this.state;
		Connection connection = this.active;
		Duration inState = Duration.ofNanos(this.runtime.clock().getAsLong() - this.changedAt);
		return this.counters.snapshot(now, inState, connection, this.buffer.ledger());
	}

	@Override
	public void close() {
		this.buffer.close();
		try {
			if (state() == ConnectionState.CONNECTED && this.buffer.awaitEmpty(this.options.closeTimeout())) {
				sayGoodbye();
			}
			CountDownLatch closed = new CountDownLatch(1);
			handle(new ClientInput.Close());
			this.runtime.control().execute(() -> tell(closed::countDown));
			closed.await(LINGER.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		catch (RejectedExecutionException ex) {
			logger.debug("Client '%s' is past its end".formatted(name()), ex);
		}
		this.connector.close();
	}

	/**
	 * Ends the sending side and lets the peer end the other, as closing over what is not
	 * yet read would reset the connection and take with it what is on its way.
	 */
	private void sayGoodbye() throws InterruptedException {
		CountDownLatch gone = new CountDownLatch(1);
		this.runtime.control().execute(() -> {
			ClientConnection connection = this.connections.get(this.state.active());
			if (connection == null) {
				gone.countDown();
			}
			else {
				connection.finish(gone::countDown);
			}
		});
		gone.await(LINGER.toMillis(), TimeUnit.MILLISECONDS);
	}

	private void schedule(Duration delay, Runnable task) {
		if (delay.isZero() || delay.isNegative()) {
			task.run();
			return;
		}
		try {
			this.runtime.control().schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
		}
		catch (RejectedExecutionException ex) {
			logger.debug("Client '%s' is past its end".formatted(name()), ex);
		}
	}

	/**
	 * Passes on what became of messages that had been accepted.
	 */
	private final class Outcome implements SendOutcome<TrackedMessage> {

		@Override
		public void sent(TrackedMessage message) {
			message.result().complete(null);
		}

		@Override
		public void failed(TrackedMessage message, Throwable cause) {
			ReconnectingClient.this.failed(message, cause);
		}

	}

}
