package io.netasync.request;

import java.util.Map;

import io.netasync.request.RequestFailedException.Reason;

/**
 * What became of requests. At rest every request made is in exactly one of the counts but
 * {@code late}.
 *
 * @param pending requests under way
 * @param replied requests that ended with their reply
 * @param replyNanos how long these took together, in nanoseconds
 * @param failed requests that ended without, by reason; has an entry for each
 * @param cancelled requests that whoever made them gave up
 * @param late replies that came after their request had ended, as far as that can be told
 * @author net-async
 * @since 0.1.0
 */
public record RequestSnapshot(int pending, long replied, long replyNanos, Map<Reason, Long> failed, long cancelled,
		long late) {

	public RequestSnapshot {
		failed = Map.copyOf(failed);
	}

}
