package io.netasync.channel;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.netasync.client.NetAsyncClient;
import io.netasync.event.ConnectionState;
import io.netasync.request.RequestFailedException;
import io.netasync.request.RequestFailedException.Reason;
import io.netasync.request.RequestOptions;
import io.netasync.server.NetAsyncServer;
import io.netasync.test.ChaosProxy;
import io.netasync.test.ScriptedConnection;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.messaging.Message;
import org.springframework.messaging.support.GenericMessage;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The section "Requests" of {@code docs/guarantees.md}.
 *
 * @author net-async
 */
@Timeout(60)
class RequestsGuaranteesTests extends GuaranteesFixture {

	@Test
	void aRequestEndsWithItsOwnReplyOrATypedFailure() {
		NetAsyncServer server = server((options) -> options
			.channels((channels) -> channels.subscribe((message) -> channels.outbound().send(message))));
		try (ChaosProxy proxy = ChaosProxy.start(TestSpecs.address(server.port()))) {
			NetAsyncClient client = client(proxy.port());
			List<CompletionStage<Message<?>>> replies = new ArrayList<>();
			for (int i = 0; i < 500; i++) {
				replies.add(client.request(String.valueOf(i), SOON));
				if (i % 100 == 50) {
					await(() -> proxy.connections() == 1);
					proxy.reset();
				}
			}
			await(() -> proxy.connections() == 1 && client.state() == ConnectionState.CONNECTED);
			assertThat(TestSpecs.text(get(client.request("last", SOON)))).isEqualTo("last");
			for (int i = 0; i < 500; i++) {
				RequestFailedException failure = failure(replies.get(i), String.valueOf(i));
				assertThat(failure == null || failure.reason() == Reason.DISCONNECTED).isTrue();
			}
		}
	}

	@Test
	void aRequestEndsByItsDeadline() {
		NetAsyncClient connected = client(this.peer.port());
		ScriptedConnection connection = accept();
		CompletionStage<Message<?>> unanswered = connected.request("1", Duration.ofSeconds(2));
		assertThat(connection.expectFrame()).asString().isEqualTo("1");
		NetAsyncClient unconnected = client("other", TestSpecs.freePort(), (options) -> {
		});
		CompletionStage<Message<?>> unsent = unconnected.request("2", Duration.ofMillis(100));
		assertThat(failure(unanswered).reason()).isEqualTo(Reason.TIMEOUT);
		assertThat(failure(unanswered).wasSent()).isTrue();
		assertThat(failure(unsent).reason()).isEqualTo(Reason.TIMEOUT);
		assertThat(failure(unsent).wasSent()).isFalse();
	}

	@Test
	void aRequestEndsAtOnceWhenItsConnectionDoes() {
		NetAsyncClient client = client(this.peer.port());
		ScriptedConnection connection = accept();
		CompletionStage<Message<?>> reply = client.request("1", NEVER);
		connection.expectFrame();
		connection.reset();
		RequestFailedException failure = failure(reply);
		assertThat(failure.reason()).isEqualTo(Reason.DISCONNECTED);
		assertThat(failure.wasSent()).isTrue();
	}

	@Test
	void aReplyThatCameBeforeTheConnectionEndedCounts() {
		NetAsyncClient client = client(this.peer.port());
		CompletionStage<Message<?>> reply = client.request("1", SOON);
		ScriptedConnection connection = accept();
		connection.sendFrame(connection.expectFrame()).close();
		assertThat(TestSpecs.text(get(reply))).isEqualTo("1");
	}

	@Test
	void aRequestThatEndedBeforeItWasWrittenIsNeverSent() {
		NetAsyncClient client = client(this.peer.port());
		client.pause();
		RequestFailedException failure = failure(client.request("ends", Duration.ofMillis(50)));
		assertThat(failure.wasSent()).isFalse();
		client.resume();
		client.send("next");
		assertThat(accept().expectFrame()).asString().isEqualTo("next");
	}

	@Test
	void aLateReplyIsNotTakenForAnotherOnes() {
		NetAsyncClient client = client(this.peer.port());
		ScriptedConnection connection = accept();
		CompletionStage<Message<?>> overdue = client.request("1", Duration.ofSeconds(2));
		byte[] first = connection.expectFrame();
		assertThat(failure(overdue).reason()).isEqualTo(Reason.TIMEOUT);
		CompletionStage<Message<?>> next = client.request("2", SOON);
		connection.sendFrame(first).sendFrame(connection.expectFrame());
		assertThat(TestSpecs.text(get(next))).isEqualTo("2");
		assertThat(this.received).containsExactly("1");
	}

	@Test
	void anIdempotentRequestMayBeDeliveredTwice() {
		NetAsyncClient client = client(this.peer.port());
		CompletionStage<Message<?>> reply = client.request(new GenericMessage<>("twice"),
				RequestOptions.within(SOON).asIdempotent());
		ScriptedConnection first = accept();
		assertThat(first.expectFrame()).asString().isEqualTo("twice");
		first.reset();
		ScriptedConnection second = accept();
		second.sendFrame(second.expectFrame());
		assertThat(TestSpecs.text(get(reply))).isEqualTo("twice");
	}

	@Test
	void anyOtherRequestIsSentAtMostOnce() {
		NetAsyncClient client = client(this.peer.port());
		CompletionStage<Message<?>> reply = client.request("once", SOON);
		ScriptedConnection first = accept();
		assertThat(first.expectFrame()).asString().isEqualTo("once");
		first.reset();
		assertThat(failure(reply).reason()).isEqualTo(Reason.DISCONNECTED);
		client.send("next");
		assertThat(accept().expectFrame()).asString().isEqualTo("next");
	}

	private static RequestFailedException failure(CompletionStage<Message<?>> reply) {
		return Objects.requireNonNull(failure(reply, ""));
	}

	private static @Nullable RequestFailedException failure(CompletionStage<Message<?>> reply, String text) {
		try {
			Message<?> message = reply.toCompletableFuture().get(2 * SOON.toMillis(), TimeUnit.MILLISECONDS);
			assertThat(TestSpecs.text(message)).isEqualTo(text);
			return null;
		}
		catch (ExecutionException ex) {
			return (RequestFailedException) ex.getCause();
		}
		catch (InterruptedException | TimeoutException ex) {
			throw new AssertionError("No end", ex);
		}
	}

}
