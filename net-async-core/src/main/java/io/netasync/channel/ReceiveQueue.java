package io.netasync.channel;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

import io.netasync.buffer.DropReason;
import io.netasync.buffer.MessageBuffer;
import io.netasync.buffer.MessageOutcome;
import io.netasync.buffer.MessageTerms;
import io.netasync.buffer.MessageTerms.Claim;
import io.netasync.buffer.SendRefusedException;
import io.netasync.event.ConnectionStatus;
import io.netasync.mailbox.InboxOptions;
import io.netasync.mailbox.Reports;
import io.netasync.transport.ReceiveRoom;
import io.netasync.transport.ReceivedMessage;
import org.jspecify.annotations.Nullable;

import org.springframework.messaging.Message;
import org.springframework.messaging.MessageChannel;

/**
 * The messages of one connection that wait to be fetched from an
 * {@link InboundQueueChannel}. They keep the room that the transport has given them, so
 * that it reads no more when they are too many; with another policy than that they have
 * bounds of their own. Statuses are never dropped.
 *
 * @author net-async
 */
final class ReceiveQueue implements MessageChannel {

	private final InboundQueueChannel channel;

	private final InboxOptions options;

	private final ReceiveRoom room;

	private final Reports reports;

	private final Consumer<SendRefusedException> onOverflow;

	private final MessageBuffer<Message<?>> buffer;

	/** Whether the channel knows that there is something to fetch. */
	private final AtomicBoolean announced = new AtomicBoolean();

	/**
	 * Creates a queue.
	 * @param channel where its messages are fetched
	 * @param options how they wait
	 * @param room what bounds them where the transport is to read no more
	 * @param reports is told of messages that are dropped
	 * @param onOverflow is told where the policy is to fail: closes the connection
	 */
	ReceiveQueue(InboundQueueChannel channel, InboxOptions options, ReceiveRoom room, Reports reports,
			Consumer<SendRefusedException> onOverflow) {
		this.channel = channel;
		this.options = options;
		this.room = room;
		this.reports = reports;
		this.onOverflow = onOverflow;
		this.buffer = new MessageBuffer<>(options.bounds(), options.runtime(), new Outcome());
	}

	/**
	 * Never waits: where there is no room, the policy says what happens.
	 */
	@Override
	public boolean send(Message<?> message, long timeout) {
		long bytes = ReceivedMessage.size(message);
		if (takesRoom(message)) {
			this.room.take(1, bytes);
		}
		try {
			this.buffer.offer(message, isStatus(message) ? new MessageTerms(0, Claim.ALWAYS)
					: new MessageTerms(bytes, Claim.NOW, this.options.keyOf(message), MessageTerms.NEVER));
		}
		catch (SendRefusedException ex) {
			this.reports.failed(message, bytes, ex);
			this.onOverflow.accept(ex);
			return true;
		}
		announce();
		return true;
	}

	private boolean takesRoom(Message<?> message) {
		return this.options.blocks() && !isStatus(message);
	}

	private static boolean isStatus(Message<?> message) {
		return message.getPayload() instanceof ConnectionStatus;
	}

	private void announce() {
		if (this.announced.compareAndSet(false, true)) {
			this.channel.ready(this);
		}
	}

	/**
	 * Fetches the next message. Called by one thread at a time, after the queue has
	 * announced itself.
	 * @return the message, {@code null} if there is none any more
	 */
	@Nullable Message<?> poll() {
		Message<?> message = this.buffer.poll();
		this.announced.set(false);
		if (!this.buffer.isEmpty()) {
			announce();
		}
		if (message != null && takesRoom(message)) {
			this.room.release(1, ReceivedMessage.size(message));
		}
		return message;
	}

	private final class Outcome implements MessageOutcome<Message<?>> {

		@Override
		public void sent(Message<?> message) {
		}

		@Override
		public void dropped(Message<?> message, DropReason reason) {
			ReceiveQueue.this.reports.dropped(message, ReceivedMessage.size(message), reason);
		}

		@Override
		public void failed(Message<?> message, Throwable cause) {
		}

	}

}
