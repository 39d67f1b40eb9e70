package io.netasync.request;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

import io.netasync.event.DisconnectReason;
import org.jspecify.annotations.Nullable;

import org.springframework.messaging.Message;
import org.springframework.messaging.support.GenericMessage;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A random life of requests: peers that answer late or not at all, connections that end
 * with messages on their way in both directions, a send buffer that drops. What must hold
 * is checked as it goes.
 *
 * @author net-async
 */
final class SimulatedPeers {

	static final int MAX_PENDING = 16;

	static final int MAX_RETRIES = 2;

	private final Random random;

	private final Correlation correlation;

	private final RequestWorld world;

	private final Map<String, Made> made = new LinkedHashMap<>();

	private final Map<RequestConnection, Peer> peers = new HashMap<>();

	/** What is still to be delivered, in order, over all connections. */
	private final Deque<Runnable> dispatcher = new ArrayDeque<>();

	private @Nullable Peer current;

	private Duration clock = Duration.ZERO;

	private int delivered;

	SimulatedPeers(long seed, Correlation correlation) {
		this.random = new Random(seed);
		this.correlation = correlation;
		this.world = new RequestWorld(new RequestPolicy(correlation, Duration.ofMillis(100), MAX_PENDING, MAX_RETRIES,
				Message::getPayload, Message::getPayload));
	}

	void step() {
		switch (this.random.nextInt(16)) {
			case 0, 1 -> request();
			case 2, 3, 4 -> write();
			case 5, 6, 7 -> leave();
			case 8, 9 -> answer();
			case 10, 11 -> dispatch();
			case 12 -> pass(Duration.ofNanos(this.random.nextInt(8_000_000)));
			case 13 -> connectOrLose();
			case 14 -> rareThing();
			default -> this.world.settle();
		}
	}

	private void rareThing() {
		switch (this.random.nextInt(4)) {
			case 0 -> dropFromBuffer();
			case 1 -> cancel();
			case 2 -> unsolicited();
			default -> closeGivenUp();
		}
	}

	private void request() {
		String id = "r" + this.made.size();
		Duration timeout = Duration.ofMillis(1 + this.random.nextInt(100));
		boolean idempotent = this.random.nextInt(3) == 0;
		RequestOptions options = new RequestOptions(timeout, idempotent);
		this.made.put(id, new Made(this.world.request(id, options), this.clock.plus(timeout), idempotent));
		assertThat(this.world.tally.snapshot().pending()).isLessThanOrEqualTo(MAX_PENDING);
	}

	private void write() {
		RequestAttempt next = (this.current != null) ? this.world.buffer.poll() : null;
		if (next == null) {
			return;
		}
		String id = (String) next.message().getPayload();
		Made request = made(id);
		if (!this.current.connection.handOver(next)) {
			assertThat(request.future.isDone() || !this.current.idle() || request.handed > 0)
				.as("%s is only turned away when it has ended or was on another connection", id)
				.isTrue();
			return;
		}
		assertThat(request.ended()).as("%s has ended and is written", id).isFalse();
		request.handed++;
		assertThat(request.handed).as("times %s was handed over", id)
			.isLessThanOrEqualTo(request.idempotent ? 1 + MAX_RETRIES : 1);
		assertThat(this.correlation != Correlation.SINGLE || this.current.idle()).as("single").isTrue();
		if (this.random.nextInt(50) == 0) {
			next.notSent(new IllegalStateException("can't be serialized"));
		}
		else {
			this.current.inFlight.add(next);
		}
	}

	/** The last byte of a message reaches the peer. */
	private void leave() {
		RequestAttempt message = (this.current != null) ? this.current.inFlight.poll() : null;
		if (message != null) {
			this.current.unanswered.add((String) message.message().getPayload());
		}
	}

	private void answer() {
		if (this.current == null || this.current.unanswered.isEmpty()) {
			return;
		}
		boolean any = this.correlation == Correlation.KEY;
		int index = any ? this.random.nextInt(this.current.unanswered.size()) : 0;
		String id = this.current.unanswered.remove(index);
		if (!any || this.random.nextInt(20) > 0) {
			send(this.current, id);
		}
	}

	private void unsolicited() {
		if (this.current != null && this.correlation == Correlation.KEY) {
			send(this.current, "unsolicited");
		}
		else if (this.current != null && this.current.idle()) {
			// nothing may be asked until it has arrived, as it would be the reply then
			receive(this.current, "unsolicited");
		}
	}

	private void send(Peer peer, String payload) {
		peer.underway++;
		this.dispatcher.add(() -> {
			peer.underway--;
			receive(peer, payload);
		});
	}

