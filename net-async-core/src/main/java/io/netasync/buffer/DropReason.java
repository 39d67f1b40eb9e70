package io.netasync.buffer;

/**
 * Why a message was dropped by a policy, as its owner wished.
 *
 * @author net-async
 * @since 0.1.0
 */
public enum DropReason {

	/** There was no room for it ({@link Overflow#DROP_NEWEST}). */
	NEWEST,

	/** It made room for a newer one ({@link Overflow#DROP_OLDEST}). */
	OLDEST,

	/** A newer one with the same key took its place ({@link Overflow#CONFLATE}). */
	CONFLATED,

	/** It got too old before it could be handed to a connection. */
	EXPIRED,

	/** The connection is a slow consumer's. */
	SHED,

	/** Nobody had asked for it: a publisher without a subscriber to its topic. */
	UNHEARD

}
