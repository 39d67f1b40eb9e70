package io.netasync.channel;

import io.netasync.channel.ConnectionSpec.Inbound;
import org.jspecify.annotations.Nullable;

import org.springframework.integration.channel.DirectChannel;
import org.springframework.integration.channel.PublishSubscribeChannel;
import org.springframework.messaging.MessageChannel;
import org.springframework.messaging.MessageHandler;
import org.springframework.messaging.SubscribableChannel;
import org.springframework.util.Assert;

/**
 * The channels of one client or server.
 *
 * @param inbound messages received
 * @param outbound messages to send
 * @param request messages that expect a reply
 * @param status {@link io.netasync.event.ConnectionStatus} of the connections
 * @param errors what could not be sent or read
 * @param connections each {@link io.netasync.server.NetAsyncConnection} that a server
 * accepts, before its first message; {@code null} for a client
 * @author net-async
 * @since 0.1.0
 */
public record Channels(MessageChannel inbound, SubscribableChannel outbound, SubscribableChannel request,
		PublishSubscribeChannel status, PublishSubscribeChannel errors, @Nullable MessageChannel connections) {

	/**
	 * Creates the channels of a client, or of a server whose connections nobody wants.
	 * @param inbound messages received
	 * @param outbound messages to send
	 * @param request messages that expect a reply
	 * @param status of the connections
	 * @param errors what could not be sent or read
	 */
	public Channels(MessageChannel inbound, SubscribableChannel outbound, SubscribableChannel request,
			PublishSubscribeChannel status, PublishSubscribeChannel errors) {
		this(inbound, outbound, request, status, errors, null);
	}

	/**
	 * Makes channels of the default kinds, outside of any application context.
	 * @return the channels, without subscribers
	 */
	public static Channels create() {
		return create(Inbound.DIRECT);
	}

	/**
	 * Makes channels outside of any application context.
	 * @param inbound the kind of the inbound channel
	 * @return the channels, without subscribers
	 */
	public static Channels create(Inbound inbound) {
		return new Channels(inbound(inbound), new DirectChannel(), new DirectChannel(), new PublishSubscribeChannel(),
				new PublishSubscribeChannel(), new PublishSubscribeChannel());
	}

	/**
	 * Makes an inbound channel.
	 * @param kind its kind
	 * @return the channel
	 */
	public static MessageChannel inbound(Inbound kind) {
		return (kind == Inbound.QUEUE) ? new InboundQueueChannel() : new DirectChannel();
	}

	/**
	 * Subscribes to the inbound channel.
	 * @param handler gets the messages
	 * @throws IllegalArgumentException if the channel is one to receive from
	 */
	public void subscribe(MessageHandler handler) {
		Assert.isInstanceOf(SubscribableChannel.class, this.inbound,
				"The inbound channel has no subscribers: receive from it.");
		((SubscribableChannel) this.inbound).subscribe(handler);
	}

}
