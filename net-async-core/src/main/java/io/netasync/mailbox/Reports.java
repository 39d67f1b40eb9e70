package io.netasync.mailbox;

import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;

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

	/** By reason; the last one counts what failed and could not be told by itself. */
	private final AtomicLongArray uncounted = new AtomicLongArray(DropReason.values().length + 1);

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
			count(DropReason.values().length, "unreported");
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
		count(reason.ordinal(), reason.name().toLowerCase(Locale.ROOT));
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

	private void count(int index, String reason) {
		if (this.uncounted.getAndIncrement(index) == 0) {
			this.dispatcher.execute(() -> this.recipient
				.event(new NetAsyncEvent.MessagesDropped(this.name, this.uncounted.getAndSet(index, 0), reason)));
		}
	}

}
