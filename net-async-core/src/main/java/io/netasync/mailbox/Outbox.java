package io.netasync.mailbox;

import java.util.Collection;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Function;

import io.netasync.buffer.BufferRuntime;
import io.netasync.buffer.DropReason;
import io.netasync.buffer.MessageBuffer;
import io.netasync.buffer.MessageOutcome;
import io.netasync.buffer.MessageTerms;
import io.netasync.buffer.MessageTerms.Claim;
import io.netasync.buffer.Overflow;
import io.netasync.buffer.SendBufferPolicy;
import io.netasync.buffer.SendRefusedException;
import io.netasync.buffer.SendRefusedException.Reason;
import io.netasync.frame.FrameException;
import io.netasync.frame.FrameFormat;
import io.netasync.payload.PayloadCodec;
import org.jspecify.annotations.Nullable;

import org.springframework.messaging.Message;

/**
 * The messages to send, of one client or one accepted connection: measured, buffered, and
 * each followed to its end. Thread-safe.
 *
 * @author net-async
 * @since 0.1.0
 */
public final class Outbox {

	private final PayloadCodec payloads;

	private final FrameFormat frames;

	private final Function<Message<?>, @Nullable Object> key;

	private final Executor results;

	private final Reports reports;

	private final Expiry expiry;

	private final MessageBuffer<Outgoing> buffer;

	private volatile boolean conflates;

	/**
	 * Creates an outbox without a connection.
	 * @param options how messages wait
	 * @param runtime what the buffer needs
	 * @param results where those who wait for a result go on; never an event loop
	 * @param reports what is not accepted, dropped or given up is told here
	 */
	public Outbox(OutboxOptions options, BufferRuntime runtime, Executor results, Reports reports) {
		this.payloads = options.payloads();
		this.frames = options.frames();
		this.key = options.key();
		this.results = results;
		this.reports = reports;
		this.expiry = new Expiry(runtime.timer());
		this.conflates = options.policy().overflow() == Overflow.CONFLATE;
		this.buffer = new MessageBuffer<>(options.policy(), runtime, new Outcome());
	}

	/**
	 * Sends a message and tells what becomes of it.
	 * @param message the message
	 * @return the result, on one of the threads for results; never completes
	 * exceptionally
	 */
	public CompletableFuture<SendResult> send(Message<?> message) {
		CompletableFuture<SendResult> known = new CompletableFuture<>();
		try {
			submit(message, Claim.WAIT, known::complete);
		}
		catch (FrameException | SendRefusedException ex) {
			return CompletableFuture.completedFuture(SendResult.failed(ex));
		}
		return known.thenApplyAsync((result) -> result, this.results);
	}

	/**
	 * Accepts a message.
	 * @param message the message
	 * @param claim what it may do where there is no room
	 * @param fate is told what becomes of it once it is accepted
	 * @return the message on its way
	 * @throws FrameException if it can't be sent
	 * @throws SendRefusedException if there is no room for it; it has been reported then
	 */
	public Outgoing submit(Message<?> message, Claim claim, Fate fate) throws FrameException {
		Message<?> original = (message instanceof EncodedMessage known) ? known.message() : message;
		long bytes = 0;
		try {
			Object payload = EncodedMessage.encode(message, this.payloads);
			bytes = this.frames.frameSize(payload);
			Outgoing outgoing = new Outgoing(original, payload, bytes, this, fate);
			Object by = this.conflates ? keyOf(original) : null;
			this.buffer.offer(outgoing, new MessageTerms(bytes, claim, by, this.expiry.of(original)));
			return outgoing;
		}
		catch (FrameException | SendRefusedException ex) {
			this.reports.failed(original, bytes, ex);
			throw ex;
		}
	}

	private @Nullable Object keyOf(Message<?> message) {
		try {
			return this.key.apply(message);
		}
		catch (RuntimeException ex) {
			throw new SendRefusedException(Reason.INVALID, "'conflation-key' finds no key: " + ex.getMessage(), ex);
		}
	}

	void written(Outgoing message) {
		this.buffer.written(message);
	}

	/**
	 * Notes that messages have been written.
	 * @param messages the messages, in the order in which they were written
	 */
	public void written(Collection<Outgoing> messages) {
		this.buffer.written(messages);
	}

	void refused(Outgoing message, Throwable cause) {
		this.buffer.refused(message, cause);
	}

	void drop(Outgoing message, DropReason reason) {
		this.buffer.drop(message, reason);
	}

	void discard(Outgoing message) {
		this.buffer.discard(message);
	}

	boolean withdraw(Outgoing message) {
		return this.buffer.withdraw(message);
	}

	/**
	 * Returns what the messages wait in, to attach it to connections.
	 * @return the buffer
	 */
	public MessageBuffer<Outgoing> buffer() {
		return this.buffer;
	}

	/**
	 * Changes the bounds and what happens at them.
	 * @param policy the new policy
	 */
	public void policy(SendBufferPolicy policy) {
		this.conflates = policy.overflow() == Overflow.CONFLATE;
		this.buffer.policy(policy);
	}

	/**
	 * Passes on what became of messages that had been accepted.
	 */
	private final class Outcome implements MessageOutcome<Outgoing> {

		@Override
		public void sent(Outgoing message) {
			message.fate().ended(SendResult.WRITTEN);
		}

		@Override
		public void dropped(Outgoing message, DropReason reason) {
			message.fate().ended(SendResult.dropped(reason));
			if (reason == DropReason.UNHEARD) {
				Outbox.this.reports.count("unheard", 1);
			}
			else {
				Outbox.this.reports.dropped(message.message(), message.bytes(), reason);
			}
		}

		@Override
		public void failed(Outgoing message, Throwable cause) {
			message.fate().ended(SendResult.failed(cause));
			Outbox.this.reports.failed(message.message(), message.bytes(), cause);
		}

	}

}
