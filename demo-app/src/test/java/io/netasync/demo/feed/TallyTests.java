package io.netasync.demo.feed;

import java.util.stream.LongStream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Tally}.
 *
 * @author net-async
 */
class TallyTests {

	private final Tally tally = new Tally();

	@BeforeEach
	void send() {
		LongStream.rangeClosed(1, 100).forEach((number) -> this.tally.next());
	}

	@Test
	void countsWhatHasNotArrivedAsPending() {
		receive("a1", 1, 60);
		assertThat(this.tally.count()).isEqualTo(new Tally.Count(100, 60, 0, 0, 0));
		assertThat(this.tally.count().pending()).isEqualTo(40);
	}

	@Test
	void countsTheEndOfAConnectionAsLostOnceItIsClosedAndAnotherGoesOn() {
		receive("a1", 1, 60);
		this.tally.closed("a1");
		assertThat(this.tally.count().lost()).isZero();
		receive("b1", 64, 80);
		assertThat(this.tally.count().lost()).isEqualTo(3);
		assertThat(this.tally.count().pending()).isEqualTo(20);
	}

	@Test
	void countsWhatAnOpenConnectionHoldsBackAsPending() {
		receive("a1", 1, 60);
		receive("b1", 71, 100);
		assertThat(this.tally.count().lost()).isZero();
		assertThat(this.tally.count().pending()).isEqualTo(10);
		receive("a1", 61, 70);
		this.tally.closed("a1");
		assertThat(this.tally.count()).isEqualTo(new Tally.Count(100, 100, 0, 0, 0));
	}

	@Test
	void leavesTheVerdictToAnOpenConnectionThatMayHaveTheMessages() {
		receive("a1", 1, 60);
		this.tally.opened("a2");
		this.tally.closed("a1");
		receive("b1", 71, 100);
		assertThat(this.tally.count().lost()).isZero();
		this.tally.closed("a2");
		assertThat(this.tally.count().lost()).isEqualTo(10);
	}

	@Test
	void isNotConfusedByACandidateThatHasNotTakenOverYet() {
		receive("b1", 1, 60);
		this.tally.opened("a1");
		receive("b1", 61, 70);
		this.tally.closed("b1");
		receive("a1", 71, 100);
		assertThat(this.tally.count()).isEqualTo(new Tally.Count(100, 100, 0, 0, 0));
	}

	@Test
	void countsDuplicates() {
		receive("a1", 1, 60);
		this.tally.closed("a1");
		receive("b1", 59, 100);
		assertThat(this.tally.count()).isEqualTo(new Tally.Count(100, 100, 0, 2, 0));
	}

	@Test
	void countsWhatOvertookAnother() {
		receive("a1", 1, 10);
		receive("a1", 12, 12);
		receive("a1", 11, 11);
		assertThat(this.tally.count().outOfOrder()).isEqualTo(1);
	}

	@Test
	void takesBackTheNumberOfARefusedMessage() {
		this.tally.refused();
		assertThat(this.tally.next()).isEqualTo(100);
	}

	private void receive(String connection, long first, long last) {
		LongStream.rangeClosed(first, last).forEach((number) -> this.tally.received(connection, number));
	}

}
