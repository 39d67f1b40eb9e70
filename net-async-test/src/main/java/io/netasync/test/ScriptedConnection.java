package io.netasync.test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.function.Predicate;

/**
 * One end of a TCP connection whose every step is spelled out by a test: raw bytes, and
 * frames with a 4-byte big-endian length in front, where length 0 is a heartbeat.
 *
 * <pre class="code">
 * connection.sendFrame("hello").sendHeartbeat();
 * assertThat(connection.expectFrame()).asString().isEqualTo("HELLO");
 * connection.sendHex("7fffffff").expectClosed();
 * </pre>
 * <p>
 * It does nothing unasked: it reads the socket only in an {@code expect} or
 * {@code receive} step, so a test that doesn't call one is a peer that doesn't read.
 * <p>
 * Every step ends by the {@linkplain #timeout(Duration) timeout}. An expectation that
 * isn't met fails with an {@link AssertionError} that says what was expected and what
 * came; the bytes that came remain to be taken by the next step. Sending fails with
 * {@link UncheckedIOException} if the connection is gone. One thread may expect while
 * another one sends.
 *
 * @author net-async
 * @since 0.1.0
 */
public final class ScriptedConnection implements AutoCloseable {

	private static final Predicate<byte[]> ANY = (bytes) -> bytes.length > 0;

	private final InetSocketAddress localAddress;

	private final InetSocketAddress remoteAddress;

	private final Wire wire;

	private final Inbox inbox;

	private volatile Duration timeout;

	ScriptedConnection(SocketChannel channel, Duration timeout) throws IOException {
		channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
		this.localAddress = (InetSocketAddress) channel.getLocalAddress();
		this.remoteAddress = (InetSocketAddress) channel.getRemoteAddress();
		this.wire = new Wire(channel);
		this.inbox = new Inbox(this.wire);
		this.timeout = timeout;
	}

	/**
	 * Sets how long each following step may take.
	 * @param timeout the time, 5 seconds if not set
	 * @return this connection
	 */
	public ScriptedConnection timeout(Duration timeout) {
		Check.notNegative("timeout", timeout);
		this.timeout = timeout;
		return this;
	}

	/**
	 * Returns this end's address.
	 * @return the address
	 */
	public InetSocketAddress localAddress() {
		return this.localAddress;
	}

	/**
	 * Returns the other end's address.
	 * @return the address
	 */
	public InetSocketAddress remoteAddress() {
		return this.remoteAddress;
	}

