package io.netasync.buffer;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import io.netasync.buffer.MessageTerms.Claim;
import io.netasync.buffer.SendRefusedException.Reason;
import io.netasync.memory.MemoryBudget;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests of {@link MessageBuffer}.
 *
 * @author net-async
 */
@Timeout(60)
class MessageBufferTests {

	private static final int EACH = 10_000;

	private final List<String> sent = new CopyOnWriteArrayList<>();

	private final List<String> failed = new CopyOnWriteArrayList<>();

	private final ExecutorService threads = Executors.newCachedThreadPool();

	@AfterEach
	void stop() {
		this.threads.shutdownNow();
	}

	@Test
	void takesAsManyMessagesAsTheBoundAllows() {
		MessageBuffer<String> buffer = buffer(3, 1000, Overflow.FAIL);
		offer(buffer, "a", "b", "c");
		assertThatExceptionOfType(SendRefusedException.class).isThrownBy(() -> buffer.offer("d", terms(1)))
			.satisfies((ex) -> assertThat(ex.reason()).isEqualTo(Reason.BUFFER_FULL))
			.withMessageContaining("3 messages");
		assertThat(buffer.ledger()).isEqualTo(new Ledger(3, 0, Drops.NONE, 0, 1, 3, 3, 0));
	}

	@Test
	void whatASinkTakesNoMoreOfABatchWaitsAgain() {
		MessageBuffer<String> buffer = buffer(10, 1000, Overflow.FAIL);
		offer(buffer, "a", "b", "c", "d", "e");
		Wire wire = new Wire();
		wire.batch = 4;
		wire.capacity = 2;
		buffer.attach(wire);
		assertThat(wire.taken).containsExactly("a", "b");
		assertThat(buffer.withdraw("b")).isFalse();
		assertThat(buffer.withdraw("d")).isTrue();
		wire.capacity = 10;
		buffer.resume();
		assertThat(wire.taken).containsExactly("a", "b", "c", "e");
		buffer.written(List.of("a", "b", "c", "e"));
		assertThat(this.sent).containsExactly("a", "b", "c", "e");
		assertThat(buffer.ledger().sent()).isEqualTo(4);
		assertThat(buffer.ledger().failed()).isEqualTo(1);
		assertThat(buffer.ledger().pending()).isZero();
	}

	@Test
	void takesAsManyBytesAsTheBoundAllows() {
		MessageBuffer<String> buffer = buffer(100, 10, Overflow.FAIL);
		buffer.offer("a", terms(6));
		buffer.offer("b", terms(4));
		assertThatExceptionOfType(SendRefusedException.class).isThrownBy(() -> buffer.offer("c", terms(1)));
		assertThat(buffer.ledger().pendingBytes()).isEqualTo(10);
	}

