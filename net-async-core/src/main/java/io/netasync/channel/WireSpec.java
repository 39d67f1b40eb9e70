package io.netasync.channel;

import io.netasync.frame.FrameSpec;
import io.netasync.frame.FrameSpec.Format;
import io.netasync.payload.PayloadCodec;
import org.jspecify.annotations.Nullable;

/**
 * What goes over the wire, and what it means.
 *
 * @param frame how messages are told apart
 * @param payload what the bytes of a frame mean to the application
 * @param probe what is sent as a heartbeat in a format that has none of its own,
 * {@code null} for nothing
 * @author net-async
 * @since 0.1.0
 */
public record WireSpec(FrameSpec frame, PayloadSpec payload, @Nullable String probe) {

	public WireSpec {
		frame.frames(probe);
		payload.check(frame.format());
	}

	/**
	 * Returns the defaults: bytes in frames of up to 1 MiB with a 4-byte length header.
	 * @return the defaults
	 */
	public static WireSpec defaults() {
		return new WireSpec(FrameSpec.of(Format.LENGTH_HEADER), PayloadSpec.defaults(), null);
	}

	PayloadCodec payloads() {
		return this.payload.codec(this.frame.format(), this.frame.charset());
	}

}
