package io.netasync.mailbox;

import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import io.netasync.buffer.DropReason;
import io.netasync.buffer.MessageDroppedException;
import io.netasync.event.NetAsyncEvent;
import io.netasync.memory.MemoryBudget;
import io.netasync.transport.Dispatcher;

import org.springframework.messaging.Message;

/**
 * Tells the owner of messages that don't get through, in order with everything else it is
 * told. Each message is told by itself as long as the owner keeps up; what is dropped is
 * besides told in numbers, which are exact whatever happens.
 *
 * @author net-async
 * @since 0.1.0
 */
public final class Reports {

	/** So many messages wait to be told by themselves; further ones only count. */
	private static final int WAITING = 256;

	private final String name;

	private final Dispatcher dispatcher;

	private final Recipient recipient;

	private final MemoryBudget budget;

	private final AtomicInteger waiting = new AtomicInteger();

	/** What the owner has not been told yet, by reason. */
	private final Map<String, AtomicLong> uncounted = new ConcurrentHashMap<>();

	/**
	 * Creates reports.
	 * @param name the client or server
	 * @param dispatcher keeps the order with everything else
	 * @param recipient is told
	 * @param budget what the messages that wait to be told take
	 */
	public Reports(String name, Dispatcher dispatcher, Recipient recipient, MemoryBudget budget) {
		this.name = name;
		this.dispatcher = dispatcher;
		this.recipient = recipient;
		this.budget = budget;
	}

	/**
	 * Reports a message that was not accepted or was given up.
	 * @param message the message
	 * @param bytes what it takes
	 * @param cause why
	 */
	public void failed(Message<?> message, long bytes, Throwable cause) {
		if (!tell(message, bytes, cause)) {
			count("unreported", 1);
		}
	}

	/**
	 * Reports a message that was dropped by a policy.
	 * @param message the message
	 * @param bytes what it takes
	 * @param reason why
	 */
	public void dropped(Message<?> message, long bytes, DropReason reason) {
		tell(message, bytes, new MessageDroppedException(reason));
		count(reason.name().toLowerCase(Locale.ROOT), 1);
	}

	private boolean tell(Message<?> message, long bytes, Throwable cause) {
		if (this.waiting.get() >= WAITING || !this.budget.tryTake(bytes)) {
			return false;
		}
		this.waiting.incrementAndGet();
		this.dispatcher.execute(() -> {
			this.waiting.decrementAndGet();
			this.budget.release(bytes);
			this.recipient.failed(message, cause);
		});
		return true;
	}

	/**
	 * Reports messages in numbers only.
	 * @param reason why they did not get through
	 * @param count how many
	 */
	public void count(String reason, long count) {
		AtomicLong known = this.uncounted.computeIfAbsent(reason, (key) -> new AtomicLong());
		if (known.getAndAdd(count) == 0) {
			this.dispatcher.execute(() -> this.recipient
				.event(new NetAsyncEvent.MessagesDropped(this.name, known.getAndSet(0), reason)));
		}
	}

}
