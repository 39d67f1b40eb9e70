package io.netasync.buffer;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

import io.netasync.buffer.MessageTerms.Claim;
import io.netasync.memory.MemoryBudget;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What {@link MessageBuffer} drops, and when.
 *
 * @author net-async
 */
class OverflowTests {

	private final ManualTimer timer = new ManualTimer();

	private final Outcomes outcomes = new Outcomes();

	private MemoryBudget budget = MemoryBudget.unlimited();

	@Test
	void dropNewestDropsWhatHasNoRoom() {
		MessageBuffer<String> buffer = buffer(2, 100, Overflow.DROP_NEWEST);
		offer(buffer, "a", "b", "c");
		assertThat(this.outcomes.dropped).containsExactly("c NEWEST");
		assertThat(sent(buffer)).containsExactly("a", "b");
		assertThat(buffer.ledger()).isEqualTo(new Ledger(3, 2, new Drops(1, 0, 0, 0, 0, 0), 0, 0, 0, 0, 2));
	}

	@Test
	void dropOldestMakesRoomForTheNew() {
		MessageBuffer<String> buffer = buffer(2, 100, Overflow.DROP_OLDEST);
		offer(buffer, "a", "b", "c");
		assertThat(this.outcomes.dropped).containsExactly("a OLDEST");
		assertThat(sent(buffer)).containsExactly("b", "c");
	}

	@Test
	void dropOldestDropsAsManyAsTheBytesOfTheNewTake() {
		MessageBuffer<String> buffer = buffer(10, 10, Overflow.DROP_OLDEST);
		offer(buffer, "a", "b", "c", "d");
		buffer.offer("large", new MessageTerms(8, Claim.WAIT));
		assertThat(this.outcomes.dropped).containsExactly("a OLDEST", "b OLDEST");
		assertThat(sent(buffer)).containsExactly("c", "d", "large");
	}

	@Test
	void whatIsInFlightIsNotDroppedAndLeavesHalfOfTheBufferToDrop() {
		MessageBuffer<String> buffer = buffer(4, 100, Overflow.DROP_OLDEST);
		Wire wire = new Wire();
		buffer.attach(wire);
		offer(buffer, "a", "b", "c", "d", "e", "f");
		assertThat(wire.taken).containsExactly("a", "b");
		assertThat(this.outcomes.dropped).containsExactly("c OLDEST", "d OLDEST");
		buffer.written("a");
		buffer.written("b");
		assertThat(wire.taken).containsExactly("a", "b", "e", "f");
	}

	@Test
	void conflateKeepsTheLatestOfEachKeyInTheFirstsPlace() {
		MessageBuffer<String> buffer = buffer(10, 100, Overflow.CONFLATE);
		offerWithKey(buffer, "x", "x1");
		offerWithKey(buffer, "y", "y1");
		offerWithKey(buffer, "x", "x2");
		assertThat(this.outcomes.dropped).containsExactly("x1 CONFLATED");
		assertThat(sent(buffer)).containsExactly("x2", "y1");
	}

	@Test
	void conflateDoesNotOvertakeAMessageWithoutAKey() {
		MessageBuffer<String> buffer = buffer(10, 100, Overflow.CONFLATE);
		offerWithKey(buffer, "x", "x1");
		offer(buffer, "reset");
		offerWithKey(buffer, "x", "x2");
		assertThat(sent(buffer)).containsExactly("x1", "reset", "x2");
	}

	@Test
	void conflateDropsTheOldestWhereNoKeyIsTheSame() {
		MessageBuffer<String> buffer = buffer(2, 100, Overflow.CONFLATE);
		offerWithKey(buffer, "x", "x1");
		offerWithKey(buffer, "y", "y1");
		offerWithKey(buffer, "z", "z1");
		offerWithKey(buffer, "x", "x2");
		assertThat(this.outcomes.dropped).containsExactly("x1 OLDEST", "y1 OLDEST");
		assertThat(sent(buffer)).containsExactly("z1", "x2");
	}

