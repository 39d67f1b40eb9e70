package io.netasync.zeromq.message;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import io.netasync.frame.FrameException;
import io.netasync.frame.FrameException.Reason;
import io.netasync.frame.FrameFormat;
import io.netasync.payload.DecodedPayload;
import io.netasync.payload.PayloadCodec;
import io.netasync.transport.ReceivedMessage;
import org.jspecify.annotations.Nullable;

import org.springframework.messaging.Message;

/**
 * Messages to frames and back, as one type of socket does it.
 *
 * <pre class="code">
 * req      : [number] [] payload       the number comes back with the reply
 * rep      : envelope.. [] payload     as the peers and what is between made it
 * router   : identity ([]) payload     an empty frame behind the identity is a req's
 * pub, sub : ([topic]) payload
 * others   : payload
 * </pre>
 *
 * A payload is one frame, or each element of a list is one.
 *
 * @author net-async
 * @since 0.1.0
 */
public final class MultipartCodec implements PayloadCodec, FrameFormat {

	private final PayloadCodec payloads;

	private final Layout layout;

	/**
	 * Creates a codec.
	 * @param type the type of the socket
	 * @param lockStep whether a {@code req} or {@code rep} does one thing at a time, and
	 * needs no envelopes
	 * @param payloads makes a payload that is one frame
	 */
	public MultipartCodec(ZeroMqType type, boolean lockStep, PayloadCodec payloads) {
		this.payloads = payloads;
		this.layout = lockStep ? new PlainLayout() : Layout.of(type);
	}

	@Override
	public Object encode(Message<?> message) throws FrameException {
		List<byte[]> parts = new ArrayList<>(3);
		this.layout.begin(message, parts);
		Object payload = (message instanceof Correlated request) ? request.message().getPayload()
				: message.getPayload();
		if (payload instanceof Iterable<?> several) {
			parts.addAll(Frames.list(several));
		}
		else if (payload instanceof Object[] several) {
			parts.addAll(Frames.list(Arrays.asList(several)));
		}
		else {
			parts.add(this.layout.body(message, Frames.bytes(this.payloads.encode(message))));
		}
		return Frames.of(parts);
	}

	@Override
	public DecodedPayload decode(Message<?> message) throws FrameException {
		return this.layout.read((Frames) message.getPayload(), (frame) -> this.payloads.decode(with(message, frame)));
	}

	private static Message<?> with(Message<?> message, byte[] frame) {
		return ReceivedMessage.decoded(message, DecodedPayload.of(frame));
	}

	@Override
	public int frameSize(Object payload) throws FrameException {
		long size = ((Frames) payload).size();
		if (size > Integer.MAX_VALUE) {
			throw new FrameException(Reason.TOO_LARGE, "a message of %d bytes is too large".formatted(size));
		}
		return (int) size;
	}

	@Override
	public byte @Nullable [] heartbeat() {
		return null;
	}

}
