package io.netasync.channel;

import java.util.concurrent.Executor;
import java.util.function.Consumer;

import io.netasync.buffer.SendRefusedException;
import io.netasync.mailbox.Inbox;
import io.netasync.mailbox.InboxOptions;
import io.netasync.mailbox.Recipient;
import io.netasync.mailbox.Reports;
import io.netasync.transport.Dispatcher;
import io.netasync.transport.ReceiveRoom;
import io.netasync.transport.SerialDispatcher;

import org.springframework.messaging.MessageChannel;

/**
 * Puts what waits between a connection and an inbound channel where something has to.
 * Where the transport may stop reading and somebody subscribes, nothing has.
 *
 * @param options how received messages wait
 * @param executor runs handlers
 * @author net-async
 */
record InboxFactory(InboxOptions options, Executor executor) {

	/**
	 * Returns where a connection's messages go that are for a channel.
	 * @param inbound the channel
	 * @param source delivers the messages
	 * @param reports is told of messages that are dropped
	 * @param onOverflow closes the connection
	 * @return the channel, or a queue in front of it
	 */
	MessageChannel entrance(MessageChannel inbound, Dispatcher source, Recipient reports,
			Consumer<SendRefusedException> onOverflow) {
		return (inbound instanceof InboundQueueChannel queue)
				? new ReceiveQueue(queue, this.options, source.room(), reports(source, reports), onOverflow) : inbound;
	}

	private Reports reports(Dispatcher source, Recipient recipient) {
		return new Reports(this.options.name(), source, recipient, this.options.budget());
	}

	/**
	 * Returns who is to hear of a connection.
	 * @param handler hears of it in the end
	 * @param inbound the channel to which that passes on the messages
	 * @param onOverflow closes the connection
	 * @return the handler, or an inbox in front of it
	 */
	Recipient recipient(Recipient handler, MessageChannel inbound, Consumer<SendRefusedException> onOverflow) {
		if (this.options.blocks() || inbound instanceof InboundQueueChannel) {
			return handler;
		}
		return new Inbox(this.options, handler, new SerialDispatcher(this.executor, ReceiveRoom.unlimited()),
				onOverflow);
	}

}
