package io.netasync.zeromq;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;

import io.netasync.event.NetAsyncEvent;
import io.netasync.zeromq.message.ZeroMqType;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of peers that are no ZeroMQ: the socket they come to, and all others, live on.
 *
 * @author net-async
 */
@Timeout(120)
class HostilePeerTests {

	private static final long MIB = 1024 * 1024;

	private final TestZeroMq zmq = new TestZeroMq();

	private final List<String> received = new CopyOnWriteArrayList<>();

	private ZeroMqSocket target;

	private ZeroMqSocket friend;

	@BeforeEach
	void open() {
		this.target = this.zmq.open("target", ZeroMqType.PULL,
				(socket) -> socket.bind("tcp://127.0.0.1:*")
					.option("handshake-ivl", "500")
					.heartbeat(Duration.ofMillis(200), Duration.ofSeconds(1))
					.handler((message) -> this.received.add(Numbered.text(message))));
		this.friend = this.zmq.open("friend", ZeroMqType.PUSH,
				(socket) -> socket.connect(TestZeroMq.address(this.target)));
		awaitTraffic("before");
	}

	/**
	 * A friend gets through, whatever a test has done: by its old connection, and by a
	 * new one.
	 */
	@AfterEach
	void close() {
		awaitTraffic("after");
		this.friend.close();
		this.friend = this.zmq.open("friend", ZeroMqType.PUSH,
				(socket) -> socket.connect(TestZeroMq.address(this.target)));
		awaitTraffic("again");
		this.zmq.close();
	}

	private void awaitTraffic(String text) {
		this.friend.send(text);
		Awaitility.await().until(() -> this.received.contains(text));
	}

	private void awaitDisconnects(int count) {
		Awaitility.await()
			.untilAsserted(() -> assertThat(this.target.snapshot().disconnects()).isGreaterThanOrEqualTo(count));
		assertThat(this.target.snapshot().lastFailure()).isNotNull();
		Awaitility.await()
			.untilAsserted(
					() -> assertThat(this.zmq.events()).hasAtLeastOneElementOfType(NetAsyncEvent.Disconnected.class));
	}

	@Test
	void garbageInsteadOfAGreeting() throws IOException {
		Random random = new Random(42);
		for (int peer = 0; peer < 50; peer++) {
			byte[] garbage = new byte[1 + random.nextInt(2000)];
			random.nextBytes(garbage);
			try (RawPeer raw = new RawPeer(this.target)) {
				raw.write(garbage);
			}
		}
		awaitDisconnects(50);
	}

	@ParameterizedTest
	@ValueSource(strings = { "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n", "\377\0\0\0\0\0\0\0\1\177\3\0WHAT",
			"\377\0\0\0\0\0\0\0\1\177\377\377\377\377" })
	void anotherProtocol(String text) throws IOException {
		try (RawPeer raw = new RawPeer(this.target)) {
			raw.write(text.getBytes(StandardCharsets.ISO_8859_1));
		}
		awaitDisconnects(1);
	}

	@ParameterizedTest
	@ValueSource(longs = { 1L << 62, 1L << 30, Long.MAX_VALUE, -1, Long.MIN_VALUE, Integer.MAX_VALUE, 2 * MIB })
	void aFrameLongerThanAllowed(long length) throws IOException {
		long before = used();
		try (RawPeer raw = new RawPeer(this.target)) {
			raw.handshake();
			raw.claim(length);
			raw.awaitEnd();
		}
		awaitDisconnects(1);
		assertThat(used() - before).isLessThan(64 * MIB);
	}

	@Test
	void aGreetingAndThenSilence() throws IOException {
		List<RawPeer> silent = new ArrayList<>();
		for (int peer = 0; peer < 100; peer++) {
			RawPeer raw = new RawPeer(this.target);
			raw.write(new byte[] { (byte) 0xff, 0, 0, 0, 0, 0, 0, 0, 1, 0x7f });
			silent.add(raw);
		}
		awaitTraffic("meanwhile");
		for (RawPeer raw : silent) {
			raw.awaitEnd();
			raw.close();
		}
		awaitDisconnects(100);
	}

	@Test
	void thousandsOfConnects() throws IOException {
		long before = used();
		for (int peer = 0; peer < 2000; peer++) {
			new RawPeer(this.target).close();
		}
		awaitTraffic("meanwhile");
		Awaitility.await().until(() -> this.target.snapshot().connections() == 1);
		awaitDisconnects(2000);
		assertThat(used() - before).isLessThan(64 * MIB);
	}

	private static long used() {
		System.gc();
		Runtime runtime = Runtime.getRuntime();
		return runtime.totalMemory() - runtime.freeMemory();
	}

}
