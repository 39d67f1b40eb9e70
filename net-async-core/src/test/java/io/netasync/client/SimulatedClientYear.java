package io.netasync.client;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;

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
import io.netasync.reconnect.FailoverPolicy;
import io.netasync.reconnect.FailoverPolicy.Strategy;
import io.netasync.reconnect.ReconnectPolicy;
import io.netasync.reconnect.Reconnection;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A {@link ClientMachine} in a world made of events in virtual time: connections open,
 * fail, fall silent and are lost, and the application interferes. Every step is checked
 * against the rules.
 *
 * @author net-async
 */
class SimulatedClientYear {

	private static final long MILLI = 1_000_000L;

	private static final long SECOND = 1000 * MILLI;

	private static final DisconnectReason[] REASONS = { DisconnectReason.PEER_CLOSED, DisconnectReason.CONNECTION_LOST,
			DisconnectReason.HEARTBEAT_TIMEOUT, DisconnectReason.WRITE_STALLED, DisconnectReason.FRAME_ERROR };

	private final PriorityQueue<Event> events = new PriorityQueue<>();

	private final Map<Long, Endpoint> asked = new HashMap<>();

	private final Set<Long> open = new HashSet<>();

	private final Set<Long> heard = new HashSet<>();

	private final long seed;

	private final Random random;

	private final long end;

	private final boolean unlimited;

	private final ClientMachine machine;

	private List<Endpoint> endpoints;

	private ClientState state;

	private long now = Long.MAX_VALUE - 5000 * SECOND;

	private long sequence;

	private double refused;

	private long active;

	private long quiet;

	private boolean started;

	private boolean closed;

	private boolean exhausted;

	private int connects;

	private int failovers;

	private int failbacks;

	private int handovers;

	private int changeovers;

	SimulatedClientYear(long seed, Duration length) {
		this.seed = seed;
		this.random = new Random(seed);
		this.end = this.now + length.toNanos();
		this.endpoints = someEndpoints();
		this.unlimited = this.random.nextInt(4) > 0;
		ReconnectPolicy policy = new ReconnectPolicy(Duration.ofMillis(100), 2,
				Duration.ofSeconds(1 + this.random.nextInt(120)), this.random.nextDouble(), Duration.ofSeconds(10),
				this.unlimited ? ReconnectPolicy.UNLIMITED : 1 + this.random.nextInt(10));
		FailoverPolicy failover = new FailoverPolicy(Strategy.values()[(int) (seed % 3)], Duration.ofSeconds(60));
		this.machine = new ClientMachine("feed", this.random);
		this.state = ClientState.initial(Reconnection.of(this.endpoints, policy, failover, this.random));
	}

	int connects() {
		return this.connects;
	}

	int failovers() {
		return this.failovers;
	}

	int failbacks() {
		return this.failbacks;
	}

	/**
	 * Returns how many times a candidate stood in for a connection that was lost.
	 */
	int handovers() {
		return this.handovers;
	}

	/**
	 * Returns how many times an endpoint was left that was not wanted any more.
	 */
	int changeovers() {
		return this.changeovers;
	}

	void run() {
		changeWeather();
		interfere();
		input(new ClientInput.Start());
		while (this.now < this.end || this.now < 0 != this.end < 0) {
			Event event = this.events.remove();
			this.now = event.at;
			event.work.run();
		}
		input(new ClientInput.Close());
		check(this.closed, "not closed");
		for (Event event = this.events.poll(); event != null; event = this.events.poll()) {
			this.now = event.at;
			event.work.run();
		}
		check(this.open.isEmpty(), "connections %s are left", this.open);
	}

	private void changeWeather() {
		this.refused = (this.random.nextInt(3) == 0) ? this.random.nextDouble(0.8, 1.0) : this.random.nextDouble(0.3);
		later(this.random.nextLong(12 * 3600 * SECOND), this::changeWeather);
	}

