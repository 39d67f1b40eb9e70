package io.netasync.channel;

import io.netasync.buffer.SendRefusedException;
import io.netasync.client.NetAsyncClient;
import io.netasync.frame.FrameException;
import io.netasync.server.NetAsyncServer;
import io.netasync.server.NoSuchConnectionException;
import io.netasync.transport.ReceivedMessage;
import org.jspecify.annotations.Nullable;

import org.springframework.messaging.Message;
import org.springframework.messaging.MessageHandler;
import org.springframework.messaging.SubscribableChannel;

/**
 * Takes messages from an outbound channel. Returns when the message is accepted, not when
 * it is sent; throws when it is not accepted. Equal for equal names: on a channel that
 * outlives what was closed, the next one of the name takes its place.
 *
 * @param name the client or server
 * @param sender accepts a message
 * @author net-async
 * @since 0.1.0
 */
public record OutboundHandler(String name, Sender sender) implements MessageHandler {

	static OutboundHandler of(NetAsyncClient client) {
		return new OutboundHandler(client.name(), client::accept);
	}

	static OutboundHandler of(NetAsyncServer server) {
		return new OutboundHandler(server.name(), (message) -> {
			if (Boolean.TRUE.equals(ReceivedMessage.header(message, NetAsyncHeaders.BROADCAST))) {
				server.broadcast(message);
			}
			else {
				server.accept(message);
			}
		});
	}

	@Override
	public void handleMessage(Message<?> message) {
		try {
			this.sender.accept(message);
		}
		catch (FrameException | SendRefusedException | NoSuchConnectionException ex) {
			throw new SendFailedException(message, this.name, ex);
		}
	}

	/**
	 * Takes the messages of a channel, and its place from one that was closed.
	 * @param channel the outbound channel
	 */
	public void subscribeTo(SubscribableChannel channel) {
		channel.unsubscribe(this);
		channel.subscribe(this);
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof OutboundHandler handler && handler.name.equals(this.name);
	}

	@Override
	public int hashCode() {
		return this.name.hashCode();
	}

	/**
	 * Accepts a message.
	 */
	@FunctionalInterface
	public interface Sender {

		/**
		 * Accepts a message.
		 * @param message the message
		 * @throws FrameException if it can't be sent
		 */
		void accept(Message<?> message) throws FrameException;

	}

}
