package io.netasync.buffer;

import io.netasync.buffer.MessageTerms.Claim;
import org.jspecify.annotations.Nullable;

/**
 * A message in a buffer, with what is known of it. A link of {@link Slots}.
 *
 * @param <M> the type of the message
 * @author net-async
 */
final class Slot<M> {

	/** An expiry that never comes. */
	static final long NEVER = Long.MAX_VALUE;

	M message;

	long bytes;

	/** When the message expires, or {@link #NEVER}. */
	long expiresAt;

	final @Nullable Object key;

	/** Whether no policy drops it. */
	final boolean kept;

	/** How often handing it over has failed. */
	int failures;

	/** Just being handed over: it may leave even while its sink is taken away. */
	boolean taking;

	/** The list it is in. */
	@Nullable Slots<M> list;

	@Nullable Slot<M> previous;

	@Nullable Slot<M> next;

	Slot(M message, MessageTerms terms, long expiresAt) {
		this.message = message;
		this.bytes = terms.bytes();
		this.key = terms.key();
		this.kept = terms.claim() == Claim.ALWAYS;
		this.expiresAt = expiresAt;
	}

	boolean isExpired(long now) {
		return this.expiresAt != NEVER && now - this.expiresAt >= 0;
	}

}