	@Test
	void conflateWithALargerMessageKeepsToTheBytes() {
		MessageBuffer<String> buffer = buffer(10, 10, Overflow.CONFLATE);
		offerWithKey(buffer, "x", "x1");
		offerWithKey(buffer, "y", "y1");
		buffer.offer("x2", new MessageTerms(10, Claim.WAIT, "x", MessageTerms.NEVER));
		assertThat(this.outcomes.dropped).containsExactly("x1 OLDEST", "y1 OLDEST");
		assertThat(sent(buffer)).containsExactly("x2");
	}

	@Test
	void whatIsInFlightIsNotConflated() {
		MessageBuffer<String> buffer = buffer(10, 100, Overflow.CONFLATE);
		Wire wire = new Wire();
		buffer.attach(wire);
		offerWithKey(buffer, "x", "x1");
		offerWithKey(buffer, "x", "x2");
		assertThat(this.outcomes.dropped).isEmpty();
		assertThat(wire.taken).containsExactly("x1", "x2");
	}

	@Test
	void anExpiredMessageNeverReachesTheWire() {
		MessageBuffer<String> buffer = buffer(10, 100, Overflow.BLOCK);
		buffer.offer("a", new MessageTerms(1, Claim.WAIT, null, Duration.ofSeconds(1).toNanos()));
		offer(buffer, "b");
		this.timer.pass(Duration.ofSeconds(1));
		Wire wire = new Wire();
		buffer.attach(wire);
		assertThat(wire.taken).containsExactly("b");
		assertThat(this.outcomes.dropped).containsExactly("a EXPIRED");
	}

	@Test
	void expiryIsToldWithoutAConnection() {
		MessageBuffer<String> buffer = buffer(10, 100, Overflow.BLOCK);
		buffer.offer("late", new MessageTerms(1, Claim.WAIT, null, Duration.ofSeconds(3).toNanos()));
		buffer.offer("soon", new MessageTerms(1, Claim.WAIT, null, Duration.ofSeconds(1).toNanos()));
		this.timer.pass(Duration.ofMillis(1020));
		assertThat(this.outcomes.dropped).containsExactly("soon EXPIRED");
		this.timer.pass(Duration.ofSeconds(2));
		assertThat(this.outcomes.dropped).containsExactly("soon EXPIRED", "late EXPIRED");
		assertThat(buffer.ledger().pending()).isZero();
	}

	@Test
	void anAlarmDoesNotOutliveWhatItIsFor() {
		MessageBuffer<String> buffer = buffer(10, 100, Overflow.BLOCK);
		buffer.offer("late", new MessageTerms(1, Claim.WAIT, null, Duration.ofHours(3).toNanos()));
		buffer.offer("soon", new MessageTerms(1, Claim.WAIT, null, Duration.ofHours(1).toNanos()));
		assertThat(this.timer.calls()).isOne();
		buffer.failPending(new IllegalStateException("closed"));
		assertThat(this.timer.calls()).isZero();
	}

	@Test
	void maxAgeIsTheExpiryOfEveryMessage() {
		MessageBuffer<String> buffer = new MessageBuffer<>(
				new SendBufferPolicy(10, 100, Duration.ofSeconds(5), Overflow.FAIL, Duration.ZERO, 0), runtime(),
				this.outcomes);
		offer(buffer, "a");
		this.timer.pass(Duration.ofSeconds(4));
		offer(buffer, "b");
		this.timer.pass(Duration.ofSeconds(2));
		assertThat(this.outcomes.dropped).containsExactly("a EXPIRED");
		assertThat(sent(buffer)).containsExactly("b");
	}

	@Test
	void expiredMessagesMakeRoomBeforeAnyPolicyDoes() {
		MessageBuffer<String> buffer = buffer(2, 100, Overflow.DROP_OLDEST);
		offer(buffer, "a");
		buffer.offer("b", new MessageTerms(1, Claim.WAIT, null, Duration.ofMillis(1).toNanos()));
		this.timer.pass(Duration.ofMillis(2));
		offer(buffer, "c");
		assertThat(this.outcomes.dropped).containsExactly("b EXPIRED");
		assertThat(sent(buffer)).containsExactly("a", "c");
	}

