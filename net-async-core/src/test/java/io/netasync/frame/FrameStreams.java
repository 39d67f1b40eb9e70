package io.netasync.frame;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import io.netasync.frame.FrameException.Reason;

import org.springframework.integration.ip.tcp.serializer.SoftEndOfStreamException;

/**
 * Both ways to read a stream: as its bytes come, and blocking.
 *
 * @author net-async
 */
final class FrameStreams {

	private FrameStreams() {
	}

	static byte[] written(FrameCodec codec, List<byte[]> payloads) {
		ByteArrayOutputStream wire = new ByteArrayOutputStream();
		try {
			for (byte[] payload : payloads) {
				codec.serialize(payload, wire);
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return wire.toByteArray();
	}

	/**
	 * Reads a stream that comes in two parts.
	 * @param codec the format
	 * @param wire all bytes
	 * @param split the size of the first part
	 * @return what it gave
	 */
	static Outcome split(FrameCodec codec, byte[] wire, int split) {
		Incremental stream = new Incremental(codec);
		return (stream.receive(wire, 0, split) && stream.receive(wire, split, wire.length)) ? stream.end()
				: stream.outcome();
	}

	/**
	 * Reads a stream that comes in parts of any size.
	 * @param codec the format
	 * @param wire all bytes
	 * @param random how it is split
	 * @return what it gave
	 */
	static Outcome split(FrameCodec codec, byte[] wire, Random random) {
		Incremental stream = new Incremental(codec);
		int from = 0;
		while (from < wire.length) {
			int to = Math.min(wire.length, from + 1 + random.nextInt(1 + random.nextInt(wire.length)));
			if (!stream.receive(wire, from, to)) {
				return stream.outcome();
			}
			from = to;
		}
		return stream.end();
	}

	static Outcome blocking(FrameCodec codec, byte[] wire) {
		List<ByteBuffer> payloads = new ArrayList<>();
		ByteArrayInputStream in = new ByteArrayInputStream(wire);
		try {
			while (true) {
				payloads.add(ByteBuffer.wrap(codec.deserialize(in)));
			}
		}
		catch (SoftEndOfStreamException ex) {
			return new Outcome(payloads, null);
		}
		catch (FrameException ex) {
			return new Outcome(payloads, ex.reason());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * What reading a stream gave.
	 *
	 * @param payloads the payloads, in order
	 * @param end why it ended, {@code null} for between two frames
	 */
	record Outcome(List<ByteBuffer> payloads, Reason end) {

		/**
		 * Returns all payloads one behind the other, for what has no frames.
		 * @return the bytes
		 */
		ByteBuffer joined() {
			ByteArrayOutputStream all = new ByteArrayOutputStream();
			this.payloads.forEach((payload) -> all.writeBytes(payload.array()));
			return ByteBuffer.wrap(all.toByteArray());
		}

	}

	private static final class Incremental {

		private final FrameScanner scanner;

		private final List<ByteBuffer> payloads = new ArrayList<>();

		private byte[] kept = {};

		private Reason failure;

		private Incremental(FrameCodec codec) {
			this.scanner = codec.scanner();
		}

		/**
		 * Receives bytes, in an array of their own with what is kept before them.
		 */
		private boolean receive(byte[] wire, int from, int to) {
			ByteBuffer received = ByteBuffer.allocate(this.kept.length + to - from);
			received.put(this.kept).put(wire, from, to - from).flip();
			try {
				for (byte[] next = this.scanner.next(received); next != null; next = this.scanner.next(received)) {
					this.payloads.add(ByteBuffer.wrap(next));
				}
			}
			catch (FrameException ex) {
				this.failure = ex.reason();
				return false;
			}
			this.kept = new byte[received.remaining()];
			received.get(this.kept);
			return true;
		}

		private Outcome end() {
			ByteBuffer rest = ByteBuffer.wrap(this.kept);
			byte[] last = this.scanner.last(rest);
			if (last != null) {
				this.payloads.add(ByteBuffer.wrap(last));
			}
			else if (rest.hasRemaining()) {
				this.failure = Reason.TRUNCATED;
			}
			return outcome();
		}

		private Outcome outcome() {
			return new Outcome(this.payloads, this.failure);
		}

	}

}
