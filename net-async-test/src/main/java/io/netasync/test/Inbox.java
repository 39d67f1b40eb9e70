package io.netasync.test;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

/**
 * The bytes a connection has received and nobody has taken yet, and how the stream ended
 * if it did. Reads the socket only while something is waited for.
 *
 * @author net-async
 */
final class Inbox {

	private final ByteBuffer incoming = ByteBuffer.allocate(64 * 1024);

	private final Wire wire;

	private byte[] bytes = new byte[0];

	private boolean ended;

	private @Nullable IOException error;

	Inbox(Wire wire) {
		this.wire = wire;
	}

	/**
	 * Reads until the bytes not yet taken are enough, the stream ends or time is up.
	 * @param enough tells whether to stop
	 * @param timeout how long to read at most
	 * @return whether there are enough
	 */
	boolean fill(Predicate<byte[]> enough, Duration timeout) {
		Deadline deadline = Deadline.in(timeout);
		while (!enough.test(this.bytes)) {
			if (this.ended || !read(deadline)) {
				return false;
			}
		}
		return true;
	}

	private boolean read(Deadline deadline) {
		try {
			int read = this.wire.read(this.incoming.clear(), deadline);
			this.ended = read < 0;
			append(this.incoming.flip());
			return true;
		}
		catch (SocketTimeoutException ex) {
			return false;
		}
		catch (IOException ex) {
			this.ended = true;
			this.error = ex;
			return true;
		}
	}

	private void append(ByteBuffer more) {
		int size = this.bytes.length;
		this.bytes = Arrays.copyOf(this.bytes, size + more.remaining());
		more.get(this.bytes, size, more.remaining());
	}

	byte[] bytes() {
		return this.bytes;
	}

	/**
	 * Takes bytes out.
	 * @param count how many there are at least
	 * @return the first ones
	 */
	byte[] take(int count) {
		byte[] taken = Arrays.copyOf(this.bytes, count);
		this.bytes = Arrays.copyOfRange(this.bytes, count, this.bytes.length);
		return taken;
	}

	boolean ended() {
		return this.ended;
	}

	/**
	 * Returns the error that ended the stream.
	 * @return the error, {@code null} if the stream is open or ended in order
	 */
	@Nullable IOException error() {
		return this.error;
	}

	/**
	 * Fails unless an expectation is met.
	 * @param met whether it is
	 * @param expected what was expected
	 * @param duration within or for which time
	 */
	void check(boolean met, String expected, Duration duration) {
		if (!met) {
			throw new AssertionError("Expected %s %s but got %s".formatted(expected, duration, this), this.error);
		}
	}

	/**
	 * Describes what came instead of what was expected.
	 * @return the bytes, and the end if there was one
	 */
	@Override
	public String toString() {
		String end = "";
		if (this.ended) {
			end = (this.error != null) ? ", then an error: " + this.error : ", then the end of the stream";
		}
		return Dump.of(this.bytes) + end;
	}

}
