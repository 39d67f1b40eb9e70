package io.netasync.test;

import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.assertj.core.api.ThrowableAssertAlternative;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link ScriptedConnection}.
 *
 * @author net-async
 */
class ScriptedConnectionTests {

	private static final Duration SHORT = Duration.ofMillis(100);

	private final ScriptedPeer peer = ScriptedPeer.listen();

	private final ScriptedConnection client = ScriptedPeer.connect(this.peer.address());

	private final ScriptedConnection server = this.peer.accept();

	@AfterEach
	void close() {
		this.client.close();
		this.peer.close();
	}

	@Test
	void framesHaveABigEndianLengthInFront() {
		this.client.sendFrame("hi").sendHeartbeat().sendFrame(new byte[] { -1 });
		this.server.expectHex("00000002 6869 00000000 00000001 ff");
	}

	@Test
	void bytesArriveAsTheyAre() {
		this.client.sendHex("00 ff 10").send(bytes("abc"));
		this.server.expect(new byte[] { 0, -1, 16 }).expect(bytes("abc"));
	}

	@Test
	void frameSkipsHeartbeats() {
		this.client.sendHeartbeat().sendHeartbeat().sendFrame("hello");
		assertThat(this.server.expectFrame()).asString().isEqualTo("hello");
	}

	@Test
	void frameOrHeartbeatSkipsNothing() {
		this.client.sendHeartbeat().sendFrame("hello");
		assertThat(this.server.expectFrameOrHeartbeat()).isEmpty();
		assertThat(this.server.expectFrameOrHeartbeat()).asString().isEqualTo("hello");
	}

	@Test
	void frameSurvivesAnySplit() {
		byte[] frame = Frame.of(bytes("split"));
		for (byte one : frame) {
			this.client.send(new byte[] { one });
		}
		assertThat(this.server.expectFrame()).asString().isEqualTo("split");
	}

	@Test
	void largeFrameArrives() {
		byte[] payload = new byte[5_000_000];
		CompletableFuture<Void> sending = CompletableFuture.runAsync(() -> this.client.sendFrame(payload));
		assertThat(this.server.expectFrame()).isEqualTo(payload);
		sending.join();
	}

	@Test
	void closeIsSeen() {
		this.client.close();
		this.server.expectClosed();
	}

	@Test
	void closeIsInOrderDespiteUnreadBytes() {
		this.server.sendFrame("never read");
		this.client.close();
		assertThat(this.server.receive()).isEmpty();
	}

	@Test
	void halfCloseStillReceives() {
		this.client.halfClose();
		this.server.expectClosed().sendFrame("answer");
		assertThat(this.client.expectFrame()).asString().isEqualTo("answer");
	}

	@Test
	void resetIsSeenAsConnectionReset() {
		this.client.reset();
		this.server.expectReset();
		assertThatExceptionOfType(UncheckedIOException.class).isThrownBy(this.server::receive)
			.havingCause()
			.withMessageContaining("Connection reset");
	}

	@Test
	void closedConnectionRefusesToSend() {
		this.client.close();
		assertThatExceptionOfType(UncheckedIOException.class).isThrownBy(this.client::sendHeartbeat);
	}

	@Test
	void closeEndsAStepOfAnotherThread() {
		CompletableFuture<Void> waiting = CompletableFuture.runAsync(() -> this.server.expectClosed());
		this.server.close();
		assertThat(waiting).succeedsWithin(Duration.ofSeconds(4));
	}

	@Test
	void wrongBytesFailAtOnceAndAreShown() {
		this.client.send(bytes("hellO"));
		assertFailure(() -> this.server.expect(bytes("hello world")))
			.withMessage("Expected 11 bytes 68656c6c6f20776f726c64 |hello world| within PT5S"
					+ " but got 5 bytes 68656c6c4f |hellO|");
		this.server.expect(bytes("hellO"));
	}

