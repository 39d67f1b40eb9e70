package io.netasync.buffer;

import org.jspecify.annotations.Nullable;

/**
 * On what terms a message is offered to a buffer.
 *
 * @param bytes what it takes
 * @param claim what it may do where there is no room
 * @param key what {@link Overflow#CONFLATE} goes by, {@code null} for a message that
 * takes no other's place
 * @param expiresAt when it is too late to hand it on, in the buffer's time, or
 * {@link #NEVER}
 * @author net-async
 * @since 0.1.0
 */
public record MessageTerms(long bytes, Claim claim, @Nullable Object key, long expiresAt) {

	/** A message that does not expire. */
	public static final long NEVER = Slot.NEVER;

	/**
	 * Creates the terms of a message without a key that does not expire.
	 * @param bytes what it takes
	 * @param claim what it may do where there is no room
	 */
	public MessageTerms(long bytes, Claim claim) {
		this(bytes, claim, null, NEVER);
	}

	/**
	 * What a message may do where there is no room.
	 */
	public enum Claim {

		/** Wait for room, if the policy is to block. */
		WAIT,

		/** Be refused rather than wait. */
		NOW,

		/** Get in all the same, and stay: no policy drops it. */
		ALWAYS

	}

}
