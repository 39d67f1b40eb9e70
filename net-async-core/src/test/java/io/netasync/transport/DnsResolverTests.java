package io.netasync.transport;

import java.net.InetAddress;
import java.net.UnknownHostException;

import io.netasync.transport.EventLoops.Io;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link DnsResolver}. What name servers answer is seen in the container tests
 * of the demo, where names come and go.
 *
 * @author net-async
 */
class DnsResolverTests {

	private final EventLoops eventLoops = EventLoops.start(Io.AUTO, 1);

	private final DnsResolver resolver = new DnsResolver(this.eventLoops);

	@AfterEach
	void close() {
		this.resolver.close();
		this.eventLoops.close();
	}

	@Test
	void takesAddressesAsTheyAre() throws Exception {
		assertThat(this.resolver.resolve("127.0.0.1")).containsExactly(InetAddress.getByName("127.0.0.1"));
		assertThat(this.resolver.resolve("::1")).containsExactly(InetAddress.getByName("::1"));
	}

	@Test
	void findsThisMachine() throws Exception {
		assertThat(this.resolver.resolve("localhost")).isNotEmpty().allMatch(InetAddress::isLoopbackAddress);
	}

	@Test
	void findsWhatOnlyTheJdkKnowsOrTheHostsFile() throws Exception {
		String name = InetAddress.getLocalHost().getHostName();
		assertThat(this.resolver.resolve(name)).isNotEmpty();
	}

	@Test
	void saysThatThereIsNoSuchHost() {
		assertThatExceptionOfType(UnknownHostException.class)
			.isThrownBy(() -> this.resolver.resolve("there-is-no-such-host.invalid"));
	}

}
