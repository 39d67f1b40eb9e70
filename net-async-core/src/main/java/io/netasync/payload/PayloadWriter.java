package io.netasync.payload;

import java.io.IOException;
import java.io.OutputStream;

/**
 * A payload that writes itself, as an alternative to a {@code byte[]} that is filled
 * first. It is called once, on the thread that sends it.
 *
 * @author net-async
 * @since 0.1.0
 */
@FunctionalInterface
public interface PayloadWriter {

	/**
	 * Writes the payload.
	 * @param out where to; keeps what is written in memory
	 * @throws IOException if the payload can't be written; the sender then gets a
	 * {@link io.netasync.frame.FrameException}
	 */
	void writeTo(OutputStream out) throws IOException;

}
