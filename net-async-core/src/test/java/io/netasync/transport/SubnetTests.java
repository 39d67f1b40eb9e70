package io.netasync.transport;

import java.net.InetAddress;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link Subnet}.
 *
 * @author net-async
 */
class SubnetTests {

	@ParameterizedTest
	@CsvSource({ "10.0.0.0/8, 10.255.0.1, true", "10.0.0.0/8, 11.0.0.1, false", "10.0.0.1, 10.0.0.1, true",
			"10.0.0.1, 10.0.0.2, false", "2001:db8::/32, 2001:db8:ffff::1, true", "2001:db8::/32, 2001:db9::1, false",
			"::1, ::1, true", "0.0.0.0/0, 192.168.1.1, true", "0.0.0.0/0, ::1, false", "::/0, 2001:db8::1, true",
			"10.0.0.77/8, 10.1.1.1, true", "::ffff:10.0.0.1, 10.0.0.1, true", "::ffff:10.0.0.0/104, 10.9.9.9, true",
			"::ffff:10.0.0.0/104, 11.0.0.1, false" })
	void containsTheAddressesOfItsRange(String subnet, String address, boolean contained) throws Exception {
		assertThat(Subnet.parse(subnet).contains(InetAddress.getByName(address))).isEqualTo(contained);
	}

	@ParameterizedTest
	@ValueSource(strings = { "localhost", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/x", "10.0.0.0/", "", "10.0.0/8",
			"2001:db8::/129", "10.0.0.256" })
	void saysWhatToWriteInstead(String text) {
		assertThatIllegalArgumentException().isThrownBy(() -> Subnet.parse(text))
			.withMessageContaining("'" + text + "'")
			.withMessageContaining("write '10.0.0.0/8'");
	}

}
