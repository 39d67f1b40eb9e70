package io.netasync.channel;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

import io.netasync.event.NetAsyncEvent;
import io.netasync.server.NetAsyncServer;
import io.netasync.transport.EventLoops;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.messaging.Message;
import org.springframework.messaging.SubscribableChannel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests that what a peer has sent arrives although it left without reading an answer: it
 * answers those with a reset, and then nothing can be written any more. What its kernel
 * had still to send would be lost in any case; here it is not much, and has been sent.
 *
 * @author net-async
 */
@Timeout(60)
class LastMessagesTests {

	private static final int ROUNDS = 50;

	private final AtomicInteger received = new AtomicInteger();

	@ParameterizedTest
	@CsvSource({ "AUTO, 60", "AUTO, 1000", "NIO, 1000" })
	void arriveFromPeersThatLeave(EventLoops.Io io, int messages) throws Exception {
		try (TestNetAsync net = new TestNetAsync(io)) {
			Channels channels = TestNetAsync.channels();
			NetAsyncServer server = net.server(TestSpecs.server(), channels);
			((SubscribableChannel) channels.inbound()).subscribe((message) -> echo(message, channels));
			for (int round = 1; round <= ROUNDS; round++) {
				this.received.set(0);
				sendAndLeave(server.port(), messages);
				int disconnects = round;
				await().pollInterval(Duration.ofMillis(5))
					.until(() -> net.events(NetAsyncEvent.Disconnected.class).size() == disconnects);
				assertThat(this.received).hasValue(messages);
			}
		}
	}

	private void echo(Message<?> message, Channels channels) {
		this.received.incrementAndGet();
		try {
			channels.outbound().send(message);
		}
		catch (SendFailedException ex) {
			// the peer has gone
		}
	}

	private static void sendAndLeave(int port, int messages) throws IOException {
		try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
			DataOutputStream out = new DataOutputStream(socket.getOutputStream());
			send(out, 1);
			// so that the server has got used to reading little
			new DataInputStream(socket.getInputStream()).readFully(new byte[44]);
			send(out, messages - 1);
		}
	}

	private static void send(DataOutputStream out, int messages) throws IOException {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		DataOutputStream frames = new DataOutputStream(bytes);
		for (int i = 0; i < messages; i++) {
			frames.writeInt(40);
			frames.write(new byte[40]);
		}
		out.write(bytes.toByteArray());
	}

}