	private void receive(Peer peer, String payload) {
		this.delivered++;
		Made request = this.made.get(payload);
		boolean waiting = request != null && !request.ended();
		Message<?> rest = peer.connection.received(new GenericMessage<>(payload));
		if (rest != null) {
			this.world.inbound.add(rest);
			assertThat(waiting).as("%s waited for the reply that was delivered", payload).isFalse();
		}
		else {
			assertThat(waiting).as("%s took a reply", payload).isTrue();
			assertThat(made(payload).future.join().getPayload()).isEqualTo(payload);
		}
	}

	private void dispatch() {
		Runnable next = this.dispatcher.poll();
		if (next != null) {
			next.run();
		}
	}

	private void connectOrLose() {
		if (this.current == null) {
			this.current = new Peer(this.world.connect());
			this.peers.put(this.current.connection, this.current);
		}
		else if (this.random.nextInt(4) == 0) {
			lose(this.current);
		}
	}

	private void closeGivenUp() {
		for (RequestConnection connection : this.world.givenUp) {
			Peer peer = this.peers.get(connection);
			if (peer != null && peer == this.current) {
				lose(peer);
			}
		}
	}

	private void lose(Peer peer) {
		while (!peer.inFlight.isEmpty()) {
			this.world.buffer.addFirst(peer.inFlight.removeLast());
		}
		this.current = null;
		this.dispatcher.add(() -> {
			peer.connection.gone(DisconnectReason.CONNECTION_LOST, null);
			this.peers.remove(peer.connection);
		});
	}

	private void dropFromBuffer() {
		RequestAttempt dropped = this.world.buffer.pollFirst();
		if (dropped != null) {
			dropped.notSent(new IllegalStateException("dropped"));
		}
	}

	private void cancel() {
		if (!this.made.isEmpty()) {
			made("r" + this.random.nextInt(this.made.size())).future.cancel(false);
		}
	}

	private void pass(Duration time) {
		this.clock = this.clock.plus(time);
		this.world.pass(time);
		for (Map.Entry<String, Made> entry : this.made.entrySet()) {
			assertThat(entry.getValue().future.isDone() || entry.getValue().deadline.compareTo(this.clock) > 0)
				.as("%s has ended by its deadline", entry.getKey())
				.isTrue();
		}
	}

	/**
	 * Lets everything come to an end and adds it up.
	 * @param close whether to close first
	 */
	void end(boolean close) {
		if (close) {
			this.world.requests.close();
			this.world.settle();
		}
		else {
			pass(Duration.ofMillis(200));
		}
		while (!this.dispatcher.isEmpty()) {
			dispatch();
		}
		RequestSnapshot counts = this.world.tally.snapshot();
		long failed = counts.failed().values().stream().mapToLong(Long::longValue).sum();
		assertThat(this.made.values()).allMatch((request) -> request.future.isDone());
		assertThat(counts.pending()).isZero();
		assertThat(counts.replied() + failed + counts.cancelled()).isEqualTo(this.made.size());
		assertThat(counts.replied()).isEqualTo(this.made.values().stream().filter(Made::hasReply).count());
		assertThat(counts.replied() + this.world.inbound.size()).as("replies lost").isEqualTo(this.delivered);
		this.made.values().forEach(Made::checkFailure);
	}

	long replied() {
		return this.world.tally.snapshot().replied();
	}

	RequestSnapshot counts() {
		return this.world.tally.snapshot();
	}

	private Made made(String id) {
		Made request = this.made.get(id);
		assertThat(request).as(id).isNotNull();
		return request;
	}

	/**
	 * The other end of a connection.
	 */
	private static final class Peer {

		private final RequestConnection connection;

		/** Handed over, not yet with the peer. */
		private final Deque<RequestAttempt> inFlight = new ArrayDeque<>();

		private final List<String> unanswered = new ArrayList<>();

		/** Sent by the peer, not yet delivered. */
		private int underway;

		private Peer(RequestConnection connection) {
			this.connection = connection;
		}

		private boolean idle() {
			return this.inFlight.isEmpty() && this.unanswered.isEmpty() && this.underway == 0;
		}

	}

	/**
	 * A request that was made.
	 */
	private static final class Made {

		private final CompletableFuture<Message<?>> future;

		private final Duration deadline;

		private final boolean idempotent;

		private int handed;

		private Made(CompletableFuture<Message<?>> future, Duration deadline, boolean idempotent) {
			this.future = future;
			this.deadline = deadline;
			this.idempotent = idempotent;
		}

		private boolean ended() {
			return this.future.isDone();
		}

		private boolean hasReply() {
			return this.future.isDone() && !this.future.isCompletedExceptionally();
		}

		private void checkFailure() {
			try {
				this.future.join();
			}
			catch (CancellationException ex) {
				assertThat(this.future).isCancelled();
			}
			catch (CompletionException ex) {
				assertThat(ex).hasCauseInstanceOf(RequestFailedException.class);
			}
		}

	}

}