	@Test
	void missingBytesFailInTime() {
		this.server.timeout(SHORT);
		this.client.send(bytes("hel"));
		assertFailure(() -> this.server.expect(bytes("hello")))
			.withMessageEndingWith("within PT0.1S but got 3 bytes 68656c |hel|");
	}

	@Test
	void missingFrameFailsInTimeDespiteHeartbeats() {
		this.server.timeout(SHORT);
		this.client.sendHeartbeat();
		assertFailure(this.server::expectFrame).withMessage("Expected a frame within PT0.1S but got nothing");
	}

	@Test
	void missingFrameFailsInTimeDespiteAFloodOfHeartbeats() {
		this.server.timeout(SHORT);
		CompletableFuture<Void> flood = CompletableFuture.runAsync(() -> {
			while (!Thread.currentThread().isInterrupted()) {
				this.client.sendHeartbeat();
			}
		});
		assertFailure(this.server::expectFrame).withMessageStartingWith("Expected a frame within PT0.1S");
		this.server.reset();
		assertThat(flood).failsWithin(Duration.ofSeconds(4));
	}

	@Test
	void frameOfNegativeLengthFailsAtOnce() {
		this.client.sendHex("ffffffff");
		assertFailure(this.server::expectFrame)
			.withMessage("Expected a frame within PT5S but got 4 bytes ffffffff |....|");
	}

	@Test
	void frameInPlaceOfAHeartbeatFails() {
		this.client.sendFrame("!");
		assertFailure(this.server::expectHeartbeat).withMessageStartingWith("Expected a heartbeat")
			.withMessageEndingWith("but got 5 bytes 0000000121 |....!|");
	}

	@Test
	void closeInPlaceOfAFrameFailsAtOnce() {
		this.client.sendHex("0000").close();
		assertFailure(this.server::expectFrame).withMessageEndingWith("2 bytes 0000 |..|, then the end of the stream");
	}

	@Test
	void openConnectionIsNotClosed() {
		this.server.timeout(SHORT);
		assertFailure(this.server::expectClosed)
			.withMessage("Expected the connection to be closed within PT0.1S but got nothing");
	}

	@Test
	void closedConnectionIsNotReset() {
		this.client.close();
		assertFailure(this.server::expectReset).withMessageStartingWith("Expected the connection to be reset");
	}

	@Test
	void bytesBeforeTheCloseFail() {
		this.client.send(bytes("x")).close();
		assertFailure(this.server::expectClosed).withMessageContaining("1 byte 78 |x|");
		assertThat(this.server.receiveUntilClosed()).asString().isEqualTo("x");
	}

	@Test
	void silenceLastsAndIsBroken() {
		long before = System.nanoTime();
		this.server.expectSilence(SHORT);
		assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThanOrEqualTo(SHORT);
		this.client.send(bytes("x"));
		assertFailure(() -> this.server.expectSilence(Duration.ofSeconds(5)))
			.withMessage("Expected silence for PT5S but got 1 byte 78 |x|");
	}

	@Test
	void closeBreaksSilence() {
		this.client.close();
		assertFailure(() -> this.server.expectSilence(SHORT)).withMessageContaining("the end of the stream");
	}

	@Test
	void longBytesAreCut() {
		this.client.send(new byte[1000]).close();
		assertFailure(() -> this.server.expect(new byte[1001])).withMessageContaining("Expected 1001 bytes 0000")
			.satisfies((failure) -> assertThat(failure.getMessage()).hasSizeLessThan(600));
	}

	@Test
	void interruptEndsAStep() {
		Thread.currentThread().interrupt();
		assertFailure(() -> this.server.expectSilence(SHORT).expectFrame());
		assertThat(Thread.interrupted()).isTrue();
	}

	@Test
	void refusesOddHex() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.client.sendHex("0"));
	}

	private static ThrowableAssertAlternative<AssertionError> assertFailure(ThrowingCallable step) {
		return assertThatExceptionOfType(AssertionError.class).isThrownBy(step);
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

}