	/**
	 * Sends bytes as they are.
	 * @param bytes the bytes
	 * @return this connection
	 * @throws AssertionError if the peer doesn't take them in time
	 * @throws UncheckedIOException if the connection is gone
	 */
	public ScriptedConnection send(byte[] bytes) {
		ByteBuffer unsent = ByteBuffer.wrap(bytes);
		try {
			this.wire.write(unsent, Deadline.in(this.timeout));
			return this;
		}
		catch (SocketTimeoutException ex) {
			throw new AssertionError("Expected the peer to take %d bytes within %s but it took only %d"
				.formatted(bytes.length, this.timeout, unsent.position()));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Sends bytes given in hexadecimal; white space between them is ignored.
	 * @param hex the bytes, such as {@code 00000002 6869}
	 * @return this connection
	 */
	public ScriptedConnection sendHex(String hex) {
		return send(bytes(hex));
	}

	/**
	 * Sends a frame: the length field and the payload.
	 * @param payload the payload
	 * @return this connection
	 */
	public ScriptedConnection sendFrame(byte[] payload) {
		return send(Frame.of(payload));
	}

	/**
	 * Sends a frame of text in UTF-8.
	 * @param payload the payload
	 * @return this connection
	 */
	public ScriptedConnection sendFrame(String payload) {
		return sendFrame(payload.getBytes(StandardCharsets.UTF_8));
	}

	/**
	 * Sends a frame of length 0.
	 * @return this connection
	 */
	public ScriptedConnection sendHeartbeat() {
		return sendFrame(new byte[0]);
	}

	/**
	 * Expects bytes to come next. Fails at the first one that differs, without waiting
	 * for the others.
	 * @param expected the bytes
	 * @return this connection
	 */
	public ScriptedConnection expect(byte[] expected) {
		Predicate<byte[]> matchesOrDiffers = (bytes) -> {
			int mismatch = Arrays.mismatch(bytes, expected);
			return bytes.length >= expected.length || (mismatch >= 0 && mismatch < bytes.length);
		};
		this.inbox.fill(matchesOrDiffers, this.timeout);
		byte[] came = Arrays.copyOf(this.inbox.bytes(), Math.min(expected.length, this.inbox.bytes().length));
		check(Arrays.equals(came, expected), Dump.of(expected));
		this.inbox.take(expected.length);
		return this;
	}

	/**
	 * Expects bytes given in hexadecimal to come next.
	 * @param hex the bytes; white space between them is ignored
	 * @return this connection
	 */
	public ScriptedConnection expectHex(String hex) {
		return expect(bytes(hex));
	}

	/**
	 * Expects a frame with a payload, skipping heartbeats before it.
	 * @return the payload
	 */
	public byte[] expectFrame() {
		Deadline deadline = Deadline.in(this.timeout);
		byte[] payload = takeFrame("a frame", this.timeout);
		while (payload.length == 0) {
			check(!deadline.passed(), "a frame");
			payload = takeFrame("a frame", Duration.ofMillis(deadline.remaining()));
		}
		return payload;
	}

	/**
	 * Expects a frame, be it a heartbeat or not.
	 * @return the payload, empty if it is a heartbeat
	 */
	public byte[] expectFrameOrHeartbeat() {
		return takeFrame("a frame or a heartbeat", this.timeout);
	}

	/**
	 * Expects the next frame to be a heartbeat.
	 * @return this connection
	 */
	public ScriptedConnection expectHeartbeat() {
		boolean complete = this.inbox.fill(Frame::hasLength, this.timeout);
		check(complete && Frame.length(this.inbox.bytes()) == 0, "a heartbeat");
		this.inbox.take(Frame.LENGTH_FIELD);
		return this;
	}

	/**
	 * Expects the connection to be closed or reset next, without a byte before.
	 * @return this connection
	 */
	public ScriptedConnection expectClosed() {
		boolean some = this.inbox.fill(ANY, this.timeout);
		check(!some && this.inbox.ended(), "the connection to be closed");
		return this;
	}

	/**
	 * Expects the connection to be reset next, without a byte before.
	 * @return this connection
	 */
	public ScriptedConnection expectReset() {
		boolean some = this.inbox.fill(ANY, this.timeout);
		check(!some && this.inbox.error() != null, "the connection to be reset");
		return this;
	}

	/**
	 * Expects nothing to happen: no byte, no close.
	 * @param duration for how long, whatever the timeout is
	 * @return this connection
	 */
	public ScriptedConnection expectSilence(Duration duration) {
		boolean some = this.inbox.fill(ANY, duration);
		this.inbox.check(!some && !this.inbox.ended(), "silence for", duration);
		return this;
	}

	/**
	 * Receives what there is, at least one byte: as a rule what one read brings.
	 * @return the bytes, empty if the connection was closed
	 * @throws UncheckedIOException if the connection was reset
	 */
	public byte[] receive() {
		boolean some = this.inbox.fill(ANY, this.timeout);
		IOException error = this.inbox.error();
		if (!some && error != null) {
			throw new UncheckedIOException(error);
		}
		check(some || this.inbox.ended(), "bytes");
		return this.inbox.take(this.inbox.bytes().length);
	}

	/**
	 * Receives all bytes until the connection ends, by a close or a reset.
	 * @return the bytes
	 */
	public byte[] receiveUntilClosed() {
		this.inbox.fill((bytes) -> false, this.timeout);
		check(this.inbox.ended(), "the connection to be closed");
		return this.inbox.take(this.inbox.bytes().length);
	}

	/**
	 * Ends this side's stream; receiving goes on.
	 * @return this connection
	 */
	public ScriptedConnection halfClose() {
		this.wire.finish();
		return this;
	}

	/**
	 * Closes the connection in order. A step that another thread waits in ends.
	 */
	@Override
	public void close() {
		this.wire.end(Ending.FIN);
	}

	/**
	 * Resets the connection: the peer sees "Connection reset".
	 */
	public void reset() {
		this.wire.end(Ending.RESET);
	}

	private byte[] takeFrame(String expected, Duration timeout) {
		boolean decided = this.inbox.fill(Frame::isDecided, timeout);
		check(decided && Frame.length(this.inbox.bytes()) >= 0, expected);
		int length = Frame.length(this.inbox.take(Frame.LENGTH_FIELD));
		return this.inbox.take(length);
	}

	private void check(boolean met, String expected) {
		this.inbox.check(met, expected + " within", this.timeout);
	}

	private static byte[] bytes(String hex) {
		return HexFormat.of().parseHex(hex.replaceAll("\\s", ""));
	}

}
