package io.netasync.frame;

import java.nio.ByteBuffer;

import io.netasync.frame.FrameException.Reason;
import org.jspecify.annotations.Nullable;

/**
 * Frames that start with the length of their payload, however that is written. A frame of
 * length 0 is a heartbeat.
 *
 * @author net-async
 */
abstract class LengthPrefixedSerializer extends FrameCodec {

	/**
	 * The payload that stands for a heartbeat, a frame of length 0. Only this very array
	 * is sent as one; any other empty payload is refused.
	 */
	public static final byte[] HEARTBEAT = new byte[0];

	LengthPrefixedSerializer(int maxFrameSize) {
		super(maxFrameSize);
	}

	/**
	 * Cuts off the frame at the position of a buffer, if all of it is there.
	 * @param received the buffer
	 * @param header the size of the length
	 * @param size the length
	 * @return the payload, {@code null} if more bytes are needed
	 */
	static byte @Nullable [] cut(ByteBuffer received, int header, int size) {
		if (received.remaining() - header < size) {
			return null;
		}
		byte[] payload = new byte[size];
		received.position(received.position() + header).get(payload);
		return payload;
	}

	/**
	 * Measures a payload that is to be sent.
	 * @param payload the payload
	 * @return its size in bytes
	 * @throws FrameException if it is too large, of another type, or empty
	 */
	final int size(Object payload) throws FrameException {
		long size = Payloads.size(payload);
		if (size == 0 && payload != HEARTBEAT) {
			throw new FrameException(Reason.EMPTY,
					"an empty payload would be taken for a heartbeat: send at least one byte");
		}
		return checked(size);
	}

	@Override
	public byte[] heartbeat() {
		return HEARTBEAT;
	}

	@Override
	public void setHeartbeat(byte[] heartbeat) {
		throw new UnsupportedOperationException("The frame of length 0 is the heartbeat of this format");
	}

}
