package io.netasync.zeromq.message;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;

import io.netasync.frame.FrameException;
import io.netasync.frame.FrameException.Reason;
import io.netasync.payload.DecodedPayload;

import org.springframework.messaging.Message;

/**
 * A number, which comes back with the reply, and an empty frame, where a plain
 * {@code rep} takes its envelope to end.
 *
 * @author net-async
 */
final class RequestLayout implements Layout {

	/** Another one at every start: a late reply to an earlier process is nobody's. */
	private final AtomicLong numbers = new AtomicLong(ThreadLocalRandom.current().nextLong());

	@Override
	public void begin(Message<?> message, List<byte[]> parts) {
		long id = (message instanceof Correlated request) ? request.id() : this.numbers.incrementAndGet();
		parts.add(ByteBuffer.allocate(Long.BYTES).putLong(id).array());
		parts.add(new byte[0]);
	}

	@Override
	public DecodedPayload read(Frames frames, Reader reader) throws FrameException {
		if (frames.count() < 3 || frames.part(0).length != Long.BYTES || frames.part(1).length != 0) {
			throw new FrameException(Reason.MALFORMED,
					"a reply came without the envelope of its request: its peer is no 'rep', or use 'lock-step: true'");
		}
		long id = ByteBuffer.wrap(frames.part(0)).getLong();
		return Layout.payload(frames, 2, reader, Map.of(ZeroMqHeaders.CORRELATION, id));
	}

}
