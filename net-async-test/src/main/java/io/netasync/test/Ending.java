package io.netasync.test;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/**
 * How a socket ends. Both ways are final and neither throws: what can fail is a socket
 * that is already gone.
 *
 * @author net-async
 */
enum Ending {

	/**
	 * An orderly close: what was written still arrives.
	 */
	FIN {

		@Override
		void prepare(SocketChannel channel) throws IOException {
			channel.shutdownOutput();
			// a close with unread bytes would make the kernel send RST instead
			ByteBuffer unread = ByteBuffer.allocate(8192);
			int reads = 0;
			while (!channel.isBlocking() && reads < MAX_READS && channel.read(unread.clear()) > 0) {
				reads++;
			}
		}

	},

	/**
	 * A reset: what was written may be lost, the peer sees an error.
	 */
	RESET {

		@Override
		void prepare(SocketChannel channel) throws IOException {
			channel.setOption(StandardSocketOptions.SO_LINGER, 0);
		}

	};

	private static final int MAX_READS = 128;

	/**
	 * Ends the socket. A channel still registered with a selector gives its descriptor
	 * back at the selector's next operation.
	 * @param channel the socket, blocking or not
	 */
	void apply(SocketChannel channel) {
		try (channel) {
			if (channel.isConnected()) {
				prepare(channel);
			}
		}
		catch (IOException ex) {
			// gone already
		}
	}

	abstract void prepare(SocketChannel channel) throws IOException;

}
