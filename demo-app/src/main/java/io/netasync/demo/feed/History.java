package io.netasync.demo.feed;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import io.netasync.event.Endpoint;
import io.netasync.event.NetAsyncEvent;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * What happened to the client, and what was done to it, newest first.
 *
 * @author net-async
 */
@Component
public class History {

	private static final int LENGTH = 60;

	/** Of these only the latest in a row is kept. */
	private static final Set<String> REPEATED = Set.of("attempt", "error");

	private final Deque<Entry> entries = new ArrayDeque<>();

	private final List<String> addresses;

	private long downSince;

	private boolean down;

	private long count;

	History(@Value("${netasync.client.feed.addresses:}") List<String> addresses) {
		this.addresses = addresses.stream().map(String::trim).toList();
	}

	/**
	 * Returns the addresses of the client; the first is A.
	 * @return the addresses, none where there is no client
	 */
	public List<String> addresses() {
		return this.addresses;
	}

	/**
	 * Returns the letter of a server.
	 * @param endpoint where it is
	 * @return the letter, or the endpoint itself if it is not among the addresses
	 */
	public String letter(@Nullable Endpoint endpoint) {
		int index = this.addresses.indexOf(String.valueOf(endpoint));
		return (index >= 0) ? String.valueOf((char) ('A' + index)) : String.valueOf(endpoint);
	}

	/**
	 * Adds an entry of one's own.
	 * @param kind what kind of thing happened
	 * @param text what happened
	 */
	public void add(String kind, String text) {
		add(kind, text, null);
	}

	private synchronized void add(String kind, String text, @Nullable Duration recovery) {
		Entry newest = this.entries.peekFirst();
		if (newest != null && newest.kind().equals(kind) && REPEATED.contains(kind)) {
			this.entries.removeFirst();
		}
		this.entries.addFirst(
				new Entry(++this.count, Instant.now(), kind, text, (recovery != null) ? recovery.toMillis() : null));
		if (this.entries.size() > LENGTH) {
			this.entries.removeLast();
		}
	}

	/**
	 * Returns the entries.
	 * @return the newest ones, the newest first
	 */
	public synchronized List<Entry> entries() {
		return List.copyOf(this.entries);
	}

	@EventListener(condition = "#event.name() == 'feed'")
	synchronized void on(NetAsyncEvent event) {
		if (event instanceof NetAsyncEvent.Connected connected) {
			Duration recovery = this.down ? Duration.ofNanos(System.nanoTime() - this.downSince) : null;
			this.down = false;
			add("connected", "Connected to " + letter(connected.endpoint()), recovery);
		}
		else if (event instanceof NetAsyncEvent.Disconnected gone) {
			this.downSince = System.nanoTime();
			this.down = true;
			add("disconnected", "Disconnected from %s: %s".formatted(letter(gone.endpoint()), words(gone.reason())));
		}
		else if (event instanceof NetAsyncEvent.HeartbeatTimedOut silent) {
			add("silent", letter(silent.endpoint()) + " is silent for too long");
		}
		else if (event instanceof NetAsyncEvent.ReconnectScheduled next) {
			add("attempt", "Attempt %d: %s in %d ms".formatted(next.attempt(), letter(next.endpoint()),
					next.delay().toMillis()));
		}
		else if (event instanceof NetAsyncEvent.FailedOver over) {
			add("failover", "Failed over from %s to %s".formatted(letter(over.from()), letter(over.to())));
		}
		else if (event instanceof NetAsyncEvent.FailedBack back) {
			add("failback", "Failed back from %s to %s".formatted(letter(back.from()), letter(back.to())));
		}
		else if (event instanceof NetAsyncEvent.MessagesDropped dropped) {
			add("dropped", "Gave up %d messages: %s".formatted(dropped.count(), dropped.reason()));
		}
	}

	private static String words(Enum<?> reason) {
		return reason.name().toLowerCase(Locale.ROOT).replace('_', ' ');
	}

	/**
	 * One line of the history.
	 *
	 * @param id counts up
	 * @param time when it happened
	 * @param kind the kind of event
	 * @param text what happened, for people
	 * @param recoveryMillis for how long there was no connection before this one
	 */
	public record Entry(long id, Instant time, String kind, String text, @Nullable Long recoveryMillis) {
	}

}
