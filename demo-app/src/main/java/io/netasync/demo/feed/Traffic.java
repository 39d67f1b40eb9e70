package io.netasync.demo.feed;

import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.locks.ReentrantLock;

import io.netasync.client.ClientSnapshot;
import io.netasync.client.NetAsyncClient;
import io.netasync.event.ConnectionState;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.context.event.ApplicationStartedEvent;
import org.springframework.context.annotation.Profile;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.core.env.Environment;
import org.springframework.core.env.Profiles;
import org.springframework.integration.annotation.ServiceActivator;
import org.springframework.integration.ip.IpHeaders;
import org.springframework.messaging.MessageChannel;
import org.springframework.messaging.MessagingException;
import org.springframework.messaging.handler.annotation.Header;
import org.springframework.messaging.support.ErrorMessage;
import org.springframework.messaging.support.GenericMessage;
import org.springframework.scheduling.TaskScheduler;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Sends numbered messages through the client {@code feed} at a steady rate and hears the
 * answers. It knows nothing of connections: it sends to one channel and listens to
 * another, whatever the network does.
 *
 * @author net-async
 */
@Component
@Profile("!server")
public class Traffic {

	private static final int FASTEST = 1000;

	private final NetAsyncClient client;

	private final MessageChannel outbound;

	private final Tally tally;

	private final History history;

	private final TaskScheduler scheduler;

	private final boolean countsAnswers;

	private final ReentrantLock order = new ReentrantLock(true);

	private volatile int rate;

	private volatile double roundTripMillis;

	private volatile long heardBytes;

	private volatile long heardAt = System.nanoTime();

	private @Nullable ScheduledFuture<?> producer;

	Traffic(@Qualifier("feed") NetAsyncClient client, @Qualifier("feed.outbound") MessageChannel outbound, Tally tally,
			History history, TaskScheduler scheduler, Environment environment) {
		this.client = client;
		this.outbound = outbound;
		this.tally = tally;
		this.history = history;
		this.scheduler = scheduler;
		this.countsAnswers = environment.acceptsProfiles(Profiles.of("client"));
		this.rate = environment.getProperty("demo.rate", Integer.class, 20);
	}

	/**
	 * Sends one message.
	 * @param text what it says
	 * @return its number
	 * @throws MessagingException if the send buffer is full and stays so
	 */
	public long send(String text) {
		this.order.lock();
		long number = this.tally.next();
		try {
			this.outbound.send(new GenericMessage<>(new Numbered(number, System.nanoTime(), text).line()));
			return number;
		}
		catch (MessagingException ex) {
			this.tally.refused();
			throw ex;
		}
		finally {
			this.order.unlock();
		}
	}

	@ServiceActivator(inputChannel = "feed.inbound")
	void answered(byte[] payload, @Header(IpHeaders.CONNECTION_ID) String connection) {
		Numbered answer = Numbered.parse(payload);
		this.roundTripMillis = (System.nanoTime() - answer.nanos()) / 1e6;
		if (this.countsAnswers) {
			this.tally.received(connection, answer.number());
		}
		if (!answer.text().isEmpty()) {
			this.history.add("answer", "%s answered: %s".formatted(endpoint(), answer.text()));
		}
	}

	@ServiceActivator(inputChannel = "feed.errors")
	void failed(ErrorMessage error) {
		Throwable cause = error.getPayload().getCause();
		this.history.add("error", (cause != null) ? String.valueOf(cause.getMessage()) : "Not sent");
	}

	@EventListener(ApplicationStartedEvent.class)
	void start() {
		rate(this.rate);
	}

	@EventListener(ContextClosedEvent.class)
	void stop() {
		rate(0);
	}

	/**
	 * Sets how many messages are sent.
	 * @param perSecond the rate, 0 to 1000
	 */
	public synchronized void rate(int perSecond) {
		if (perSecond < 0 || perSecond > FASTEST) {
			throw new IllegalArgumentException("'rate' must be between 0 and %d, not %d".formatted(FASTEST, perSecond));
		}
		this.rate = perSecond;
		if (this.producer != null) {
			this.producer.cancel(false);
			this.producer = null;
		}
		if (perSecond > 0) {
			this.producer = this.scheduler.scheduleWithFixedDelay(this::produce,
					Duration.ofSeconds(1).dividedBy(perSecond));
		}
	}

	private void produce() {
		try {
			send("");
		}
		catch (MessagingException ex) {
			// feed.errors has been told
		}
	}

	/** Every byte from the peer is a sign of life, a heartbeat's too. */
	@Scheduled(fixedRate = 50)
	void listen() {
		ClientSnapshot now = this.client.snapshot();
		if (now.receivedBytes() != this.heardBytes || now.inState().toMillis() < 100) {
			this.heardBytes = now.receivedBytes();
			this.heardAt = System.nanoTime();
		}
	}

	private String endpoint() {
		return this.history.letter(this.client.snapshot().endpoint());
	}

	/**
	 * Returns how the client is at this moment.
	 * @return the status
	 */
	public Status status() {
		ClientSnapshot now = this.client.snapshot();
		return new Status(now.state(), (now.endpoint() != null) ? this.history.letter(now.endpoint()) : null,
				Duration.ofNanos(System.nanoTime() - this.heardAt).toMillis(), this.roundTripMillis, this.rate,
				now.ledger().pending(), now.ledger().refused(), now.reconnects(), now.failovers(), this.countsAnswers);
	}

	/**
	 * How the client is.
	 *
	 * @param state its state
	 * @param endpoint the letter of the server it is or was connected to
	 * @param silentMillis for how long nothing has come from the peer
	 * @param roundTripMillis from sending the last answered message to its answer
	 * @param rate messages sent a second
	 * @param buffered messages in the send buffer
	 * @param refused messages for which there was no room in it
	 * @param reconnects connections made after the first
	 * @param failovers times it connected to another server than before
	 * @param countsAnswers whether messages count as received when they are answered, as
	 * their servers are elsewhere
	 */
	public record Status(ConnectionState state, @Nullable String endpoint, long silentMillis, double roundTripMillis,
			int rate, long buffered, long refused, long reconnects, long failovers, boolean countsAnswers) {
	}

}