	@Test
	void aUsedUpBudgetIsAFullBuffer() {
		this.budget = new MemoryBudget(3 * (1 + MemoryBudget.MESSAGE_OVERHEAD));
		MessageBuffer<String> dropping = buffer(100, 1000, Overflow.DROP_OLDEST);
		MessageBuffer<String> failing = buffer(100, 1000, Overflow.FAIL);
		offer(dropping, "a", "b", "c", "d");
		assertThat(this.outcomes.dropped).containsExactly("a OLDEST");
		assertThatExceptionOfType(SendRefusedException.class).isThrownBy(() -> offer(failing, "x"));
		assertThat(sent(dropping)).containsExactly("b", "c", "d");
		assertThat(this.budget.used()).isZero();
		offer(failing, "x");
	}

	@Test
	void aFailedWriteIsTriedAgainAsOftenAsTheRetryLimitSays() {
		MessageBuffer<String> buffer = new MessageBuffer<>(
				new SendBufferPolicy(10, 100, Duration.ZERO, Overflow.FAIL, Duration.ZERO, 2), runtime(),
				this.outcomes);
		Wire wire = new Wire();
		wire.refusals = 2;
		buffer.attach(wire);
		offer(buffer, "a", "b");
		assertThat(wire.taken).containsExactly("a", "b");
		wire.refusals = 3;
		offer(buffer, "c", "d");
		assertThat(this.outcomes.failed).containsExactly("c");
		assertThat(wire.taken).containsExactly("a", "b", "d");
	}

	@Test
	void aMessageThatMayStillLeaveWhileItsSinkGoesIsNotDropped() {
		MessageBuffer<String> buffer = buffer(2, 100, Overflow.DROP_OLDEST);
		Wire wire = new Wire() {

			@Override
			public void take(String message) {
				super.take(message);
				buffer.detach(this);
				offer(buffer, "b", "c", "d");
				buffer.dropWaiting(DropReason.SHED);
				buffer.written(message);
			}

		};
		buffer.attach(wire);
		offer(buffer, "a");
		assertThat(this.outcomes.sent).containsExactly("a");
		assertThat(this.outcomes.dropped).containsExactly("b OLDEST", "c OLDEST", "d SHED");
		assertThat(buffer.ledger().pending()).isZero();
	}

	@Test
	void sheddingDropsWhatWaitsAndKeepsWhatIsInFlight() {
		MessageBuffer<String> buffer = buffer(4, 100, Overflow.DROP_OLDEST);
		Wire wire = new Wire();
		buffer.attach(wire);
		offer(buffer, "a", "b", "c", "d");
		assertThat(buffer.dropWaiting(DropReason.SHED)).isEqualTo(2);
		assertThat(this.outcomes.dropped).containsExactly("c SHED", "d SHED");
		assertThat(buffer.ledger().pending()).isEqualTo(2);
	}

	@Test
	void whatIsToBeKeptGetsInAndIsNeverDropped() {
		MessageBuffer<String> buffer = buffer(2, 100, Overflow.DROP_OLDEST);
		buffer.offer("status", new MessageTerms(0, Claim.ALWAYS));
		offer(buffer, "a", "b");
		buffer.offer("status too", new MessageTerms(0, Claim.ALWAYS));
		offer(buffer, "c");
		assertThat(this.outcomes.dropped).containsExactly("a OLDEST");
		assertThat(buffer.dropWaiting(DropReason.SHED)).isEqualTo(2);
		assertThat(sent(buffer)).containsExactly("status", "status too");
	}

	@Test
	void aWithdrawnMessageIsNotSent() {
		MessageBuffer<String> buffer = buffer(4, 100, Overflow.FAIL);
		offer(buffer, "a", "b");
		assertThat(buffer.withdraw("a")).isTrue();
		assertThat(sent(buffer)).containsExactly("b");
		assertThat(buffer.withdraw("b")).isFalse();
		assertThat(buffer.ledger().failed()).isOne();
	}

