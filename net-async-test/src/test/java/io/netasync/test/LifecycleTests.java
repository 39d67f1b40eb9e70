package io.netasync.test;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what {@link ChaosProxy} and {@link ScriptedPeer} leave behind: nothing.
 *
 * @author net-async
 */
class LifecycleTests {

	private static final Path DESCRIPTORS = Path.of("/proc/self/fd");

	@Test
	void threadsAreNamedDaemonsAndGoneAfterClose() {
		ScriptedPeer peer = ScriptedPeer.echoing();
		ChaosProxy proxy = ChaosProxy.start(peer.address());
		List<String> names = Stream
			.of("netasync-test-peer-" + peer.port() + "-1", "netasync-test-proxy-" + proxy.port() + "-1")
			.toList();
		assertThat(threads().filter((thread) -> names.contains(thread.getName()))).hasSize(2)
			.allMatch(Thread::isDaemon);
		proxy.close();
		peer.close();
		assertThat(threads().map(Thread::getName)).doesNotContainAnyElementsOf(names);
	}

	@Test
	@EnabledOnOs(OS.LINUX)
	void twoHundredCyclesLeaveNoThreadAndNoDescriptor() throws IOException {
		cycle();
		long before = descriptors();
		for (int i = 0; i < 200; i++) {
			cycle();
		}
		Awaitility.await()
			.atMost(Duration.ofSeconds(10))
			.untilAsserted(() -> assertThat(descriptors()).isLessThanOrEqualTo(before));
		assertThat(threads().map(Thread::getName)).noneMatch((name) -> name.startsWith("netasync-test-"));
	}

	@Test
	@EnabledOnOs(OS.LINUX)
	void twoHundredConnectionsLeaveNoDescriptorInAnOpenProxy() throws IOException {
		try (ScriptedPeer peer = ScriptedPeer.echoing(); ChaosProxy proxy = ChaosProxy.start(peer.address())) {
			roundTrip(proxy);
			Awaitility.await().until(() -> proxy.connections() == 0);
			long before = descriptors();
			for (int i = 0; i < 200; i++) {
				roundTrip(proxy);
			}
			Awaitility.await()
				.atMost(Duration.ofSeconds(10))
				.untilAsserted(() -> assertThat(descriptors()).isLessThanOrEqualTo(before));
			assertThat(proxy.accepted()).isEqualTo(201);
		}
	}

	private static void cycle() {
		try (ScriptedPeer peer = ScriptedPeer.echoing()) {
			ChaosProxy proxy = ChaosProxy.start(peer.address());
			try (ScriptedConnection open = ScriptedPeer.connect(proxy.address())) {
				roundTrip(proxy);
				proxy.stopAccepting().up().add(Fault.latency(Duration.ofHours(1)));
				proxy.close();
				open.expectClosed();
			}
		}
	}

	private static void roundTrip(ChaosProxy proxy) {
		try (ScriptedConnection client = ScriptedPeer.connect(proxy.address())) {
			client.sendFrame("round trip").expectHex("0000000a").expect("round trip".getBytes(StandardCharsets.UTF_8));
		}
	}

	private static Stream<Thread> threads() {
		return Thread.getAllStackTraces().keySet().stream().filter(Thread::isAlive);
	}

	private static long descriptors() throws IOException {
		try (Stream<Path> descriptors = Files.list(DESCRIPTORS)) {
			return descriptors.count();
		}
	}

}
