package io.netasync.transport;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.netasync.test.ScriptedConnection;
import io.netasync.test.ScriptedPeer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests a server that runs out of descriptors.
 *
 * @author net-async
 */
@Timeout(120)
@EnabledOnOs(OS.LINUX)
class DescriptorExhaustionTests {

	private static final int DESCRIPTORS = 200;

	@Test
	void waitsForDescriptorsWithoutSpinningAndRecovers() throws Exception {
		Process process = new ProcessBuilder("/bin/sh", "-c", "ulimit -n " + DESCRIPTORS + "; exec \"$@\"", "sh",
				Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
				System.getProperty("java.class.path"), ExhaustedServer.class.getName())
			.redirectError(new File("/dev/null"))
			.start();
		try (BufferedReader out = process.inputReader(); OutputStream in = process.getOutputStream()) {
			InetSocketAddress server = new InetSocketAddress("127.0.0.1", (int) read(out, "port "));
			List<ScriptedConnection> connections = new ArrayList<>();
			ScriptedConnection first = ScriptedPeer.connect(server);
			echo(first, "loads classes while it can");
			for (int i = 0; i < DESCRIPTORS + 100; i++) {
				connections.add(ScriptedPeer.connect(server));
			}
			echo(first, "still served");
			long before = cpu(in, out);
			Awaitility.await().pollDelay(Duration.ofSeconds(3)).until(() -> true);
			assertThat(Duration.ofNanos(cpu(in, out) - before)).isLessThan(Duration.ofSeconds(1));
			connections.forEach(ScriptedConnection::close);
			try (ScriptedConnection late = ScriptedPeer.connect(server)) {
				echo(late.timeout(Duration.ofSeconds(10)), "recovered");
			}
		}
		finally {
			process.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
		}
	}

	private static void echo(ScriptedConnection connection, String text) {
		connection.sendFrame(text);
		assertThat(connection.expectFrame()).asString().isEqualTo(text);
	}

	private static long cpu(OutputStream in, BufferedReader out) throws IOException {
		in.write('\n');
		in.flush();
		return read(out, "cpu ");
	}

	private static long read(BufferedReader out, String prefix) throws IOException {
		for (String line = out.readLine(); line != null; line = out.readLine()) {
			if (line.startsWith(prefix)) {
				return Long.parseLong(line.substring(prefix.length()));
			}
		}
		throw new IOException("The server is gone");
	}

}
