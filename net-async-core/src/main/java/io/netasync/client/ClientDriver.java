package io.netasync.client;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;

import io.netasync.buffer.MessageBuffer;
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
import io.netasync.event.DisconnectReason;
import io.netasync.event.Endpoint;
import io.netasync.event.NetAsyncEvent;
import io.netasync.mailbox.OutboxRequests;
import io.netasync.mailbox.Outgoing;
import io.netasync.reconnect.Reconnection;
import io.netasync.transport.Connection;
import io.netasync.transport.Connector;
import org.jspecify.annotations.Nullable;

/**
 * Carries out what {@link ClientMachine} decides. The machine and the table of
 * connections belong to the control thread: everything that happens is told to it as an
 * input, and nothing on it blocks.
 *
 * @author net-async
 */
final class ClientDriver {

	/** How long a retiring connection must receive nothing to be quiet. */
	private static final Duration QUIET = Duration.ofMillis(200);

	private static final Duration RETIRE_AT_MOST = Duration.ofSeconds(5);

	private final ClientOptions options;

	private final ClientRuntime runtime;

	private final ControlThread control;

	private final ConnectionOpener opener;

	private final ClientMachine machine;

	private final MessageBuffer<Outgoing> buffer;

	private final OutboxRequests requests;

	private final ClientTeller teller;

	private final ClientCounters counters;

	private final Runnable onPhase;

	/** Control thread only. */
	private final Map<Long, ClientConnection> connections = new HashMap<>();

	private volatile ClientState state;

	private volatile long changedAt;

	private volatile boolean paused;

	private volatile @Nullable Connection active;

	ClientDriver(ClientOptions options, ClientRuntime runtime, Connector connector, MessageBuffer<Outgoing> buffer,
			OutboxRequests requests, ClientTeller teller, ClientCounters counters, Runnable onPhase) {
		this.options = options;
		this.runtime = runtime;
		this.control = new ControlThread(options.name(), runtime.control());
		this.opener = new ConnectionOpener(connector, runtime.resolver(), runtime.executor());
		this.machine = new ClientMachine(options.name(), runtime.random());
		this.buffer = buffer;
		this.requests = requests;
		this.teller = teller;
		this.counters = counters;
		this.onPhase = onPhase;
		this.state = ClientState
			.initial(Reconnection.of(options.endpoints(), options.reconnect(), options.failover(), runtime.random()));
		this.changedAt = runtime.clock().getAsLong();
	}

	void handle(ClientInput input) {
		this.control.execute(() -> step(input));
	}

	/**
	 * Runs a task on the control thread, after the inputs before it.
	 * @param task the task; must not block
	 */
	void execute(Runnable task) {
		this.control.execute(task);
	}

	ConnectionState phase() {
		return this.state.phase();
	}

	List<Endpoint> endpoints() {
		return this.state.reconnection().endpoints();
	}

	ClientSnapshot snapshot() {
		ClientState now = this.state;
		Connection connection = this.active;
		Duration inState = Duration.ofNanos(this.runtime.clock().getAsLong() - this.changedAt);
		return this.counters.snapshot(now, inState, connection, this.buffer.ledger());
	}

	/**
	 * Tells whether the attempts are used up: nothing happens then until the application
	 * wants a new connection.
	 * @return {@code true} if so
	 */
	boolean isGivenUp() {
		ClientState now = this.state;
		return now.phase() == ConnectionState.DISCONNECTED && now.last() > 0;
	}

	private void step(ClientInput input) {
		ConnectionState before = this.state.phase();
		note(input);
		long now = this.runtime.clock().getAsLong();
		ClientMachine.Step step = this.machine.next(this.state, input, now);
		ConnectionState after = step.state().phase();
		if ((before == ConnectionState.CONNECTED) != (after == ConnectionState.CONNECTED)) {
			this.changedAt = now;
		}
		this.state = step.state();
		step.actions().forEach(this::perform);
		if (before != after) {
			this.onPhase.run();
		}
		if (after == ConnectionState.CLOSED) {
			this.control.cancelAll();
		}
	}

	private void note(ClientInput input) {
		if (input instanceof ClientInput.Lost lost) {
			ClientConnection connection = this.connections.remove(lost.number());
			this.counters.lost(lost.reason(), (connection != null) ? connection.connection().receivedBytes() : 0);
			if (connection != null) {
				this.teller.abandoned(connection);
			}
		}
		else if (input instanceof ClientInput.OpenFailed failed) {
			this.teller.attemptFailed(target(failed.number()), failed.cause());
		}
	}

	private Endpoint target(long number) {
		Endpoint target = this.state.target();
		boolean current = number == this.state.opening() || number == this.state.candidate();
		return (target != null && current) ? target : this.state.reconnection().preferred();
	}

