package io.netasync.channel;

import org.jspecify.annotations.Nullable;

import org.springframework.integration.channel.PublishSubscribeChannel;
import org.springframework.messaging.MessageChannel;
import org.springframework.messaging.SubscribableChannel;

/**
 * The channels of one client or server.
 *
 * @param inbound messages received
 * @param outbound messages to send
 * @param request messages that expect a reply, {@code null} if there is no such channel
 * @param status {@link io.netasync.event.ConnectionStatus} of the connections
 * @param errors what could not be sent or read
 * @author net-async
 * @since 0.1.0
 */
public record Channels(MessageChannel inbound, SubscribableChannel outbound, @Nullable SubscribableChannel request,
		PublishSubscribeChannel status, PublishSubscribeChannel errors) {

	/**
	 * Creates channels without one for requests.
	 * @param inbound messages received
	 * @param outbound messages to send
	 * @param status statuses of the connections
	 * @param errors what could not be sent or read
	 */
	public Channels(MessageChannel inbound, SubscribableChannel outbound, PublishSubscribeChannel status,
			PublishSubscribeChannel errors) {
		this(inbound, outbound, null, status, errors);
	}

}
