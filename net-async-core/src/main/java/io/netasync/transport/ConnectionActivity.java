package io.netasync.transport;

/**
 * What a connection has done, for those who judge whether it may stay. Times are
 * {@link System#nanoTime()}; those of messages do not count heartbeats.
 *
 * @param openedNanos when it was opened
 * @param framed whether a whole frame has come
 * @param lastMessageInNanos when a message last came, the time of opening if none has
 * @param lastMessageOutNanos when a message last left, the time of opening if none has
 * @param inFrame whether the peer is expected to complete a frame it has begun; not while
 * this side does not read because its handlers are slow
 * @param frameSinceNanos when that frame was begun
 * @author net-async
 * @since 0.1.0
 */
public record ConnectionActivity(long openedNanos, boolean framed, long lastMessageInNanos, long lastMessageOutNanos,
		boolean inFrame, long frameSinceNanos) {
}
