package io.netasync.mailbox;

import java.time.Duration;
import java.util.function.Function;

import io.netasync.buffer.BufferRuntime;
import io.netasync.buffer.BufferTimer;
import io.netasync.buffer.Overflow;
import io.netasync.buffer.ReceiveBufferPolicy;
import io.netasync.buffer.SendBufferPolicy;
import io.netasync.memory.MemoryBudget;
import org.jspecify.annotations.Nullable;

import org.springframework.messaging.Message;

/**
 * How received messages wait.
 *
 * @param name the client or server
 * @param policy how many may wait, and what happens when more come
 * @param key the key of a message, for {@link Overflow#CONFLATE}; {@code null} for a
 * message without one
 * @param budget what waits in memory of the whole application
 * @param timer the time
 * @author net-async
 * @since 0.1.0
 */
public record InboxOptions(String name, ReceiveBufferPolicy policy, Function<Message<?>, @Nullable Object> key,
		MemoryBudget budget, BufferTimer timer) {

	/**
	 * Returns whether the transport does all there is to do, by reading no more.
	 * @return {@code true} for {@link Overflow#BLOCK}
	 */
	public boolean blocks() {
		return this.policy.overflow() == Overflow.BLOCK;
	}

	/**
	 * Returns the key of a message where one is needed.
	 * @param message the message
	 * @return the key, {@code null} unless the policy is to conflate
	 */
	public @Nullable Object keyOf(Message<?> message) {
		return (this.policy.overflow() == Overflow.CONFLATE) ? this.key.apply(message) : null;
	}

	/**
	 * Returns the bounds of a buffer for what is received. Where the transport stops
	 * reading it keeps count itself, and the buffer has no bounds of its own.
	 * @return the bounds
	 */
	public SendBufferPolicy bounds() {
		return blocks() ? new SendBufferPolicy(Integer.MAX_VALUE, Long.MAX_VALUE, Overflow.FAIL, Duration.ZERO)
				: new SendBufferPolicy(this.policy.maxMessages(), this.policy.maxBytes(), this.policy.overflow(),
						Duration.ZERO);
	}

	/**
	 * Returns what the buffer needs.
	 * @return never waits
	 */
	public BufferRuntime runtime() {
		return new BufferRuntime(Runnable::run, () -> false, blocks() ? MemoryBudget.unlimited() : this.budget,
				this.timer);
	}

}
