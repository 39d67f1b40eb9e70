package io.netasync.server;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import io.netasync.memory.MemoryBudget;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Admission}.
 *
 * @author net-async
 */
class AdmissionTests {

	private static final long SECOND = 1_000_000_000L;

	private final MemoryBudget budget = new MemoryBudget(1_000_000);

	private final Admission admission = new Admission(this.budget);

	private final ServerLimits limits = ServerLimits.defaults();

	private static InetAddress at(String address) {
		try {
			return InetAddress.getByName(address);
		}
		catch (UnknownHostException ex) {
			throw new IllegalArgumentException(ex);
		}
	}

	private RejectReason admit(ServerLimits current, String address) {
		return this.admission.admit(current, at(address), 0);
	}

	@Test
	void admitsUpToTheLimitAndAgainWhenOneHasLeft() {
		ServerLimits two = this.limits.maxConnections(2);
		assertThat(admit(two, "10.0.0.1")).isNull();
		assertThat(admit(two, "10.0.0.2")).isNull();
		assertThat(admit(two, "10.0.0.3")).isEqualTo(RejectReason.MAX_CONNECTIONS);
		this.admission.leave(at("10.0.0.1"));
		assertThat(admit(two, "10.0.0.3")).isNull();
	}

	@Test
	void countsAPeerThatIsYetToBeNamed() {
		ServerLimits two = this.limits.maxConnections(2).deny(List.of("10.0.0.1")).maxConnectionsPerAddress(1);
		assertThat(this.admission.admit(two, null, 0)).isNull();
		assertThat(this.admission.admit(two, null, 0)).isNull();
		assertThat(this.admission.admit(two, null, 0)).isEqualTo(RejectReason.MAX_CONNECTIONS);
		assertThat(this.admission.name(two, at("10.0.0.1"))).isEqualTo(RejectReason.DENY);
		assertThat(this.admission.name(two, at("10.0.0.2"))).isNull();
		assertThat(this.admission.name(two, at("10.0.0.2"))).isEqualTo(RejectReason.MAX_CONNECTIONS_PER_ADDRESS);
		this.admission.leave(null);
		this.admission.leave(at("10.0.0.2"));
		assertThat(this.admission.present() + this.admission.groups()).isZero();
		assertThat(this.budget.used()).isZero();
	}

	@Test
	void countsAnIpv4AddressByItself() {
		ServerLimits one = this.limits.maxConnectionsPerAddress(1);
		assertThat(admit(one, "10.0.0.1")).isNull();
		assertThat(admit(one, "10.0.0.1")).isEqualTo(RejectReason.MAX_CONNECTIONS_PER_ADDRESS);
		assertThat(admit(one, "10.0.0.2")).isNull();
	}

	@Test
	void countsAnIpv6NetworkOf64BitsAsOneAddress() {
		ServerLimits one = this.limits.maxConnectionsPerAddress(1);
		assertThat(admit(one, "2001:db8:0:1::1")).isNull();
		assertThat(admit(one, "2001:db8:0:1:ffff::2")).isEqualTo(RejectReason.MAX_CONNECTIONS_PER_ADDRESS);
		assertThat(admit(one, "2001:db8:0:2::1")).isNull();
	}

	@Test
	void countsAMappedIpv4AddressAsWhatItIs() throws UnknownHostException {
		ServerLimits one = this.limits.maxConnectionsPerAddress(1);
		byte[] mapped = { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1, 10, 0, 0, 1 };
		InetAddress address = Inet6Address.getByAddress(null, mapped, -1);
		assertThat(address.getAddress()).hasSize(16);
		assertThat(this.admission.admit(one, address, 0)).isNull();
		assertThat(admit(one, "10.0.0.1")).isEqualTo(RejectReason.MAX_CONNECTIONS_PER_ADDRESS);
		assertThat(this.admission.admit(one.deny(List.of("10.0.0.0/8")), address, 0)).isEqualTo(RejectReason.DENY);
		assertThat(admit(one, "10.0.0.2")).isNull();
	}

	@Test
	void denyWinsOverAllow() {
		ServerLimits some = this.limits.allow(List.of("10.0.0.0/8", "2001:db8::/32")).deny(List.of("10.1.0.0/16"));
		assertThat(admit(some, "10.2.0.1")).isNull();
		assertThat(admit(some, "2001:db8::1")).isNull();
		assertThat(admit(some, "10.1.0.1")).isEqualTo(RejectReason.DENY);
		assertThat(admit(some, "192.168.0.1")).isEqualTo(RejectReason.ALLOW);
		assertThat(admit(some, "2001:db9::1")).isEqualTo(RejectReason.ALLOW);
	}

