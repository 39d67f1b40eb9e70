package io.netasync.event;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link Endpoint}.
 *
 * @author net-async
 */
class EndpointTests {

	@ParameterizedTest
	@ValueSource(strings = { "a.example:7000", "[::1]:7000", "127.0.0.1:1", "localhost:65535", "[fe80::1%eth0]:9",
			"unix:7000", "unix:/run/x.sock", "unix:/tmp/app.hello world", "unix:/tmp/ä:7000" })
	void readsBackWhatItWrites(String text) {
		assertThat(Endpoint.parse(text)).hasToString(text);
	}

	@Test
	void keepsAnIpv6AddressWithoutBrackets() {
		assertThat(Endpoint.parse(" [::1]:7000 ")).isEqualTo(new Endpoint("::1", 7000))
			.isEqualTo(new Endpoint("[::1]", 7000));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '"',
			textBlock = """
					""                | an endpoint must not be empty: write 'host:port'
					a.example         | 'a.example' has no port: write 'a.example:7000'
					a.example:        | 'a.example:' has no port: write 'a.example:7000'
					[::1]             | '[::1]' has no port: write '[::1]:7000'
					[::1]7000         | '[::1]7000' is not an endpoint: write '[::1]:7000'
					[::1              | '[::1' has no closing bracket: write '[::1]:7000'
					[]:7000           | 'host' must not be empty
					:7000             | ':7000' has no host: write 'localhost:7000'
					tcp://a:7000      | 'tcp://a:7000' has a scheme: write 'a:7000'
					::1:7000          | '::1:7000' has an IPv6 address without brackets: write '[::1]:7000' or '[::1:7000]:7000'
					a:x               | 'a:x' has the port 'x': write a number between 1 and 65535, as in 'a:7000'
					a:0               | 'a:0' has the port '0': write a number between 1 and 65535, as in 'a:7000'
					a:65536           | 'a:65536' has the port '65536': write a number between 1 and 65535, as in 'a:7000'
					a:99999999999     | 'a:99999999999' has the port '99999999999': write a number between 1 and 65535, as in 'a:7000'
					unix:             | 'unix:' is not an absolute path: write 'unix:/run/x.sock'
					unix:x.sock       | 'unix:x.sock' is not an absolute path: write 'unix:/x.sock'
					unix:///x.sock    | 'unix:///x.sock' has a scheme: write 'unix:/x.sock'
					unix:/run/        | 'unix:/run/' is a directory: write 'unix:/run/x.sock'
					/run/x.sock       | '/run/x.sock' is a path: write 'unix:/run/x.sock'
					a:-1              | 'a:-1' has the port '-1': write a number between 1 and 65535, as in 'a:7000'
					""")
	void saysWhatToWriteInstead(String text, String message) {
		assertThatIllegalArgumentException().isThrownBy(() -> Endpoint.parse(text)).withMessage(message);
	}

	@Test
	void refusesAnEmptyHost() {
		assertThatIllegalArgumentException().isThrownBy(() -> new Endpoint(" ", 7000))
			.withMessage("'host' must not be empty");
	}

	@ParameterizedTest
	@ValueSource(ints = { -1, 0, 65536 })
	void refusesAPortOutOfRange(int port) {
		assertThatIllegalArgumentException().isThrownBy(() -> new Endpoint("a", port))
			.withMessage("'port' must be between 1 and 65535, not " + port);
	}

	@Test
	void aUnixSocketIsAPathAndNoPort() {
		Endpoint unix = Endpoint.unix("/run/x.sock");
		assertThat(unix).isEqualTo(new Endpoint("/run/x.sock", 0)).isEqualTo(Endpoint.parse(" unix:/run/x.sock "));
		assertThat(unix.isUnix()).isTrue();
		assertThat(unix.port()).isZero();
		assertThat(Endpoint.parse("unix:7000").isUnix()).isFalse();
		assertThatIllegalArgumentException().isThrownBy(() -> new Endpoint("/run/x.sock", 7000))
			.withMessage("'port' must be 0 for a Unix socket, not 7000");
		assertThatIllegalArgumentException().isThrownBy(() -> Endpoint.unix("/run/\0"))
			.withMessage("'path' must not have a zero byte");
	}

	@Test
	@EnabledOnOs(OS.LINUX)
	void aPathHasTheBytesThatTheKernelTakes() {
		assertThat(Endpoint.unix("/" + "x".repeat(106)).isUnix()).isTrue();
		for (String path : List.of("/" + "x".repeat(107), "/" + "é".repeat(54))) {
			assertThatIllegalArgumentException().isThrownBy(() -> Endpoint.unix(path))
				.withMessageContaining("bytes, and a Unix socket may have 107: write a shorter one");
		}
		assertThat(UnixPaths.mostBytes("Mac OS X")).isEqualTo(103);
	}

}
