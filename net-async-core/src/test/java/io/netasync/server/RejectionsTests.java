package io.netasync.server;

import java.util.List;
import java.util.Map;

import io.netasync.event.Endpoint;
import io.netasync.server.Rejections.Sum;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Rejections}.
 *
 * @author net-async
 */
class RejectionsTests {

	private static final long SECOND = 1_000_000_000L;

	private final Rejections rejections = new Rejections();

	private static Endpoint peer(int port) {
		return new Endpoint("10.0.0.1", port);
	}

	@Test
	void tellsTheFirstAtOnceAndTheOthersASecondLater() {
		this.rejections.add(RejectReason.DENY, peer(1), 0);
		assertThat(this.rejections.due(0)).containsExactly(new Sum(RejectReason.DENY, peer(1), 1));
		for (int i = 2; i < 1000; i++) {
			this.rejections.add(RejectReason.DENY, peer(i), i);
			assertThat(this.rejections.due(i)).isEmpty();
		}
		assertThat(this.rejections.due(SECOND)).containsExactly(new Sum(RejectReason.DENY, peer(999), 998));
		assertThat(this.rejections.due(5 * SECOND)).isEmpty();
	}

	@Test
	void oneReasonDoesNotKeepAnotherFromBeingTold() {
		this.rejections.add(RejectReason.DENY, peer(1), 0);
		this.rejections.due(0);
		this.rejections.add(RejectReason.ACCEPT_RATE, peer(2), 1);
		assertThat(this.rejections.due(1)).extracting(Sum::reason).isEqualTo(List.of(RejectReason.ACCEPT_RATE));
	}

	@Test
	void countsAll() {
		this.rejections.add(RejectReason.DENY, peer(1), 0);
		this.rejections.due(0);
		this.rejections.add(RejectReason.DENY, peer(1), 0);
		this.rejections.add(RejectReason.MAX_CONNECTIONS, peer(1), 0);
		assertThat(this.rejections.totals()).isEqualTo(Map.of("deny", 2L, "max-connections", 1L));
	}

}