	private void perform(ClientAction action) {
		if (action instanceof Open open) {
			this.control.schedule(open.delay(), () -> open(open));
		}
		else if (action instanceof Activate activate) {
			activate(activate);
		}
		else if (action instanceof Deactivate deactivate) {
			deactivate(deactivate);
		}
		else if (action instanceof Discard discard) {
			with(discard.number(), (connection) -> connection.connection().close(discard.reason(), null));
		}
		else if (action instanceof Retire retire) {
			this.buffer.pause();
			awaitQuiet(retire.number(), this.runtime.clock().getAsLong());
		}
		else if (action instanceof Keep keep) {
			with(keep.number(), this::attach);
		}
		else if (action instanceof WakeForFailback wake) {
			this.control.schedule(wake.delay(), () -> step(new ClientInput.FailbackDue()));
		}
		else if (action instanceof Publish publish) {
			this.teller.happened(publish.event());
		}
		else if (action instanceof FailPending) {
			failPending();
		}
	}

	private void open(Open open) {
		if (isWanted(open)) {
			Duration wait = this.runtime.budget().reserve(this.runtime.clock().getAsLong());
			this.control.schedule(wait, () -> connect(open));
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
		ClientConnection opened = new ClientConnection(number, connection, this.buffer, this::handle,
				this.teller::received, this.requests, this.runtime.clock());
		this.counters.connected(Duration.ofNanos(this.runtime.clock().getAsLong() - began));
		this.control.execute(() -> {
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
		this.active = connection.connection();
		this.teller.connected(connection, activate.endpoint());
		if (this.paused) {
			connection.pauseReading(true);
		}
		attach(connection);
	}

	private void deactivate(Deactivate gone) {
		Connection connection = Objects.requireNonNull(this.active);
		this.active = null;
		with(gone.number(), (inactive) -> this.buffer.detach(inactive.sink()));
		this.teller.disconnected(gone, connection.id());
	}

	private void attach(ClientConnection connection) {
		if (!this.paused) {
			this.buffer.attach(connection.sink(), this.runtime.executor());
		}
	}

	/**
	 * Stops reading and writing. A connection that takes over meanwhile is given nothing.
	 */
	void pause() {
		this.paused = true;
		this.buffer.pause();
		this.control.execute(() -> {
			this.paused = true;
			// a connection may have been attached in between
			this.buffer.pause();
			with(this.state.active(), (connection) -> connection.pauseReading(true));
		});
	}

	void resume() {
		this.control.execute(() -> {
			this.paused = false;
			with(this.state.active(), (connection) -> {
				connection.pauseReading(false);
				if (!this.state.retiring()) {
					attach(connection);
				}
			});
		});
	}

	boolean isPaused() {
		return this.paused;
	}

	private void with(long number, Consumer<ClientConnection> action) {
		ClientConnection connection = this.connections.get(number);
		if (connection != null) {
			action.accept(connection);
		}
	}

	/**
	 * Waits until a retiring connection has written everything, has brought the replies
	 * and receives nothing more. One that does not get there is closed, which hands over
	 * just as well.
	 * @param number the connection
	 * @param since when it began to retire
	 */
	private void awaitQuiet(long number, long since) {
		ClientConnection connection = this.connections.get(number);
		if (connection == null || !this.state.retiring() || this.state.active() != number) {
			return;
		}
		long now = this.runtime.clock().getAsLong();
		boolean written = this.buffer.pause() && !connection.owesReplies();
		long idle = now - Math.max(since, connection.lastReceived());
		if (written && idle >= QUIET.toNanos()) {
			step(new ClientInput.Quiet(number));
		}
		else if (now - since >= RETIRE_AT_MOST.toNanos()) {
			connection.connection().close(DisconnectReason.FAILBACK, null);
		}
		else {
			this.control.schedule(QUIET.dividedBy(4), () -> awaitQuiet(number, since));
		}
	}

	/**
	 * Gives up what waits to be sent. Control thread only.
	 */
	void failPending() {
		SendRefusedException cause = new SendRefusedException(Reason.CLOSED,
				"Client '%s' has no connection and does not try for another".formatted(this.options.name()));
		int count = this.buffer.failPending(cause);
		if (count > 0) {
			this.teller.happened(new NetAsyncEvent.MessagesDropped(this.options.name(), count, "closed"));
		}
	}

	/**
	 * Ends the sending side of the active connection and lets the peer end the other, as
	 * closing over what is not yet read would reset the connection and take with it what
	 * is on its way.
	 * @param whenGone called when there is no connection
	 */
	void sayGoodbye(Runnable whenGone) {
		this.control.execute(() -> {
			ClientConnection connection = this.connections.get(this.state.active());
			if (connection == null) {
				whenGone.run();
			}
			else {
				connection.finish(whenGone);
			}
		});
	}

}
