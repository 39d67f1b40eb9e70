package io.netasync.client;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

import io.netasync.buffer.MessageBuffer;
import io.netasync.buffer.SendRefusedException;
import io.netasync.buffer.SendRefusedException.Reason;
import io.netasync.event.ConnectionState;
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

	private final ClientOptions options;

	private final ClientRuntime runtime;

	private final ControlThread control;

	private final ConnectionOpener opener;

	private final Retirement retirement;

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
		this.retirement = new Retirement(buffer, this.control, runtime.clock());
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

	<T> Optional<T> unwrap(Class<T> type) {
		Connection connection = this.active;
		return (connection != null) ? connection.unwrap(type) : Optional.empty();
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
		if (action instanceof ClientAction.Open open) {
			this.control.schedule(open.delay(), () -> open(open));
		}
		else if (action instanceof ClientAction.Activate activate) {
			activate(activate);
		}
		else if (action instanceof ClientAction.Deactivate deactivate) {
			deactivate(deactivate);
		}
		else if (action instanceof ClientAction.Discard discard) {
			with(discard.number(), (connection) -> connection.connection().close(discard.reason(), null));
		}
		else if (action instanceof ClientAction.Retire retire) {
			retire(retire.number());
		}
		else if (action instanceof ClientAction.Keep keep) {
			with(keep.number(), this::attach);
		}
		else if (action instanceof ClientAction.WakeForFailback wake) {
			this.control.schedule(wake.delay(), () -> step(new ClientInput.FailbackDue()));
		}
		else if (action instanceof ClientAction.Publish publish) {
			this.teller.happened(publish.event());
		}
		else if (action instanceof ClientAction.FailPending) {
			failPending();
		}
	}

	private void open(ClientAction.Open open) {
		if (isWanted(open)) {
			Duration wait = this.runtime.budget().reserve(this.runtime.clock().getAsLong());
			this.control.schedule(wait, () -> connect(open));
		}
	}

	private boolean isWanted(ClientAction.Open open) {
		return open.number() == this.state.opening() || open.number() == this.state.candidate();
	}

	private void connect(ClientAction.Open open) {
		if (!isWanted(open)) {
			return;
		}
		long began = this.runtime.clock().getAsLong();
		this.opener.open(open.endpoint(), (connection) -> opened(open.number(), connection, began))
			.whenComplete((connection, failure) -> {
				if (failure != null) {
					handle(new ClientInput.OpenFailed(open.number(), failure));
				}
			});
	}

	private ClientConnection opened(long number, Connection connection, long began) {
		ClientConnection opened = new ClientConnection(number, connection, this.buffer, this::handle, this.teller,
				this.requests, this.runtime.clock());
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

	private void activate(ClientAction.Activate activate) {
		ClientConnection connection = Objects.requireNonNull(this.connections.get(activate.number()));
		this.active = connection.connection();
		this.teller.connected(connection, activate.endpoint());
		if (this.paused) {
			connection.pauseReading(true);
		}
		attach(connection);
	}

	private void deactivate(ClientAction.Deactivate gone) {
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

	private void retire(long number) {
		with(number,
				(connection) -> this.retirement.begin(connection,
						() -> this.state.retiring() && this.state.active() == number
								&& this.connections.get(number) == connection,
						() -> step(new ClientInput.Quiet(number))));
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
