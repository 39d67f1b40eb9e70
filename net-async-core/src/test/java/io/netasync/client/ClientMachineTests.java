package io.netasync.client;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;

import io.netasync.client.ClientAction.Activate;
import io.netasync.client.ClientAction.Deactivate;
import io.netasync.client.ClientAction.Discard;
import io.netasync.client.ClientAction.Keep;
import io.netasync.client.ClientAction.Open;
import io.netasync.client.ClientAction.Publish;
import io.netasync.client.ClientAction.Retire;
import io.netasync.event.ConnectionState;
import io.netasync.event.DisconnectReason;
import io.netasync.event.Endpoint;
import io.netasync.event.NetAsyncEvent;
import io.netasync.reconnect.FailoverPolicy;
import io.netasync.reconnect.ReconnectPolicy;
import io.netasync.reconnect.Reconnection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link ClientMachine}: years of accidents replayed from seeds, and single
 * steps.
 *
 * @author net-async
 */
class ClientMachineTests {

	private static final Endpoint A = new Endpoint("a", 1);

	private static final Endpoint B = new Endpoint("b", 1);

	private static final Endpoint C = new Endpoint("c", 1);

	private static final Endpoint D = new Endpoint("d", 1);

	private static final long MINUTE = Duration.ofMinutes(1).toNanos();

	private final ClientMachine machine = new ClientMachine("feed", new Random(1));

	private ClientState state = ClientState
		.initial(Reconnection.of(List.of(A, B), ReconnectPolicy.defaults(), FailoverPolicy.defaults(), new Random(1)));

	private long now;

	static LongStream seeds() {
		return LongStream.rangeClosed(1, 12);
	}

	@ParameterizedTest
	@MethodSource("seeds")
	void keepsItsRulesForAYear(long seed) {
		SimulatedClientYear year = new SimulatedClientYear(seed, Duration.ofDays(365));
		year.run();
		assertThat(year.connects()).as("seed %d", seed).isPositive();
	}

	@Test
	void theYearsHoldEveryKindOfAccident() {
		int failovers = 0;
		int failbacks = 0;
		int handovers = 0;
		int changeovers = 0;
		for (long seed = 1; seed <= 12; seed++) {
			SimulatedClientYear month = new SimulatedClientYear(seed, Duration.ofDays(30));
			month.run();
			failovers += month.failovers();
			failbacks += month.failbacks();
			handovers += month.handovers();
			changeovers += month.changeovers();
		}
		assertThat(failovers).isGreaterThan(100);
		assertThat(failbacks).isGreaterThan(100);
		assertThat(handovers).isGreaterThan(10);
		assertThat(changeovers).isGreaterThan(100);
	}

	@Test
	void failsBackOnceThePreferredIsHeardAndTheOtherQuiet() {
		connectToB();
		this.now += MINUTE;
		long candidate = open(input(new ClientInput.FailbackDue()), A);
		assertThat(input(new ClientInput.Opened(candidate))).isEmpty();
		assertThat(input(new ClientInput.Quiet(2))).isEmpty();
		assertThat(input(new ClientInput.Heard(candidate))).containsExactly(new Retire(2));
		assertThat(input(new ClientInput.Quiet(2))).containsExactly(
				new Deactivate(2, B, DisconnectReason.FAILBACK, null), new Discard(2, DisconnectReason.FAILBACK),
				new Activate(candidate, A), new Publish(new NetAsyncEvent.FailedBack("feed", B, A)));
	}

	@Test
	void aConnectionThatDoesNotFallQuietFailsBackAllTheSame() {
		connectToB();
		this.now += MINUTE;
		long candidate = open(input(new ClientInput.FailbackDue()), A);
		input(new ClientInput.Opened(candidate));
		input(new ClientInput.Heard(candidate));
		assertThat(input(new ClientInput.Lost(2, DisconnectReason.FAILBACK, null)))
			.contains(new Activate(candidate, A), new Publish(new NetAsyncEvent.FailedBack("feed", B, A)))
			.doesNotContain(new Publish(new NetAsyncEvent.FailedOver("feed", B, A)));
	}

	@Test
	void keepsTheOtherWhenThePreferredIsLostWhileItTakesOver() {
		connectToB();
		this.now += MINUTE;
		long candidate = open(input(new ClientInput.FailbackDue()), A);
		input(new ClientInput.Opened(candidate));
		input(new ClientInput.Heard(candidate));
		assertThat(input(new ClientInput.Lost(candidate, DisconnectReason.CONNECTION_LOST, null)))
			.contains(new Keep(2));
		assertThat(this.state.phase()).isEqualTo(ConnectionState.CONNECTED);
	}

	@Test
	void goesBackToALostEndpointWhenTheCandidateFails() {
		connectToB();
		this.now += MINUTE;
		long candidate = open(input(new ClientInput.FailbackDue()), A);
		input(new ClientInput.Lost(2, DisconnectReason.CONNECTION_LOST, null));
		assertThat(this.state.opening()).isEqualTo(candidate);
		open(input(new ClientInput.OpenFailed(candidate, new IllegalStateException())), B);
	}

