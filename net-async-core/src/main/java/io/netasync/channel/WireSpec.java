package io.netasync.channel;

import java.nio.charset.StandardCharsets;

import io.netasync.frame.FrameCodec;
import io.netasync.frame.LengthHeaderSerializer;
import io.netasync.payload.PayloadCodec;

/**
 * What goes over the wire, and what it means.
 *
 * @param codec writes and reads frames
 * @param payload what the bytes of a frame mean to the application
 * @author net-async
 * @since 0.1.0
 */
public record WireSpec(FrameCodec codec, PayloadSpec payload) {

	/**
	 * Returns the defaults: bytes in frames of up to 1 MiB with a 4-byte length header.
	 * @return the defaults
	 */
	public static WireSpec defaults() {
		return new WireSpec(new LengthHeaderSerializer(1024 * 1024), PayloadSpec.defaults());
	}

	PayloadCodec payloads() {
		return this.payload.codec(StandardCharsets.UTF_8);
	}

}
