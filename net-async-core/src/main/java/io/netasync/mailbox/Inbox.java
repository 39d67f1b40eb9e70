package io.netasync.mailbox;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

import io.netasync.buffer.DropReason;
import io.netasync.buffer.MessageBuffer;
import io.netasync.buffer.MessageOutcome;
import io.netasync.buffer.MessageTerms;
import io.netasync.buffer.MessageTerms.Claim;
import io.netasync.buffer.SendRefusedException;
import io.netasync.event.ConnectionStatus;
import io.netasync.event.NetAsyncEvent;
import io.netasync.transport.Dispatcher;
import io.netasync.transport.ReceivedMessage;
import org.jspecify.annotations.Nullable;

import org.springframework.messaging.Message;

/**
 * Received messages that wait for their handler, where some of them may be dropped
 * meanwhile: the socket is read on, whatever the handler does. Statuses and events wait
 * among them, in order, and are never dropped; reports of messages that did not get
 * through are not held up by them.
 *
 * @author net-async
 * @since 0.1.0
 */
public final class Inbox implements Recipient {

	private final InboxOptions options;

	private final Recipient handler;

	private final Dispatcher dispatcher;

	private final Consumer<SendRefusedException> onOverflow;

	private final Reports reports;

	private final MessageBuffer<Entry> buffer;

	private final AtomicBoolean scheduled = new AtomicBoolean();

	/**
	 * Creates an inbox in which nothing waits.
	 * @param options how messages wait
	 * @param handler gets them
	 * @param dispatcher runs the handler, and nothing else
	 * @param onOverflow is told where the policy is to fail: closes the connection
	 */
	public Inbox(InboxOptions options, Recipient handler, Dispatcher dispatcher,
			Consumer<SendRefusedException> onOverflow) {
		this.options = options;
		this.handler = handler;
		this.dispatcher = dispatcher;
		this.onOverflow = onOverflow;
		this.reports = new Reports(options.name(), dispatcher, handler, options.budget());
		this.buffer = new MessageBuffer<>(options.bounds(), options.runtime(), new Outcome());
	}

	@Override
	public void received(Message<?> message) {
		long bytes = ReceivedMessage.size(message);
		try {
			put(new Entry(message, bytes, () -> this.handler.received(message)),
					new MessageTerms(bytes, Claim.NOW, this.options.keyOf(message), MessageTerms.NEVER));
		}
		catch (SendRefusedException ex) {
			this.reports.failed(message, bytes, ex);
			this.onOverflow.accept(ex);
		}
		catch (RuntimeException ex) {
			// of the key
			this.reports.failed(message, bytes, ex);
		}
	}

	@Override
	public void status(ConnectionStatus status, @Nullable String connectionId) {
		keep(() -> this.handler.status(status, connectionId));
	}

	@Override
	public void event(NetAsyncEvent event) {
		if (event instanceof NetAsyncEvent.MessagesDropped dropped) {
			this.reports.count(dropped.reason(), dropped.count());
		}
		else {
			keep(() -> this.handler.event(event));
		}
	}

	@Override
	public void failed(@Nullable Message<?> message, Throwable cause) {
		if (message != null) {
			this.reports.failed(message, ReceivedMessage.size(message), cause);
		}
		else {
			keep(() -> this.handler.failed(null, cause));
		}
	}

	private void keep(Runnable work) {
		put(new Entry(null, 0, work), new MessageTerms(0, Claim.ALWAYS));
	}

	private void put(Entry entry, MessageTerms terms) {
		this.buffer.offer(entry, terms);
		schedule();
	}

	private void schedule() {
		if (this.scheduled.compareAndSet(false, true)) {
			this.dispatcher.execute(this::deliver);
		}
	}

	private void deliver() {
		this.scheduled.set(false);
		Entry entry = this.buffer.poll();
		if (entry != null) {
			entry.work().run();
			schedule();
		}
	}

	/**
	 * Something to do for the handler.
	 *
	 * @param message the message it is about, {@code null} for what is no message
	 * @param bytes what the message takes
	 * @param work does it
	 */
	private record Entry(@Nullable Message<?> message, long bytes, Runnable work) {
	}

	private final class Outcome implements MessageOutcome<Entry> {

		@Override
		public void sent(Entry entry) {
		}

		@Override
		public void dropped(Entry entry, DropReason reason) {
			if (entry.message() != null) {
				Inbox.this.reports.dropped(entry.message(), entry.bytes(), reason);
			}
		}

		@Override
		public void failed(Entry entry, Throwable cause) {
		}

	}

}
