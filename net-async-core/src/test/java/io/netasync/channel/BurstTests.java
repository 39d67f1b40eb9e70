package io.netasync.channel;

import java.io.DataInputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import io.netasync.buffer.Overflow;
import io.netasync.buffer.SendBufferPolicy;
import io.netasync.server.NetAsyncServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.messaging.Message;
import org.springframework.messaging.SubscribableChannel;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of the answers to messages that come in one read.
 *
 * @author net-async
 */
@Timeout(20)
class BurstTests {

	private final TestNetAsync net = new TestNetAsync();

	@Test
	void answersDoNotWaitForAHandlerThatBlocks() throws Exception {
		CountDownLatch answered = new CountDownLatch(1);
		NetAsyncServer server = server(ConnectionSpec.defaults(), (message) -> {
			if (((byte[]) message.getPayload())[3] == 1) {
				await(answered);
			}
		});
		try (this.net; Socket socket = new Socket("localhost", server.port())) {
			socket.setSoTimeout(5000);
			socket.getOutputStream().write(frames(2));
			DataInputStream in = new DataInputStream(socket.getInputStream());
			assertThat(in.readLong()).isEqualTo(4L << Integer.SIZE);
			answered.countDown();
			assertThat(in.readLong()).isEqualTo((4L << Integer.SIZE) + 1);
		}
	}

	@Test
	void aSenderThatWaitsForRoomHasAnswersFlushed() throws Exception {
		SendBufferPolicy small = new SendBufferPolicy(2, 1024, Overflow.BLOCK, Duration.ofSeconds(10));
		NetAsyncServer server = server(TestSpecs.connection(small), (message) -> {
		});
		try (this.net; Socket socket = new Socket("localhost", server.port())) {
			socket.setSoTimeout(5000);
			socket.getOutputStream().write(frames(500));
			DataInputStream in = new DataInputStream(socket.getInputStream());
			for (int i = 0; i < 500; i++) {
				assertThat(in.readLong()).isEqualTo((4L << Integer.SIZE) + i);
			}
		}
	}

	private NetAsyncServer server(ConnectionSpec connection, Consumer<Message<?>> first) {
		Channels channels = TestNetAsync.channels();
		((SubscribableChannel) channels.inbound()).subscribe((message) -> {
			first.accept(message);
			channels.outbound().send(message);
		});
		ServerSpec spec = ServerSpec.of("orders", 0);
		return this.net.server(
				new ServerSpec("orders", null, 0, connection, spec.limits(), spec.drainTimeout(), spec.workerThreads()),
				channels);
	}

	private static byte[] frames(int count) {
		ByteBuffer frames = ByteBuffer.allocate(count * 8);
		for (int i = 0; i < count; i++) {
			frames.putInt(4).putInt(i);
		}
		return frames.array();
	}

	private static void await(CountDownLatch latch) {
		try {
			latch.await(10, TimeUnit.SECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
