package io.netasync.channel;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

import io.netasync.client.NetAsyncClient;
import io.netasync.server.NetAsyncServer;
import io.netasync.transport.ReceivedMessage;
import org.jspecify.annotations.Nullable;

import org.springframework.messaging.Message;
import org.springframework.messaging.MessageHandler;

/**
 * Takes messages from an outbound channel. Returns when the message is accepted, not when
 * it is sent; throws when it is not accepted.
 *
 * @param name the client or server
 * @param send accepts a message
 * @author net-async
 */
record OutboundHandler(String name,
		Function<Message<?>, CompletionStage<@Nullable Void>> send) implements MessageHandler {

	static OutboundHandler of(NetAsyncClient client) {
		return new OutboundHandler(client.name(), client::send);
	}

	static OutboundHandler of(NetAsyncServer server) {
		return new OutboundHandler(server.name(), (message) -> sendOrBroadcast(server, message));
	}

	private static CompletionStage<@Nullable Void> sendOrBroadcast(NetAsyncServer server, Message<?> message) {
		if (Boolean.TRUE.equals(ReceivedMessage.header(message, NetAsyncHeaders.BROADCAST))) {
			server.broadcast(message);
			return CompletableFuture.completedFuture(null);
		}
		return server.send(message);
	}

	@Override
	public void handleMessage(Message<?> message) {
		CompletableFuture<@Nullable Void> result = this.send.apply(message).toCompletableFuture();
		if (result.isCompletedExceptionally()) {
			throw new SendFailedException(message, this.name, causeOf(result));
		}
	}

	private static @Nullable Throwable causeOf(CompletableFuture<@Nullable Void> failed) {
		return failed.handle((ignored, cause) -> cause).join();
	}

}