	@Test
	void boundsCanBeChangedWhileMessagesWait() {
		MessageBuffer<String> buffer = buffer(4, 100, Overflow.FAIL);
		offer(buffer, "a", "b", "c", "d");
		buffer.policy(new SendBufferPolicy(2, 100, Overflow.DROP_OLDEST, Duration.ZERO));
		offer(buffer, "e");
		assertThat(this.outcomes.dropped).containsExactly("a OLDEST", "b OLDEST", "c OLDEST");
		assertThat(sent(buffer)).containsExactly("d", "e");
	}

	/**
	 * Random senders, sinks, ages and keys against a model that is told nothing but what
	 * the buffer was and what it said.
	 */
	@ParameterizedTest
	@EnumSource(Overflow.class)
	void everyMessageEndsOnceInEveryPolicy(Overflow overflow) {
		for (long seed = 0; seed < 300; seed++) {
			RandomRun run = new RandomRun(overflow, seed);
			run.go();
		}
	}

	private static void offer(MessageBuffer<String> buffer, String... messages) {
		for (String message : messages) {
			buffer.offer(message, new MessageTerms(1, Claim.WAIT));
		}
	}

	private static void offerWithKey(MessageBuffer<String> buffer, String key, String message) {
		buffer.offer(message, new MessageTerms(1, Claim.WAIT, key, MessageTerms.NEVER));
	}

	private MessageBuffer<String> buffer(int messages, long bytes, Overflow overflow) {
		return new MessageBuffer<>(new SendBufferPolicy(messages, bytes, overflow, Duration.ZERO), runtime(),
				this.outcomes);
	}

	private BufferRuntime runtime() {
		return new BufferRuntime(Runnable::run, () -> true, this.budget, this.timer);
	}

	private static List<String> sent(MessageBuffer<String> buffer) {
		Wire wire = new Wire();
		wire.writesTo = buffer;
		buffer.attach(wire);
		return wire.taken;
	}

	private static final class Outcomes implements MessageOutcome<String> {

		private final List<String> sent = new ArrayList<>();

		private final List<String> dropped = new ArrayList<>();

		private final List<String> failed = new ArrayList<>();

		@Override
		public void sent(String message) {
			this.sent.add(message);
		}

		@Override
		public void dropped(String message, DropReason reason) {
			this.dropped.add(message + " " + reason);
		}

		@Override
		public void failed(String message, Throwable cause) {
			this.failed.add(message);
		}

	}

	private static class Wire implements MessageSink<String> {

		private final List<String> taken = new ArrayList<>();

		private final Deque<String> unwritten = new ArrayDeque<>();

		private int refusals;

		private int capacity = Integer.MAX_VALUE;

		private MessageBuffer<String> writesTo;

		@Override
		public boolean isWritable() {
			return this.unwritten.size() < this.capacity;
		}

		@Override
		public boolean isOpen() {
			return true;
		}

		@Override
		public void take(String message) {
			if (this.refusals > 0) {
				this.refusals--;
				throw new IllegalStateException("refused");
			}
			this.taken.add(message);
			if (this.writesTo != null) {
				this.writesTo.written(message);
			}
			else {
				this.unwritten.add(message);
			}
		}

	}

	private static final class RandomRun implements MessageOutcome<int[]> {

		private final Overflow overflow;

		private final long seed;

		private final Random random;

		private final ManualTimer timer = new ManualTimer();

		private final MemoryBudget budget = new MemoryBudget(20_000);

		private final MessageBuffer<int[]> buffer;

		private final Map<Integer, String> ends = new HashMap<>();

		private final Map<Integer, Long> expiries = new HashMap<>();

		private final List<int[]> wire = new ArrayList<>();

		private final Deque<int[]> unwritten = new ArrayDeque<>();

		private MessageSink<int[]> sink;

		private int refused;

		private int number;

		RandomRun(Overflow overflow, long seed) {
			this.overflow = overflow;
			this.seed = seed;
			this.random = new Random(seed);
			this.buffer = new MessageBuffer<>(new SendBufferPolicy(1 + this.random.nextInt(40), 2000,
					this.random.nextBoolean() ? Duration.ZERO : Duration.ofMillis(500), overflow, Duration.ZERO, 0),
					new BufferRuntime(Runnable::run, () -> true, this.budget, this.timer), this);
		}

