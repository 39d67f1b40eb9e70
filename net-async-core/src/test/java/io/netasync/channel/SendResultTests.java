package io.netasync.channel;

import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import java.util.stream.IntStream;

import io.netasync.buffer.SendBufferPolicy;
import io.netasync.buffer.SendRefusedException;
import io.netasync.buffer.SendRefusedException.Reason;
import io.netasync.client.NetAsyncClient;
import io.netasync.frame.FrameException;
import io.netasync.mailbox.SendResult;
import io.netasync.server.NetAsyncConnection;
import io.netasync.server.NetAsyncServer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests of what {@code send} returns.
 *
 * @author net-async
 */
class SendResultTests {

	private final TestNetAsync net = new TestNetAsync();

	private final NetAsyncServer server = this.net
		.echo(TestSpecs.server(TestSpecs.connection(SendBufferPolicy.defaults()), 0, 10));

	private final NetAsyncClient client = this.net.client(
			TestSpecs.client(TestSpecs.connection(SendBufferPolicy.defaults()), TestSpecs.at(this.server.port())),
			TestNetAsync.channels());

	@AfterEach
	void close() {
		this.net.close();
	}

	@Test
	void neverCompletesOnAnEventLoop() {
		assertThat(threads(() -> this.client.send("hello"))).isNotEmpty()
			.noneMatch((name) -> name.startsWith("netasync-io"));
		Awaitility.await().until(() -> this.server.connections().size() == 1);
		NetAsyncConnection connection = this.server.connections().iterator().next();
		assertThat(threads(() -> connection.send("hello"))).isNotEmpty()
			.noneMatch((name) -> name.startsWith("netasync-io"));
	}

	private static List<String> threads(Supplier<CompletionStage<?>> send) {
		return IntStream.range(0, 500)
			.mapToObj((i) -> send.get().thenApply((written) -> Thread.currentThread().getName()))
			.map((result) -> result.toCompletableFuture().join())
			.distinct()
			.toList();
	}

	@Test
	void failsAtOnceForWhatCanNotBeSent() {
		SendResult result = this.client.send("").toCompletableFuture().join();
		assertThat(result).isInstanceOfSatisfying(SendResult.Failed.class,
				(failed) -> assertThat(failed.reason()).isEqualTo(Reason.INVALID));
		assertThatExceptionOfType(SendRefusedException.class).isThrownBy(result::orThrow)
			.withCauseInstanceOf(FrameException.class);
	}

}
