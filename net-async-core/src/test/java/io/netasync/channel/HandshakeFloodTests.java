package io.netasync.channel;

import java.net.InetSocketAddress;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;

import javax.net.ssl.SSLContext;

import io.netasync.server.NetAsyncServer;
import io.netasync.server.ServerLimits;
import io.netasync.transport.Tls;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of connections that never get through the TLS handshake.
 *
 * @author net-async
 */
@Timeout(60)
class HandshakeFloodTests {

	private final TestNetAsync net = new TestNetAsync();

	private final SlowConnections idle = new SlowConnections();

	@AfterEach
	void close() {
		this.idle.close();
		this.net.close();
	}

	private NetAsyncServer start(int maxConnections) throws NoSuchAlgorithmException {
		Tls tls = new Tls(SSLContext.getDefault(), null, null);
		return this.net.echo(new ServerSpec("orders", "127.0.0.1", 0, TestSpecs.connection(tls),
				ServerLimits.defaults().maxConnections(maxConnections), Duration.ofSeconds(1), 8));
	}

	@Test
	void countsAgainstTheLimitOfConnectionsAndIsForgottenWhenItEnds() throws Exception {
		NetAsyncServer server = start(5);
		InetSocketAddress address = TestSpecs.address(server.port());
		this.idle.open(40, address);
		Awaitility.await().until(() -> server.snapshot().rejectedInAll() == 35);
		Awaitility.await().until(() -> this.idle.open() == 5);
		assertThat(server.snapshot().accepted()).isZero();
		this.idle.close();
		try (SlowConnections more = new SlowConnections()) {
			Awaitility.await().until(() -> {
				long before = server.snapshot().rejectedInAll();
				more.open(1, address);
				Awaitility.await().during(Duration.ofMillis(50)).until(() -> true);
				return server.snapshot().rejectedInAll() == before && more.open() > 0;
			});
		}
	}

}
