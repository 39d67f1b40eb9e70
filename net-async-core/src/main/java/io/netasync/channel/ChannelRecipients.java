package io.netasync.channel;

import java.util.concurrent.Executor;
import java.util.function.Consumer;

import io.netasync.buffer.SendRefusedException;
import io.netasync.mailbox.InboxOptions;
import io.netasync.mailbox.Recipient;
import io.netasync.transport.Dispatcher;

import org.springframework.context.ApplicationEventPublisher;

/**
 * Makes what turns all that one source tells into messages on its channels and
 * application events, with the buffers in between that its receive policy asks for.
 *
 * @param publisher gets the events
 * @param options how received messages wait
 * @param executor runs handlers
 * @param statusInInbound whether statuses go to the inbound channel, too
 * @author net-async
 * @since 0.1.0
 */
public record ChannelRecipients(ApplicationEventPublisher publisher, InboxOptions options, Executor executor,
		boolean statusInInbound) {

	/**
	 * Makes a recipient.
	 * @param channels where messages, statuses and errors go
	 * @param source delivers to the recipient
	 * @param onOverflow is told where the receive policy is to fail
	 * @return the recipient
	 */
	public Recipient create(Channels channels, Dispatcher source, Consumer<SendRefusedException> onOverflow) {
		ChannelListener listener = new ChannelListener(this.options.name(), channels, this.statusInInbound,
				this.publisher);
		InboxFactory inboxes = new InboxFactory(this.options, this.executor);
		listener.entrance(inboxes.entrance(channels.inbound(), source, listener, onOverflow));
		return inboxes.recipient(listener, channels.inbound(), onOverflow);
	}

}
