package io.netasync.client;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.random.RandomGenerator;

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
import io.netasync.reconnect.Attempt;
import io.netasync.reconnect.Reconnection;

/**
 * Decides what a client does next: {@code (state, input, now) -> (state, actions)}, with
 * no thread, socket or clock.
 * <p>
 * There is one active connection at most. While there is none, one is being opened, after
 * the delay that {@link Reconnection} asks for. While the active one is not to the
 * preferred endpoint, a candidate to that is opened from time to time. It takes over once
 * its peer has been heard, as a peer that accepts may still be dead, and once the active
 * connection has retired: written what it was given and fallen quiet. So a failback loses
 * nothing and keeps the order. When the endpoints change and the active one is not among
 * the new ones, a candidate to one of those takes over in the same way.
 *
 * @author net-async
 */
final class ClientMachine {

	private final String name;

	private final RandomGenerator random;

	ClientMachine(String name, RandomGenerator random) {
		this.name = name;
		this.random = random;
	}

	Step next(ClientState state, ClientInput input, long now) {
		if (state.phase() == ConnectionState.CLOSED) {
			return afterClose(state, input);
		}
		if (input instanceof ClientInput.Opened opened) {
			return opened(state, opened.number(), now);
		}
		if (input instanceof ClientInput.OpenFailed failed) {
			return openFailed(state, failed.number(), now);
		}
		if (input instanceof ClientInput.Heard heard) {
			return heard(state, heard.number());
		}
		if (input instanceof ClientInput.Lost lost) {
			return lost(state, lost, now);
		}
		if (input instanceof ClientInput.FailbackDue) {
			return failbackDue(state, now);
		}
		if (input instanceof ClientInput.Quiet quiet) {
			return quiet(state, quiet.number(), now);
		}
		return asked(state, input, now);
	}

	private Step asked(ClientState state, ClientInput input, long now) {
		if (input instanceof ClientInput.Start) {
			return start(state);
		}
		if (input instanceof ClientInput.Reconnect reconnect) {
			return reconnect(state, reconnect.reason());
		}
		if (input instanceof ClientInput.Addresses addresses) {
			return addresses(state, addresses.endpoints(), now);
		}
		if (input instanceof ClientInput.Policy policy) {
			return step(state.reconnection(state.reconnection().policy(policy.policy())));
		}
		return close(state);
	}

	private Step start(ClientState state) {
		return (state.phase() == ConnectionState.DISCONNECTED)
				? open(state.phase(ConnectionState.CONNECTING), List.of()) : step(state);
	}

	private Step afterClose(ClientState state, ClientInput input) {
		return (input instanceof ClientInput.Opened opened)
				? step(state, new Discard(opened.number(), DisconnectReason.LOCAL_CLOSE)) : step(state);
	}

	private Step open(ClientState state, List<ClientAction> before) {
		List<ClientAction> actions = new ArrayList<>(before);
		Optional<Attempt> attempt = state.reconnection().next(this.random);
		if (attempt.isEmpty()) {
			actions.add(new FailPending());
			return new Step(state.withoutActive(ConnectionState.DISCONNECTED), actions);
		}
		Endpoint endpoint = attempt.get().endpoint();
		Duration delay = attempt.get().delay();
		ClientState opening = state.opening(endpoint);
		if (state.phase() == ConnectionState.RECONNECTING || attempt.get().number() > 1) {
			actions.add(new Publish(
					new NetAsyncEvent.ReconnectScheduled(this.name, attempt.get().number(), delay, endpoint)));
		}
		actions.add(new Open(opening.opening(), endpoint, delay));
		return new Step(opening, actions);
	}

	private Step opened(ClientState state, long number, long now) {
		Endpoint target = state.target();
		if (number == state.opening() && target != null) {
			return activate(state, number, target, now, List.of());
		}
		if (number == state.candidate()) {
			return step(state.withCandidate(true, state.retiring()));
		}
		return step(state, new Discard(number, DisconnectReason.LOCAL_CLOSE));
	}