	@Test
	void acceptsNoFasterThanTheRate() {
		ServerLimits rate = this.limits.acceptRate(10);
		int accepted = 0;
		for (int i = 0; i <= 10_000; i++) {
			if (this.admission.admit(rate, at("10.0.0.1"), i * SECOND / 1000) == null) {
				accepted++;
				this.admission.leave(at("10.0.0.1"));
			}
		}
		assertThat(accepted).isBetween(107, 111);
	}

	@Test
	void whoIsTurnedAwayForAnotherReasonUsesUpNoRate() {
		ServerLimits rate = this.limits.acceptRate(1);
		assertThat(admit(rate.deny(List.of("10.0.0.1")), "10.0.0.1")).isEqualTo(RejectReason.DENY);
		assertThat(admit(rate, "10.0.0.2")).isNull();
		assertThat(admit(rate, "10.0.0.2")).isEqualTo(RejectReason.ACCEPT_RATE);
	}

	@Test
	void rateThatIsChangedHoldsAtOnce() {
		assertThat(admit(this.limits.acceptRate(1), "10.0.0.1")).isNull();
		assertThat(admit(this.limits.acceptRate(1), "10.0.0.1")).isEqualTo(RejectReason.ACCEPT_RATE);
		assertThat(admit(this.limits.acceptRate(0), "10.0.0.1")).isNull();
	}

	@Test
	void turnsAwayWhenMemoryIsTight() {
		this.budget.take(800_000);
		assertThat(admit(this.limits, "10.0.0.1")).isEqualTo(RejectReason.MEMORY_BUDGET);
		this.budget.release(800_000);
		assertThat(admit(this.limits, "10.0.0.1")).isNull();
		assertThat(this.budget.used()).isEqualTo(Admission.CONNECTION_BYTES);
	}

	@Test
	void connectionsAloneNeverMakeMemoryTight() {
		int admitted = 0;
		while (admit(this.limits, "10.0.0.1") == null) {
			admitted++;
		}
		assertThat(admitted).isEqualTo(500_000 / Admission.CONNECTION_BYTES);
		assertThat(this.budget.isTight()).isFalse();
		assertThat(admit(this.limits, "10.0.0.1")).isEqualTo(RejectReason.MEMORY_BUDGET);
	}

	@ParameterizedTest
	@ValueSource(longs = { 1, 2, 3, 4, 5 })
	void keepsItsBooksWhateverComes(long seed) {
		Random random = new Random(seed);
		List<InetAddress> present = new ArrayList<>();
		for (int i = 0; i < 20_000; i++) {
			ServerLimits current = this.limits.maxConnections(50)
				.maxConnectionsPerAddress(random.nextInt(4))
				.acceptRate(random.nextInt(3) * 10_000);
			if (!present.isEmpty() && random.nextBoolean()) {
				this.admission.leave(present.remove(random.nextInt(present.size())));
			}
			InetAddress peer = at("10.0.0." + random.nextInt(30));
			if (this.admission.admit(current, peer, i * 1_000_000L) == null) {
				present.add(peer);
			}
			assertThat(this.admission.present()).isEqualTo(present.size()).isLessThanOrEqualTo(50);
			assertThat(this.admission.groups()).isEqualTo((int) present.stream().distinct().count());
		}
		present.forEach(this.admission::leave);
		assertThat(this.admission.groups()).isZero();
		assertThat(this.budget.used()).isZero();
	}

	@Test
	void onAUnixSocketCountsAndMemoryMatterAndAddressesDoNot() {
		ServerLimits two = this.limits.maxConnections(2)
			.maxConnectionsPerAddress(1)
			.allow(List.of("10.0.0.0/8"))
			.deny(List.of("0.0.0.0/0"));
		assertThat(this.admission.admit(two, null, 0)).isNull();
		assertThat(this.admission.admit(two, null, 0)).isNull();
		assertThat(this.admission.admit(two, null, 0)).isEqualTo(RejectReason.MAX_CONNECTIONS);
		assertThat(this.budget.used()).isEqualTo(2 * Admission.CONNECTION_BYTES);
		this.admission.leave(null);
		this.admission.leave(null);
		assertThat(this.admission.present()).isZero();
		assertThat(this.budget.used()).isZero();
		ServerLimits slow = this.limits.acceptRate(1);
		assertThat(this.admission.admit(slow, null, 0)).isNull();
		assertThat(this.admission.admit(slow, null, 0)).isEqualTo(RejectReason.ACCEPT_RATE);
	}

}
