package io.netasync.channel;

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
 * @author net-async
 * @since 0.1.0
 */
public record Channels(MessageChannel inbound, SubscribableChannel outbound, SubscribableChannel request,
		PublishSubscribeChannel status, PublishSubscribeChannel errors) {

	/**
	 * Makes channels of the default kinds, outside of any application context.
	 * @return the channels, without subscribers
	 */
	public static Channels create() {
		return new Channels(new DirectChannel(), new DirectChannel(), new DirectChannel(),
				new PublishSubscribeChannel(), new PublishSubscribeChannel());
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
