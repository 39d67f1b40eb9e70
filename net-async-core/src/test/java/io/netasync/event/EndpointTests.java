package io.netasync.event;

import org.junit.jupiter.api.Test;
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
	@ValueSource(strings = { "a.example:7000", "[::1]:7000", "127.0.0.1:1", "localhost:65535", "[fe80::1%eth0]:9" })
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

}