	private List<Endpoint> someEndpoints() {
		List<Endpoint> all = new ArrayList<>(
				IntStream.rangeClosed(1, 6).mapToObj((port) -> new Endpoint("peer", port)).toList());
		Collections.shuffle(all, this.random);
		return all.subList(0, 1 + this.random.nextInt(4));
	}

	private void changeAddresses() {
		this.endpoints = someEndpoints();
		input(new ClientInput.Addresses(this.endpoints));
	}

	/**
	 * What the application does, and what comes at the wrong time.
	 */
	private void interfere() {
		switch (this.random.nextInt(6)) {
			case 0 -> input(new ClientInput.FailbackDue());
			case 1 -> input(new ClientInput.Start());
			case 2 -> input(new ClientInput.Quiet(this.random.nextLong(this.state.last() + 1)));
			case 3 -> input(new ClientInput.Reconnect(DisconnectReason.RECONNECT));
			default -> changeAddresses();
		}
		later(this.random.nextLong(6 * 3600 * SECOND), this::interfere);
	}

	private void later(long delay, Runnable work) {
		if (!this.closed) {
			this.events.add(new Event(this.now + delay, this.sequence++, work));
		}
	}

	private void input(ClientInput input) {
		boolean wasClosed = this.closed;
		this.started |= input instanceof ClientInput.Start || input instanceof ClientInput.Reconnect;
		ClientMachine.Step step = this.machine.next(this.state, input, this.now);
		this.state = step.state();
		this.exhausted &= !(input instanceof ClientInput.Reconnect);
		for (ClientAction action : step.actions()) {
			check(!wasClosed || action instanceof Discard, "%s after the close", action);
			perform(action);
		}
		checkState();
	}

	private void checkState() {
		boolean connected = this.state.phase() == ConnectionState.CONNECTED;
		check(connected == (this.active != 0), "%s with connection %d", this.state.phase(), this.active);
		check(this.state.active() == this.active, "%s but %d is active", this.state, this.active);
		check(this.state.active() == 0 || this.state.opening() == 0, "opening beside an active connection");
		check(this.state.candidate() == 0 || this.active != 0, "a candidate to nothing");
		boolean trying = this.active != 0 || this.state.opening() != 0;
		check(trying || this.closed || this.exhausted || !this.started, "neither connected nor connecting");
		check(!this.exhausted || !this.unlimited || this.closed, "gave up");
		boolean wanted = this.active == 0 || this.endpoints.contains(this.asked.get(this.active));
		check(wanted || this.state.candidate() != 0 || !this.unlimited, "stays at an address that is gone");
	}

	private void perform(ClientAction action) {
		if (action instanceof Open attempt) {
			open(attempt);
		}
		else if (action instanceof Activate activate) {
			activate(activate);
		}
		else if (action instanceof Deactivate deactivate) {
			check(this.active == deactivate.number(), "%s but %d is active", deactivate, this.active);
			this.active = 0;
		}
		else {
			performOther(action);
		}
	}

	private void performOther(ClientAction action) {
		if (action instanceof Discard discard) {
			later(this.random.nextLong(50 * MILLI), () -> lose(discard.number(), discard.reason()));
			if (this.closed) {
				lose(discard.number(), discard.reason());
			}
		}
		else if (action instanceof Retire retire) {
			retire(retire);
		}
		else if (action instanceof Keep keep) {
			check(keep.number() == this.active, "%s but %d is active", keep, this.active);
		}
		else if (action instanceof WakeForFailback wake) {
			later(wake.delay().toNanos(), () -> input(new ClientInput.FailbackDue()));
		}
		else if (action instanceof FailPending) {
			check(this.active == 0, "gave up messages while connected");
			this.exhausted = true;
		}
		else if (action instanceof Publish publish) {
			published(publish.event());
		}
	}

