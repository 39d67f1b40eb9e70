package io.netasync.zeromq;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * A peer that writes to a ZeroMQ socket whatever bytes a test likes.
 *
 * @author net-async
 */
final class RawPeer implements AutoCloseable {

	private static final int DEADLINE_MILLIS = 20_000;

	private static final int GREETING = 64;

	private static final byte COMMAND = 4;

	private static final byte LONG = 2;

	private final Socket socket;

	RawPeer(ZeroMqSocket target) throws IOException {
		String address = TestZeroMq.address(target);
		int port = Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
		this.socket = new Socket(InetAddress.getLoopbackAddress(), port);
		this.socket.setSoTimeout(DEADLINE_MILLIS);
	}

	/**
	 * Writes bytes. That the other end has gone already is for {@link #awaitEnd} to find.
	 * @param bytes the bytes
	 */
	void write(byte[] bytes) throws IOException {
		OutputStream output = this.socket.getOutputStream();
		output.write(bytes);
		output.flush();
	}

	/**
	 * Greets as ZMTP 3.0 has it, without security, and says it is a {@code PUSH}.
	 */
	void handshake() throws IOException {
		ByteBuffer greeting = ByteBuffer.allocate(GREETING).put((byte) 0xff).position(9).put((byte) 0x7f).put((byte) 3);
		greeting.put((byte) 0).put("NULL".getBytes(StandardCharsets.US_ASCII));
		write(greeting.array());
		byte[] ready = "\5READY\13Socket-Type\0\0\0\4PUSH".getBytes(StandardCharsets.ISO_8859_1);
		write(ByteBuffer.allocate(ready.length + 2).put(COMMAND).put((byte) ready.length).put(ready).array());
	}

	/**
	 * Claims a frame.
	 * @param length how long it is to be
	 */
	void claim(long length) throws IOException {
		write(ByteBuffer.allocate(1 + Long.BYTES).put(LONG).putLong(length).array());
	}

	/**
	 * Waits until the other end has closed the connection.
	 */
	void awaitEnd() throws IOException {
		try {
			while (this.socket.getInputStream().read() >= 0) {
				// what it says does not matter
			}
		}
		catch (SocketException ex) {
			// reset, which ends it, too
		}
	}

	@Override
	public void close() throws IOException {
		this.socket.close();
	}

}