	@Test
	void aMessageLargerThanTheBufferIsRefusedWithoutWaiting() {
		MessageBuffer<String> buffer = buffer(100, 10, Overflow.BLOCK, Duration.ofSeconds(30));
		long began = System.nanoTime();
		assertThatExceptionOfType(SendRefusedException.class).isThrownBy(() -> buffer.offer("a", terms(11)))
			.withMessageContaining("max-size");
		assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(5));
	}

	@Test
	void inFlightMessagesCountAgainstTheBounds() {
		MessageBuffer<String> buffer = buffer(2, 1000, Overflow.FAIL);
		Wire wire = new Wire();
		buffer.attach(wire);
		offer(buffer, "a", "b");
		assertThat(wire.taken).containsExactly("a", "b");
		assertThatExceptionOfType(SendRefusedException.class).isThrownBy(() -> buffer.offer("c", terms(1)));
		buffer.written("a");
		buffer.offer("c", terms(1));
		assertThat(buffer.ledger()).isEqualTo(new Ledger(3, 1, Drops.NONE, 0, 1, 2, 2, 1));
	}

	@Test
	void aBlockedSenderGivesUpAfterTheTimeout() {
		MessageBuffer<String> buffer = buffer(1, 1000, Overflow.BLOCK, Duration.ofMillis(250));
		buffer.offer("a", terms(1));
		long began = System.nanoTime();
		assertThatExceptionOfType(SendRefusedException.class).isThrownBy(() -> buffer.offer("b", terms(1)))
			.satisfies((ex) -> assertThat(ex.reason()).isEqualTo(Reason.BUFFER_FULL));
		assertThat(Duration.ofNanos(System.nanoTime() - began)).isBetween(Duration.ofMillis(245),
				Duration.ofSeconds(5));
	}

	@Test
	void aBlockedSenderGoesOnWhenThereIsRoom() throws Exception {
		MessageBuffer<String> buffer = buffer(1, 1000, Overflow.BLOCK, Duration.ofSeconds(30));
		Wire wire = new Wire();
		buffer.attach(wire);
		buffer.offer("a", terms(1));
		Future<?> blocked = this.threads.submit(() -> buffer.offer("b", terms(1)));
		Awaitility.await().during(Duration.ofMillis(100)).until(() -> !blocked.isDone());
		buffer.written("a");
		blocked.get();
		assertThat(wire.taken).containsExactly("a", "b");
	}

	@Test
	void whoMayNotBlockIsRefusedAtOnce() {
		MessageBuffer<String> buffer = new MessageBuffer<>(
				new SendBufferPolicy(1, 1000, Overflow.BLOCK, Duration.ofSeconds(30)), runtime(false), new Outcomes());
		buffer.offer("a", terms(1));
		assertThatExceptionOfType(SendRefusedException.class).isThrownBy(() -> buffer.offer("b", terms(1)));
	}

	@Test
	void offeringNowNeverWaits() {
		MessageBuffer<String> buffer = buffer(1, 1000, Overflow.BLOCK, Duration.ofSeconds(30));
		buffer.offer("a", new MessageTerms(1, Claim.NOW));
		assertThatExceptionOfType(SendRefusedException.class)
			.isThrownBy(() -> buffer.offer("b", new MessageTerms(1, Claim.NOW)));
	}

	@Test
	void anInterruptedSenderIsRefusedAndStaysInterrupted() throws Exception {
		MessageBuffer<String> buffer = buffer(1, 1000, Overflow.BLOCK, Duration.ofSeconds(30));
		buffer.offer("a", terms(1));
		CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
		AtomicReference<Reason> reason = new AtomicReference<>();
		Thread sender = new Thread(() -> {
			try {
				buffer.offer("b", terms(1));
			}
			catch (SendRefusedException ex) {
				reason.set(ex.reason());
			}
			interrupted.complete(Thread.currentThread().isInterrupted());
		});
		sender.start();
		Awaitility.await().until(() -> sender.getState() == Thread.State.TIMED_WAITING);
		sender.interrupt();
		assertThat(interrupted.get()).isTrue();
		assertThat(reason).hasValue(Reason.INTERRUPTED);
		assertThat(buffer.ledger()).isEqualTo(new Ledger(1, 0, Drops.NONE, 0, 1, 1, 1, 0));
	}

	@Test
	void closingRefusesThoseWhoWait() {
		MessageBuffer<String> buffer = buffer(1, 1000, Overflow.BLOCK, Duration.ofSeconds(30));
		buffer.offer("a", terms(1));
		List<Future<?>> waiting = new ArrayList<>();
		for (int i = 0; i < 5; i++) {
			waiting.add(this.threads.submit(() -> buffer.offer("b", terms(1))));
		}
		Awaitility.await().during(Duration.ofMillis(50)).until(() -> waiting.stream().noneMatch(Future::isDone));
		buffer.close();
		for (Future<?> refused : waiting) {
			assertThatExceptionOfType(ExecutionException.class).isThrownBy(refused::get)
				.havingCause()
				.isInstanceOfSatisfying(SendRefusedException.class,
						(ex) -> assertThat(ex.reason()).isEqualTo(Reason.CLOSED));
		}
		assertThat(buffer.ledger()).isEqualTo(new Ledger(1, 0, Drops.NONE, 0, 5, 1, 1, 0));
	}

	@Test
	void whatWasAcceptedBeforeTheCloseIsStillSent() throws Exception {
		MessageBuffer<String> buffer = buffer(10, 1000, Overflow.FAIL);
		offer(buffer, "a", "b");
		buffer.close();
		assertThat(buffer.awaitEmpty(Duration.ofMillis(20))).isFalse();
		Wire wire = new Wire();
		buffer.attach(wire);
		Future<Boolean> empty = this.threads.submit(() -> buffer.awaitEmpty(Duration.ofSeconds(30)));
		buffer.written("a");
		buffer.written("b");
		assertThat(empty.get()).isTrue();
		assertThat(this.sent).containsExactly("a", "b");
	}

	@Test
	void whatWasInFlightGoesFirstToTheNextSink() {
		MessageBuffer<String> buffer = buffer(10, 1000, Overflow.FAIL);
		Wire first = new Wire();
		first.capacity = 3;
		buffer.attach(first);
		offer(buffer, "a", "b", "c", "d", "e");
		assertThat(first.taken).containsExactly("a", "b", "c");
		buffer.written("a");
		buffer.detach(first);
		offer(buffer, "f");
		Wire second = new Wire();
		buffer.attach(second);
		assertThat(second.taken).containsExactly("b", "c", "d", "e", "f");
		assertThat(buffer.ledger().pending()).isEqualTo(5);
	}

	@Test
	void aSinkThatReplacesAnotherGetsWhatThatHadInFlight() {
		MessageBuffer<String> buffer = buffer(10, 1000, Overflow.FAIL);
		buffer.attach(new Wire());
		offer(buffer, "a", "b");
		Wire second = new Wire();
		buffer.attach(second);
		assertThat(second.taken).containsExactly("a", "b");
		buffer.written("a");
		buffer.written("b");
		assertThat(buffer.ledger()).isEqualTo(new Ledger(2, 2, Drops.NONE, 0, 0, 0, 0, 2));
	}

	@Test
	void anOldSinkThatGoesDoesNotDisturbTheNew() {
		MessageBuffer<String> buffer = buffer(10, 1000, Overflow.FAIL);
		Wire first = new Wire();
		buffer.attach(first);
		buffer.detach(first);
		Wire second = new Wire();
		buffer.attach(second);
		offer(buffer, "a");
		buffer.detach(first);
		buffer.written("a");
		assertThat(this.sent).containsExactly("a");
	}

	@Test
	void aPausedSinkKeepsWhatItHasAndGetsNothingNew() {
		MessageBuffer<String> buffer = buffer(10, 1000, Overflow.FAIL);
		Wire wire = new Wire();
		buffer.attach(wire);
		offer(buffer, "a");
		assertThat(buffer.pause()).isFalse();
		offer(buffer, "b");
		buffer.resume();
		assertThat(wire.taken).containsExactly("a");
		buffer.written("a");
		assertThat(buffer.pause()).isTrue();
		buffer.attach(wire);
		assertThat(wire.taken).containsExactly("a", "b");
	}

	@Test
	void aMessageTheSinkRefusesFailsAndTheOthersGoOn() {
		MessageBuffer<String> buffer = buffer(10, 1000, Overflow.FAIL);
		Wire wire = new Wire();
		wire.refuses = "b";
		buffer.attach(wire);
		offer(buffer, "a", "b", "c");
		assertThat(wire.taken).containsExactly("a", "c");
		assertThat(this.failed).containsExactly("b");
		assertThat(buffer.ledger()).isEqualTo(new Ledger(3, 0, Drops.NONE, 1, 0, 2, 2, 0));
	}

	@Test
	void anErrorOfTheSinkFailsTheMessageAndTheNextSenderGoesOn() {
		MessageBuffer<String> buffer = buffer(10, 1000, Overflow.FAIL);
		Wire wire = new Wire();
		wire.whileTaking = () -> {
			throw new OutOfMemoryError("expected");
		};
		buffer.attach(wire);
		assertThatExceptionOfType(OutOfMemoryError.class).isThrownBy(() -> offer(buffer, "a"));
		assertThat(this.failed).containsExactly("a");
		wire.whileTaking = () -> {
		};
		offer(buffer, "b");
		buffer.written("b");
		assertThat(buffer.ledger()).isEqualTo(new Ledger(2, 1, Drops.NONE, 1, 0, 0, 0, 1));
	}

	@Test
	void aMessageRefusedByASinkThatIsGoneIsKept() {
		MessageBuffer<String> buffer = buffer(10, 1000, Overflow.FAIL);
		Wire wire = new Wire();
		wire.refuses = "a";
		wire.open = false;
		buffer.attach(wire);
		offer(buffer, "a");
		assertThat(this.failed).isEmpty();
		buffer.detach(wire);
		Wire next = new Wire();
		buffer.attach(next);
		assertThat(next.taken).containsExactly("a");
	}

	@Test
	void aMessageThatLeftAlthoughItsSinkWasTakenAwayIsNotSentAgain() {
		MessageBuffer<String> buffer = buffer(10, 1000, Overflow.FAIL);
		Wire slow = new Wire();
		slow.whileTaking = () -> {
			buffer.detach(slow);
			buffer.written("a");
		};
		buffer.attach(slow);
		offer(buffer, "a", "b");
		Wire next = new Wire();
		buffer.attach(next);
		assertThat(next.taken).containsExactly("b");
		assertThat(this.sent).containsExactly("a");
		assertThat(buffer.ledger()).isEqualTo(new Ledger(2, 1, Drops.NONE, 0, 0, 1, 1, 1));
	}

	@Test
	void givesUpWhatIsPendingInOrder() {
		MessageBuffer<String> buffer = buffer(10, 1000, Overflow.FAIL);
		Wire wire = new Wire();
		wire.capacity = 1;
		buffer.attach(wire);
		offer(buffer, "a", "b", "c");
		buffer.detach(wire);
		assertThat(buffer.failPending(new IllegalStateException())).isEqualTo(3);
		assertThat(this.failed).containsExactly("a", "b", "c");
		assertThat(buffer.ledger()).isEqualTo(new Ledger(3, 0, Drops.NONE, 3, 0, 0, 0, 0));
	}

	@Test
	void boundsMustMakeSense() {
		assertThatIllegalArgumentException().isThrownBy(() -> new SendBufferPolicy(0, 1, Overflow.FAIL, Duration.ZERO))
			.withMessageContaining("'max-messages'");
		assertThatIllegalArgumentException().isThrownBy(() -> new SendBufferPolicy(1, 0, Overflow.FAIL, Duration.ZERO))
			.withMessageContaining("'max-size'");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new SendBufferPolicy(1, 1, Overflow.FAIL, Duration.ofMillis(-1)))
			.withMessageContaining("'block-timeout'");
	}

	/**
	 * Many senders, sinks that come and go with messages in flight, and a reader of the
	 * ledger that finds it right at every moment.
	 */
	@Test
	void nothingIsLostReorderedOrDoubledUnderStress() throws Exception {
		MessageBuffer<int[]> buffer = new MessageBuffer<>(
				new SendBufferPolicy(50, 2000, Overflow.BLOCK, Duration.ofSeconds(30)), runtime(true), new Ignored());
		AtomicBoolean done = new AtomicBoolean();
		Future<?> auditor = this.threads.submit(() -> audit(buffer, done));
		List<Future<?>> senders = new ArrayList<>();
		for (int i = 0; i < 8; i++) {
			int id = i;
			senders.add(this.threads.submit(() -> offerMany(buffer, id)));
		}
		Unreliable wires = new Unreliable(buffer, 8);
		long deadline = System.nanoTime() + Duration.ofSeconds(40).toNanos();
		while (wires.delivered.get() < 8 * EACH && System.nanoTime() < deadline) {
			wires.oneConnection();
		}
		assertThat(wires.delivered).hasValue(8 * EACH);
		for (Future<?> sender : senders) {
			sender.get();
		}
		done.set(true);
		auditor.get();
		Ledger ledger = buffer.ledger();
		assertThat(ledger).isEqualTo(new Ledger(8 * EACH, 8 * EACH, Drops.NONE, 0, 0, 0, 0, ledger.sentBytes()));
	}

	private static void offerMany(MessageBuffer<int[]> buffer, int sender) {
		for (int i = 0; i < EACH; i++) {
			buffer.offer(new int[] { sender, i }, terms(1 + i % 100));
		}
	}

	private static void audit(MessageBuffer<int[]> buffer, AtomicBoolean done) {
		while (!done.get()) {
			Ledger ledger = buffer.ledger();
			assertThat(ledger.accepted()).isEqualTo(ledger.sent() + ledger.failed() + ledger.pending());
			assertThat(ledger.pending()).isBetween(0L, 50L);
			assertThat(ledger.pendingBytes()).isBetween(0L, 2000L);
			Thread.onSpinWait();
		}
	}

	private static void offer(MessageBuffer<String> buffer, String... messages) {
		for (String message : messages) {
			buffer.offer(message, terms(1));
		}
	}

	private static MessageTerms terms(long bytes) {
		return new MessageTerms(bytes, Claim.WAIT);
	}

	private static BufferRuntime runtime(boolean mayBlock) {
		return new BufferRuntime(Runnable::run, () -> mayBlock, MemoryBudget.unlimited(), new ManualTimer());
	}

	private MessageBuffer<String> buffer(int messages, long bytes, Overflow overflow) {
		return buffer(messages, bytes, overflow, Duration.ZERO);
	}

	private MessageBuffer<String> buffer(int messages, long bytes, Overflow overflow, Duration blockTimeout) {
		return new MessageBuffer<>(new SendBufferPolicy(messages, bytes, overflow, blockTimeout), runtime(true),
				new Outcomes());
	}

	private final class Outcomes implements MessageOutcome<String> {

		@Override
		public void sent(String message) {
			MessageBufferTests.this.sent.add(message);
		}

		@Override
		public void dropped(String message, DropReason reason) {
			throw new AssertionError("Dropped: " + message);
		}

		@Override
		public void failed(String message, Throwable cause) {
			MessageBufferTests.this.failed.add(message);
		}

	}

	private static final class Ignored implements MessageOutcome<int[]> {

		@Override
		public void sent(int[] message) {
		}

		@Override
		public void dropped(int[] message, DropReason reason) {
			throw new AssertionError("Dropped");
		}

		@Override
		public void failed(int[] message, Throwable cause) {
		}

	}

	/**
	 * A sink that keeps what it takes.
	 */
	private static final class Wire implements MessageSink<String> {

		private final List<String> taken = new CopyOnWriteArrayList<>();

		private int capacity = Integer.MAX_VALUE;

		private int batch = 1;

		private String refuses = "";

		private boolean open = true;

		private Runnable whileTaking = () -> {
		};

		@Override
		public boolean isWritable() {
			return this.taken.size() < this.capacity;
		}

		@Override
		public int batch() {
			return this.batch;
		}

		@Override
		public boolean isOpen() {
			return this.open;
		}

		@Override
		public void take(String message) {
			if (message.equals(this.refuses)) {
				throw new IllegalStateException("refused");
			}
			this.taken.add(message);
			this.whileTaking.run();
		}

	}

	/**
	 * Sinks, one after the other, that write some of what they take and break.
	 */
	private static final class Unreliable {

		private final MessageBuffer<int[]> buffer;

		private final int[] last;

		private final AtomicInteger delivered = new AtomicInteger();

		private int connection;

		Unreliable(MessageBuffer<int[]> buffer, int senders) {
			this.buffer = buffer;
			this.last = new int[senders];
			Arrays.fill(this.last, -1);
		}

		void oneConnection() {
			List<int[]> taken = Collections.synchronizedList(new ArrayList<>());
			AtomicBoolean open = new AtomicBoolean(true);
			MessageSink<int[]> sink = sink(taken, open);
			this.buffer.attach(sink);
			write(taken, 20 + this.connection++ % 200);
			synchronized (taken) {
				open.set(false);
			}
			this.buffer.detach(sink);
		}

		private static MessageSink<int[]> sink(List<int[]> taken, AtomicBoolean open) {
			return new MessageSink<>() {

				@Override
				public boolean isWritable() {
					return taken.size() < 10_000;
				}

				@Override
				public int batch() {
					return 7;
				}

				@Override
				public boolean isOpen() {
					return open.get();
				}

				@Override
				public void take(int[] message) {
					synchronized (taken) {
						if (!open.get()) {
							throw new IllegalStateException("closed");
						}
						taken.add(message);
					}
				}

			};
		}

		private void write(List<int[]> taken, int count) {
			for (int i = 0; i < count; i++) {
				for (int spins = 0; taken.size() <= i; spins++) {
					if (spins > 5000) {
						return;
					}
					Thread.onSpinWait();
				}
				int[] message = taken.get(i);
				assertThat(message[1]).as("sender %d", message[0]).isEqualTo(this.last[message[0]] + 1);
				this.last[message[0]] = message[1];
				this.buffer.written(message);
				this.delivered.incrementAndGet();
			}
		}

	}

}