	private void open(Open attempt) {
		check(this.asked.put(attempt.number(), attempt.endpoint()) == null, "number %d again", attempt.number());
		check(attempt.number() == this.state.opening() || attempt.number() == this.state.candidate(), "%s for nothing",
				attempt);
		later(attempt.delay().toNanos(), () -> {
			if (attempt.number() == this.state.opening() || attempt.number() == this.state.candidate()) {
				later(this.random.nextLong(SECOND), () -> connected(attempt.number()));
			}
		});
	}

	private void connected(long number) {
		if (this.random.nextDouble() < this.refused) {
			input(new ClientInput.OpenFailed(number, new IllegalStateException("refused")));
			return;
		}
		this.open.add(number);
		boolean dead = this.random.nextInt(5) == 0;
		long lasts = switch (this.random.nextInt(3)) {
			case 0 -> this.random.nextLong(10 * SECOND);
			case 1 -> this.random.nextLong(300 * SECOND);
			default -> this.random.nextLong(4 * 3600 * SECOND);
		};
		later(lasts, () -> lose(number, REASONS[this.random.nextInt(REASONS.length)]));
		if (!dead) {
			later(this.random.nextLong(5 * SECOND), () -> hear(number));
		}
		input(new ClientInput.Opened(number));
	}

	private void hear(long number) {
		if (this.open.contains(number)) {
			this.heard.add(number);
			input(new ClientInput.Heard(number));
		}
	}

	private void lose(long number, DisconnectReason reason) {
		if (this.open.remove(number)) {
			boolean handover = number == this.active && this.state.candidate() != 0;
			input(new ClientInput.Lost(number, reason, null));
			this.handovers += (handover && !this.closed) ? 1 : 0;
		}
	}

	private void activate(Activate activate) {
		check(this.active == 0, "%s beside %d", activate, this.active);
		check(this.open.contains(activate.number()), "%s is not open", activate);
		check(activate.endpoint().equals(this.asked.get(activate.number())), "%s is to another", activate);
		check(this.endpoints.contains(activate.endpoint()), "%s is to an address that is gone", activate);
		this.active = activate.number();
		this.connects++;
	}

	private void retire(Retire retire) {
		check(retire.number() == this.active, "%s but %d is active", retire, this.active);
		check(this.heard.contains(this.state.candidate()), "retires for one that was not heard");
		long number = retire.number();
		if (this.random.nextInt(5) > 0) {
			later(200 * MILLI + this.random.nextLong(SECOND), () -> {
				this.quiet = number;
				input(new ClientInput.Quiet(number));
			});
		}
		later(5 * SECOND, () -> {
			if (this.state.retiring() && this.active == number) {
				lose(number, DisconnectReason.FAILBACK);
			}
		});
	}

	private void published(NetAsyncEvent event) {
		check(!this.closed, "%s after Closed", event);
		if (event instanceof NetAsyncEvent.FailedBack back) {
			this.failbacks++;
			check(back.to().equals(this.endpoints.get(0)), "%s is not to the preferred", back);
			check(this.heard.contains(this.active), "%s to one that was not heard", back);
		}
		else if (event instanceof NetAsyncEvent.FailedOver over) {
			this.failovers++;
			check(!over.from().equals(over.to()), "%s", over);
			this.changeovers += this.endpoints.contains(over.from()) ? 0 : 1;
		}
		else if (event instanceof NetAsyncEvent.Closed) {
			this.closed = true;
			check(this.active == 0, "closed but %d is active", this.active);
			List.copyOf(this.open).forEach((number) -> lose(number, DisconnectReason.LOCAL_CLOSE));
		}
	}

	private void check(boolean holds, String otherwise, Object... arguments) {
		if (!holds) {
			assertThat(holds).as("seed " + this.seed + ": " + otherwise, arguments).isTrue();
		}
	}

	private record Event(long at, long sequence, Runnable work) implements Comparable<Event> {

		@Override
		public int compareTo(Event other) {
			return (this.at != other.at) ? Long.signum(this.at - other.at)
					: Long.compare(this.sequence, other.sequence);
		}

	}

}
