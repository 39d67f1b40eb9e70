package io.netasync.test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;

/**
 * A socket whose reads and writes both have a deadline. One thread may read while another
 * one writes and a third one ends it.
 *
 * @author net-async
 */
final class Wire {

	private final SocketChannel channel;

	private final Selector readable;

	private final Selector writable;

	Wire(SocketChannel channel) throws IOException {
		this.channel = channel;
		channel.configureBlocking(false);
		this.readable = Selector.open();
		this.writable = Selector.open();
		channel.register(this.readable, SelectionKey.OP_READ);
		channel.register(this.writable, SelectionKey.OP_WRITE);
	}

	/**
	 * Reads what there is, waiting for at least one byte.
	 * @param into where to put it
	 * @param deadline until when to wait
	 * @return the number of bytes, -1 at the end of the stream
	 * @throws SocketTimeoutException if nothing came in time
	 * @throws IOException if the connection was reset or closed
	 */
	int read(ByteBuffer into, Deadline deadline) throws IOException {
		int read = this.channel.read(into);
		while (read == 0) {
			await(this.readable, deadline);
			read = this.channel.read(into);
		}
		return read;
	}

	/**
	 * Writes all bytes.
	 * @param bytes the bytes
	 * @param deadline until when to wait
	 * @throws SocketTimeoutException if the peer didn't take them in time
	 * @throws IOException if the connection was reset or closed
	 */
	void write(ByteBuffer bytes, Deadline deadline) throws IOException {
		this.channel.write(bytes);
		while (bytes.hasRemaining()) {
			await(this.writable, deadline);
			this.channel.write(bytes);
		}
	}

	private void await(Selector selector, Deadline deadline) throws IOException {
		if (Thread.currentThread().isInterrupted()) {
			throw new SocketTimeoutException("interrupted");
		}
		if (deadline.passed()) {
			throw new SocketTimeoutException("deadline passed");
		}
		try {
			selector.select((key) -> {
			}, deadline.remaining());
		}
		catch (ClosedSelectorException ex) {
			throw new ClosedChannelException();
		}
	}

	/**
	 * Ends the outgoing stream.
	 * @throws UncheckedIOException if the connection is gone
	 */
	void finish() {
		try {
			this.channel.shutdownOutput();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Ends the socket; whoever waits on it fails.
	 * @param ending how
	 */
	void end(Ending ending) {
		ending.apply(this.channel);
		close(this.readable);
		close(this.writable);
	}

	private static void close(Selector selector) {
		try (selector) {
			selector.wakeup();
		}
		catch (IOException ex) {
			// gone already
		}
	}

}
