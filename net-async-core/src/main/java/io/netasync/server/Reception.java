package io.netasync.server;

import io.netasync.mailbox.Recipient;

import org.springframework.messaging.MessageChannel;
import org.springframework.messaging.PollableChannel;
import org.springframework.messaging.SubscribableChannel;

/**
 * Who hears of an accepted connection, and the channels of that connection alone.
 *
 * @author net-async
 * @since 0.1.0
 */
public interface Reception {

	/**
	 * Returns who hears of the connection.
	 * @return the recipient
	 */
	Recipient recipient();

	/**
	 * Returns a channel with what this connection receives from now on.
	 * @return the channel; takes over once it has a subscriber
	 */
	SubscribableChannel inbound();

	/**
	 * Returns a channel to fetch what this connection receives from now on.
	 * @return the channel; takes over at once
	 */
	PollableChannel inboundQueue();

	/**
	 * Returns a channel for messages to send to this connection.
	 * @return the channel
	 */
	MessageChannel outbound();

}
