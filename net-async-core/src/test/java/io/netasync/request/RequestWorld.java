package io.netasync.request;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

import io.netasync.event.DisconnectReason;
import io.netasync.request.RequestFailedException.Reason;
import org.jspecify.annotations.Nullable;

import org.springframework.messaging.Message;
import org.springframework.messaging.support.GenericMessage;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Requests on a clock that is moved by hand, before a send buffer that is emptied by
 * hand.
 *
 * @author net-async
 */
final class RequestWorld {

	/** Close to where the clock wraps around. */
	private long now = Long.MAX_VALUE - Duration.ofSeconds(5).toNanos();

	private final PriorityQueue<Alarm> alarms = new PriorityQueue<>(
			Comparator.comparingLong((alarm) -> alarm.at - this.now));

	private final Deque<Runnable> tasks = new ArrayDeque<>();

	private int alarmsSet;

	/** What is in the send buffer. */
	final Deque<RequestAttempt> buffer = new ArrayDeque<>();

	/** What was written, on whichever connection. */
	final List<String> written = new ArrayList<>();

	/** What was delivered as other than a reply. */
	final List<Message<?>> inbound = new ArrayList<>();

	final List<RequestConnection> givenUp = new ArrayList<>();

	final RequestTally tally = new RequestTally();

	final Requests requests;

	@Nullable Exception refusal;

	Runnable beforeAccept = () -> {
	};

	RequestWorld(RequestPolicy policy) {
		this.requests = new Requests(policy,
				new RequestRuntime(() -> this.now, this::setAlarm, this.tasks::add, this::accept), this.tally);
	}

	private Future<?> setAlarm(Runnable task, long delayNanos) {
		this.alarmsSet++;
		Alarm alarm = new Alarm(this.now + delayNanos, task, new CompletableFuture<>());
		this.alarms.add(alarm);
		return alarm.future;
	}

	private Runnable accept(RequestAttempt attempt) throws Exception {
		if (this.refusal != null) {
			throw this.refusal;
		}
		this.beforeAccept.run();
		this.buffer.add(attempt);
		return () -> this.buffer.remove(attempt);
	}

	CompletableFuture<Message<?>> request(String payload) {
		return this.requests.request(new GenericMessage<>(payload));
	}

	CompletableFuture<Message<?>> request(String payload, RequestOptions options) {
		return this.requests.request(new GenericMessage<>(payload), options);
	}

	RequestConnection connect() {
		RequestConnection[] self = new RequestConnection[1];
		self[0] = this.requests.connection(() -> this.givenUp.add(self[0]));
		return self[0];
	}

	/**
	 * Empties the send buffer into a connection.
	 * @param connection the connection
	 */
	void write(RequestConnection connection) {
		while (!this.buffer.isEmpty()) {
			RequestAttempt next = this.buffer.remove();
			if (connection.handOver(next)) {
				this.written.add((String) next.message().getPayload());
			}
		}
	}

	void receive(RequestConnection connection, String payload) {
		Message<?> rest = connection.received(new GenericMessage<>(payload));
		if (rest != null) {
			this.inbound.add(rest);
		}
		settle();
	}

	void lose(RequestConnection connection) {
		connection.gone(DisconnectReason.CONNECTION_LOST, null);
		settle();
	}

	/**
	 * Runs what was left to the executor.
	 */
	void settle() {
		Runnable task = this.tasks.poll();
		while (task != null) {
			task.run();
			task = this.tasks.poll();
		}
	}

	/**
	 * Lets time pass, and what is due happen at its time.
	 * @param time how long
	 */
	void pass(Duration time) {
		long until = this.now + time.toNanos();
		while (!this.alarms.isEmpty() && this.alarms.peek().at - until <= 0) {
			Alarm alarm = this.alarms.remove();
			this.now = (alarm.at - this.now > 0) ? alarm.at : this.now;
			if (!alarm.future.isCancelled()) {
				alarm.task.run();
			}
			settle();
		}
		this.now = until;
		settle();
	}

	List<Object> inbound() {
		List<Object> payloads = new ArrayList<>();
		this.inbound.forEach((message) -> payloads.add(message.getPayload()));
		return payloads;
	}

	int alarmsSet() {
		return this.alarmsSet;
	}

	static @Nullable Object reply(CompletableFuture<Message<?>> request) {
		assertThat(request).isCompleted();
		return request.join().getPayload();
	}

	static Reason reason(CompletableFuture<Message<?>> request) {
		return failure(request).reason();
	}

	static RequestFailedException failure(CompletableFuture<Message<?>> request) {
		assertThat(request).isCompletedExceptionally();
		try {
			throw new AssertionError("A reply: " + request.get());
		}
		catch (ExecutionException ex) {
			return (RequestFailedException) ex.getCause();
		}
		catch (InterruptedException ex) {
			throw new AssertionError(ex);
		}
	}

	private record Alarm(long at, Runnable task, CompletableFuture<Object> future) {
	}

}
