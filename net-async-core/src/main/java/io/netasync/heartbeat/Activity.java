package io.netasync.heartbeat;

/**
 * What a connection did last, seen at one moment. All times are monotonic nanoseconds,
 * and start as the time the connection was opened.
 * <p>
 * Whoever takes this from another thread reads the two flags first and the times after
 * them, and whoever writes sets a time before its flag: an old time next to a new flag
 * would look like a dead peer.
 *
 * @param lastReceivedNanos when the last byte was received or reads were last resumed,
 * whichever is later: a peer cannot be heard while nobody listens
 * @param lastSentNanos when a message was last given to the network
 * @param lastWriteProgressNanos when the network last took a byte, or a write was given
 * to it with none before it, whichever is later: a wait for the network starts with
 * something to wait for
 * @param writesPending whether there are bytes the network has not taken yet
 * @param readsPaused whether nothing is read, because what was received is still handled
 * @author net-async
 * @since 0.1.0
 */
public record Activity(long lastReceivedNanos, long lastSentNanos, long lastWriteProgressNanos, boolean writesPending,
		boolean readsPaused) {

}