	@Test
	void changesOverToOneOfTheNewAddresses() {
		connectToB();
		long candidate = open(input(new ClientInput.Addresses(List.of(C, D))), C);
		assertThat(input(new ClientInput.Opened(candidate))).isEmpty();
		assertThat(input(new ClientInput.Heard(candidate))).containsExactly(new Retire(2));
		assertThat(input(new ClientInput.Quiet(2))).containsExactly(
				new Deactivate(2, B, DisconnectReason.FAILBACK, null), new Discard(2, DisconnectReason.FAILBACK),
				new Activate(candidate, C), new Publish(new NetAsyncEvent.FailedOver("feed", B, C)));
	}

	@Test
	void staysWithAnOldAddressUntilANewOneIsThere() {
		connectToB();
		long refused = open(input(new ClientInput.Addresses(List.of(C, D))), C);
		long next = open(input(new ClientInput.OpenFailed(refused, new IllegalStateException())), D);
		assertThat(this.state.active()).isEqualTo(2);
		input(new ClientInput.Opened(next));
		input(new ClientInput.Heard(next));
		assertThat(input(new ClientInput.Lost(next, DisconnectReason.CONNECTION_LOST, null))).contains(new Keep(2));
		assertThat(this.state.phase()).isEqualTo(ConnectionState.CONNECTED);
	}

	@Test
	void doesNotWaitForADelayedCandidateWhenTheOldAddressIsLost() {
		connectToB();
		long refused = open(input(new ClientInput.Addresses(List.of(C))), C);
		long delayed = open(input(new ClientInput.OpenFailed(refused, new IllegalStateException())), C);
		this.now += MINUTE;
		long next = open(input(new ClientInput.Lost(2, DisconnectReason.CONNECTION_LOST, null)), C);
		assertThat(next).isNotEqualTo(delayed);
		assertThat(input(new ClientInput.Opened(delayed)))
			.containsExactly(new Discard(delayed, DisconnectReason.LOCAL_CLOSE));
		assertThat(input(new ClientInput.Opened(next))).contains(new Activate(next, C));
	}

	@Test
	void staysWhereItIsWhenThatIsOneOfTheNewAddresses() {
		connectToB();
		assertThat(input(new ClientInput.Addresses(List.of(B, C)))).isEmpty();
		assertThat(this.state.candidate()).isZero();
	}

	@Test
	void givesUpAnAttemptToAnAddressThatIsGone() {
		long first = open(input(new ClientInput.Start()), A);
		long second = open(input(new ClientInput.Addresses(List.of(C))), C);
		assertThat(input(new ClientInput.Opened(first)))
			.containsExactly(new Discard(first, DisconnectReason.LOCAL_CLOSE));
		assertThat(input(new ClientInput.Opened(second))).contains(new Activate(second, C));
		assertThat(input(new ClientInput.Addresses(List.of(C, D)))).isEmpty();
	}

	@Test
	void dropsACandidateThatIsNotWantedAnyMoreAndKeepsTheOther() {
		connectToB();
		this.now += MINUTE;
		long candidate = open(input(new ClientInput.FailbackDue()), A);
		input(new ClientInput.Opened(candidate));
		input(new ClientInput.Heard(candidate));
		List<ClientAction> actions = input(new ClientInput.Addresses(List.of(B, C)));
		assertThat(actions).contains(new Discard(candidate, DisconnectReason.LOCAL_CLOSE), new Keep(2));
		assertThat(input(new ClientInput.Lost(candidate, DisconnectReason.LOCAL_CLOSE, null))).isEmpty();
		assertThat(input(new ClientInput.Quiet(2))).isEmpty();
	}

	@Test
	void goesOnWithACandidateThatIsStillWanted() {
		connectToB();
		this.now += MINUTE;
		long candidate = open(input(new ClientInput.FailbackDue()), A);
		assertThat(input(new ClientInput.Addresses(List.of(A, C)))).isEmpty();
		assertThat(this.state.candidate()).isEqualTo(candidate);
	}

	@Test
	void aSecondStartChangesNothing() {
		connectToB();
		assertThat(input(new ClientInput.Start())).isEmpty();
		assertThat(this.state.phase()).isEqualTo(ConnectionState.CONNECTED);
	}

	@Test
	void nothingHappensAfterTheClose() {
		long first = open(input(new ClientInput.Start()), A);
		input(new ClientInput.Close());
		assertThat(input(new ClientInput.Opened(first)))
			.containsExactly(new Discard(first, DisconnectReason.LOCAL_CLOSE));
		assertThat(input(new ClientInput.Lost(first, DisconnectReason.LOCAL_CLOSE, null))).isEmpty();
		assertThat(input(new ClientInput.Reconnect(DisconnectReason.RECONNECT))).isEmpty();
		assertThat(input(new ClientInput.Addresses(List.of(B)))).isEmpty();
		assertThat(input(new ClientInput.Start())).isEmpty();
		assertThat(input(new ClientInput.Close())).isEmpty();
	}

	private void connectToB() {
		long first = open(input(new ClientInput.Start()), A);
		long second = open(input(new ClientInput.OpenFailed(first, new IllegalStateException())), B);
		assertThat(input(new ClientInput.Opened(second))).contains(new Activate(2, B));
	}

	private List<ClientAction> input(ClientInput input) {
		ClientMachine.Step step = this.machine.next(this.state, input, this.now);
		this.state = step.state();
		return step.actions();
	}

	private static long open(List<ClientAction> actions, Endpoint endpoint) {
		Open open = actions.stream().filter(Open.class::isInstance).map(Open.class::cast).findFirst().orElseThrow();
		assertThat(open.endpoint()).isEqualTo(endpoint);
		return open.number();
	}

}