	private Step activate(ClientState state, long number, Endpoint endpoint, long now, List<ClientAction> before) {
		Endpoint previous = state.endpoint();
		Reconnection reconnection = state.reconnection().connected(endpoint, now);
		List<ClientAction> actions = new ArrayList<>(before);
		actions.add(new Activate(number, endpoint));
		if (previous != null && !previous.equals(endpoint)) {
			actions.add(new Publish(new NetAsyncEvent.FailedOver(this.name, previous, endpoint)));
		}
		return withFailback(state.reconnection(reconnection).active(number, endpoint), actions, now);
	}

	private Step withFailback(ClientState state, List<ClientAction> before, long now) {
		List<ClientAction> actions = new ArrayList<>(before);
		state.reconnection().failbackIn(now).ifPresent((delay) -> actions.add(new WakeForFailback(delay)));
		return new Step(state, actions);
	}

	private Step openFailed(ClientState state, long number, long now) {
		if (number == state.opening()) {
			Endpoint target = Objects.requireNonNull(state.target());
			return open(state.reconnection(state.reconnection().failed(target)), List.of());
		}
		return (number == state.candidate()) ? candidateGone(state, now) : step(state);
	}

	private Step candidateGone(ClientState state, long now) {
		List<ClientAction> actions = state.retiring() ? List.of(new Keep(state.active())) : List.of();
		Reconnection reconnection = state.reconnection().changeOverFailed(target(state), now);
		return changeOver(state.reconnection(reconnection).withoutCandidate(), actions, now);
	}

	private Step changeOver(ClientState state, List<ClientAction> before, long now) {
		Optional<Attempt> attempt = state.reconnection().changeOver(this.random);
		if (attempt.isEmpty()) {
			return withFailback(state, before, now);
		}
		ClientState next = state.withCandidate(attempt.get().endpoint());
		List<ClientAction> actions = new ArrayList<>(before);
		actions.add(new Open(next.candidate(), attempt.get().endpoint(), attempt.get().delay()));
		return new Step(next, actions);
	}

	private Step addresses(ClientState state, List<Endpoint> endpoints, long now) {
		ClientState next = state.reconnection(state.reconnection().endpoints(endpoints));
		if (state.active() != 0) {
			return (state.candidate() != 0) ? addressesWithCandidate(next, now) : changeOver(next, List.of(), now);
		}
		if (state.opening() == 0 || next.reconnection().knows(target(state))) {
			return step(next);
		}
		Endpoint first = next.reconnection().preferred();
		ClientState opening = next.opening(first);
		return step(opening, new Open(opening.opening(), first, Duration.ZERO));
	}

	private Step addressesWithCandidate(ClientState state, long now) {
		Endpoint target = target(state);
		Reconnection reconnection = state.reconnection();
		if (reconnection.isDisplaced() ? reconnection.knows(target) : target.equals(reconnection.preferred())) {
			return step(state);
		}
		List<ClientAction> actions = new ArrayList<>();
		actions.add(new Discard(state.candidate(), DisconnectReason.LOCAL_CLOSE));
		if (state.retiring()) {
			actions.add(new Keep(state.active()));
		}
		return changeOver(state.withoutCandidate(), actions, now);
	}

	private static Endpoint target(ClientState state) {
		return Objects.requireNonNull(state.target());
	}

	private Step heard(ClientState state, long number) {
		if (number != state.candidate() || state.retiring()) {
			return step(state);
		}
		return step(state.withCandidate(true, true), new Retire(state.active()));
	}

