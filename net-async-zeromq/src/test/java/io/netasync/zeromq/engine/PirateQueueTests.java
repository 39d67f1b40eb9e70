package io.netasync.zeromq.engine;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

import io.netasync.zeromq.message.Frames;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link PirateQueue}: the time is handed in.
 *
 * @author net-async
 */
class PirateQueueTests {

	private static final long SECOND = Duration.ofSeconds(1).toNanos();

	private final PirateQueue queue = new PirateQueue(Duration.ofSeconds(1), Duration.ofSeconds(3));

	private static Frames frames(String... parts) {
		return Frames.of(Stream.of(parts).map((part) -> part.getBytes(StandardCharsets.ISO_8859_1)).toList());
	}

	private static List<String> texts(Frames frames) {
		return Stream.of(frames.parts()).map((part) -> new String(part, StandardCharsets.ISO_8859_1)).toList();
	}

	@Test
	void isNotReadyWithoutAWorker() {
		assertThat(this.queue.isReady()).isFalse();
		assertThat(this.queue.toFrontend(frames("one", "\001"), 0)).isNull();
		assertThat(this.queue.isReady()).isTrue();
		assertThat(texts(this.queue.toBackend(frames("client", "", "question")))).containsExactly("one", "client", "",
				"question");
		assertThat(this.queue.isReady()).isFalse();
	}

	@Test
	void handsRequestsToWhoeverHasBeenIdleLongest() {
		this.queue.toFrontend(frames("one", "\001"), 0);
		this.queue.toFrontend(frames("two", "\001"), 1);
		this.queue.toFrontend(frames("one", "\002"), 2);
		assertThat(texts(this.queue.toBackend(frames("client", "", "q")))).startsWith("two");
		assertThat(texts(this.queue.toBackend(frames("client", "", "q")))).startsWith("one");
	}

	@Test
	void aReplyGoesToItsClientAndMakesItsWorkerIdle() {
		Frames reply = this.queue.toFrontend(frames("one", "client", "", "answer"), 0);
		assertThat(reply).isNotNull();
		assertThat(texts(reply)).containsExactly("client", "", "answer");
		assertThat(this.queue.isReady()).isTrue();
	}

	@Test
	void aSilentWorkerGetsNothing() {
		this.queue.toFrontend(frames("one", "\001"), 0);
		this.queue.toFrontend(frames("two", "\001"), 2 * SECOND);
		this.queue.passed(3 * SECOND);
		assertThat(texts(this.queue.toBackend(frames("client", "", "q")))).startsWith("two");
		assertThat(this.queue.isReady()).isFalse();
	}

	@Test
	void idleWorkersHearThatTheQueueLives() {
		this.queue.toFrontend(frames("one", "\001"), 0);
		assertThat(this.queue.passed(0)).hasSize(1)
			.first()
			.satisfies((beat) -> assertThat(texts(beat)).containsExactly("one", "\002"));
		assertThat(this.queue.passed(SECOND / 2)).isEmpty();
		assertThat(this.queue.passed(SECOND)).hasSize(1);
	}

	@Test
	void aWorkerThatCantBeReachedIsForgotten() {
		this.queue.toFrontend(frames("one", "\001"), 0);
		assertThat(this.queue.undelivered(frames("one", "\002"))).isFalse();
		assertThat(this.queue.isReady()).isFalse();
	}

	@Test
	void aRequestWhoseWorkerHasGoneGoesToTheNext() {
		this.queue.passed(0);
		this.queue.toFrontend(frames("one", "\001"), 0);
		assertThat(this.queue.undelivered(this.queue.toBackend(frames("client", "", "q")))).isTrue();
		assertThat(this.queue.passed(1)).isEmpty();
		this.queue.toFrontend(frames("two", "\001"), 2);
		assertThat(this.queue.passed(3)).hasSize(1)
			.first()
			.satisfies((request) -> assertThat(texts(request)).containsExactly("two", "client", "", "q"));
	}

}