		void go() {
			for (int step = 0; step < 500; step++) {
				step();
				check(this.buffer.ledger());
			}
			if (this.sink != null) {
				this.buffer.detach(this.sink);
			}
			this.buffer.failPending(new IllegalStateException("closed"));
			Ledger ledger = this.buffer.ledger();
			assertThat(ledger.pending()).isZero();
			assertThat(this.budget.used()).as("seed %d", this.seed).isZero();
			assertThat(this.ends).as("seed %d", this.seed).hasSize(this.number - this.refused);
			checkOrder();
		}

		private void step() {
			switch (this.random.nextInt(10)) {
				case 0 -> connect();
				case 1 -> disconnect();
				case 2 -> this.timer.pass(Duration.ofMillis(this.random.nextInt(200)));
				case 3, 4 -> write(this.random.nextInt(20));
				default -> send();
			}
		}

		private void send() {
			int[] message = { this.number++, this.random.nextInt(5) };
			Object key = (message[1] < 4) ? message[1] : null;
			long expiresAt = (this.random.nextInt(3) > 0) ? MessageTerms.NEVER
					: this.timer.now() + Duration.ofMillis(this.random.nextInt(400)).toNanos();
			this.expiries.put(message[0], expiresAt);
			try {
				this.buffer.offer(message, new MessageTerms(1 + this.random.nextInt(200), Claim.WAIT, key, expiresAt));
			}
			catch (SendRefusedException ex) {
				this.refused++;
			}
		}

		private void connect() {
			disconnect();
			this.sink = new MessageSink<>() {

				@Override
				public boolean isWritable() {
					return RandomRun.this.unwritten.size() < 15;
				}

				@Override
				public boolean isOpen() {
					return true;
				}

				@Override
				public void take(int[] message) {
					assertThat(RandomRun.this.expiries.get(message[0])).as("seed %d", RandomRun.this.seed)
						.isGreaterThan(RandomRun.this.timer.now());
					RandomRun.this.unwritten.add(message);
				}

			};
			this.buffer.attach(this.sink);
		}

		private void disconnect() {
			if (this.sink != null) {
				this.buffer.detach(this.sink);
				this.sink = null;
				this.unwritten.clear();
			}
		}

		private void write(int count) {
			for (int i = 0; i < count && !this.unwritten.isEmpty(); i++) {
				int[] message = this.unwritten.remove();
				this.wire.add(message);
				this.buffer.written(message);
			}
			this.buffer.resume();
		}

		private void check(Ledger ledger) {
			assertThat(ledger.accepted()).as("seed %d", this.seed)
				.isEqualTo(ledger.sent() + ledger.dropped().total() + ledger.failed() + ledger.pending())
				.isEqualTo(this.number - this.refused);
			assertThat(ledger.refused()).isEqualTo(this.refused);
			assertThat(ledger.pending()).isLessThanOrEqualTo(40);
			assertThat(ledger.pendingBytes()).isLessThanOrEqualTo(2000);
			assertThat(this.budget.used())
				.isEqualTo(ledger.pendingBytes() + ledger.pending() * MemoryBudget.MESSAGE_OVERHEAD);
		}

		/**
		 * In order; where messages take the place of others, for each key and against
		 * those without one.
		 */
		private void checkOrder() {
			int[] last = { -1, -1, -1, -1, -1 };
			for (int[] message : this.wire) {
				int lane = (this.overflow == Overflow.CONFLATE) ? message[1] : 0;
				assertThat(message[0]).as("seed %d", this.seed).isGreaterThan(last[lane]).isGreaterThan(last[4]);
				last[lane] = message[0];
			}
		}

		@Override
		public void sent(int[] message) {
			end(message, "sent");
		}

		@Override
		public void dropped(int[] message, DropReason reason) {
			end(message, "dropped");
		}

		@Override
		public void failed(int[] message, Throwable cause) {
			end(message, "failed");
		}

		private void end(int[] message, String how) {
			assertThat(this.ends.put(message[0], how)).as("seed %d: %d", this.seed, message[0]).isNull();
		}

	}

}