	private Step lost(ClientState state, ClientInput.Lost lost, long now) {
		if (lost.number() == state.candidate()) {
			return candidateGone(state, now);
		}
		Endpoint endpoint = state.endpoint();
		if (lost.number() != state.active() || endpoint == null) {
			return step(state);
		}
		if (state.retiring() && lost.reason() == DisconnectReason.FAILBACK) {
			return failBack(state, endpoint, now, List.of());
		}
		List<ClientAction> actions = new ArrayList<>();
		actions.add(new Deactivate(lost.number(), endpoint, lost.reason(), lost.cause()));
		Reconnection reconnection = state.reconnection().lost(now, lost.reason().isPeerSuspect());
		ClientState next = state.reconnection(reconnection).phase(ConnectionState.RECONNECTING);
		if (state.candidateOpen()) {
			return activate(next, state.candidate(), target(state), now, actions);
		}
		// one that replaces an unwanted endpoint may be waiting, and there is no time for
		// that now
		boolean underWay = state.candidate() != 0 && !state.reconnection().isDisplaced();
		return underWay ? new Step(next.candidateIsOpening(), actions) : open(next, actions);
	}

	private Step failbackDue(ClientState state, long now) {
		Optional<Duration> wait = state.reconnection().failbackIn(now);
		if (state.candidate() != 0 || wait.isEmpty()) {
			return step(state);
		}
		if (!wait.get().isZero()) {
			return step(state, new WakeForFailback(wait.get()));
		}
		Endpoint preferred = state.reconnection().preferred();
		ClientState next = state.withCandidate(preferred);
		return step(next, new Open(next.candidate(), preferred, Duration.ZERO));
	}

	private Step quiet(ClientState state, long number, long now) {
		Endpoint from = state.endpoint();
		if (!state.retiring() || number != state.active() || from == null) {
			return step(state);
		}
		return failBack(state, from, now, List.of(new Discard(number, DisconnectReason.FAILBACK)));
	}

	private Step failBack(ClientState state, Endpoint from, long now, List<ClientAction> between) {
		Endpoint to = target(state);
		List<ClientAction> actions = new ArrayList<>();
		actions.add(new Deactivate(state.active(), from, DisconnectReason.FAILBACK, null));
		actions.addAll(between);
		actions.add(new Activate(state.candidate(), to));
		actions.add(new Publish(state.reconnection().isDisplaced() ? new NetAsyncEvent.FailedOver(this.name, from, to)
				: new NetAsyncEvent.FailedBack(this.name, from, to)));
		Reconnection reconnection = state.reconnection().changedOver(to, now);
		return withFailback(state.reconnection(reconnection).active(state.candidate(), to), actions, now);
	}

	private Step reconnect(ClientState state, DisconnectReason reason) {
		if (state.active() != 0) {
			return step(state, new Discard(state.active(), reason));
		}
		Endpoint target = (state.target() != null) ? state.target() : state.reconnection().preferred();
		ConnectionState phase = (state.phase() == ConnectionState.DISCONNECTED) ? ConnectionState.CONNECTING
				: state.phase();
		ClientState next = state.phase(phase).opening(target);
		return step(next, new Open(next.opening(), target, Duration.ZERO));
	}

	private Step close(ClientState state) {
		List<ClientAction> actions = new ArrayList<>();
		if (state.candidate() != 0) {
			actions.add(new Discard(state.candidate(), DisconnectReason.LOCAL_CLOSE));
		}
		if (state.active() != 0 && state.endpoint() != null) {
			actions.add(new Deactivate(state.active(), state.endpoint(), DisconnectReason.LOCAL_CLOSE, null));
			actions.add(new Discard(state.active(), DisconnectReason.LOCAL_CLOSE));
		}
		actions.add(new FailPending());
		actions.add(new Publish(new NetAsyncEvent.Closed(this.name)));
		return new Step(state.withoutActive(ConnectionState.CLOSED), actions);
	}

	private static Step step(ClientState state, ClientAction... actions) {
		return new Step(state, List.of(actions));
	}

	/**
	 * The outcome of one input.
	 */
	record Step(ClientState state, List<ClientAction> actions) {
	}

}
