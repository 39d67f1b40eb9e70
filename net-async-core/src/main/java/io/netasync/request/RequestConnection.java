package io.netasync.request;

import java.util.ArrayDeque;
import java.util.Deque;

import io.netasync.event.DisconnectReason;
import org.jspecify.annotations.Nullable;

import org.springframework.messaging.Message;

/**
 * One connection that requests go out on and replies come from. Its state is guarded by
 * the lock of its {@link Requests}.
 *
 * @author net-async
 * @since 0.1.0
 */
public final class RequestConnection {

	private final Requests requests;

	private final Runnable giveUp;

	/** Those handed over, in order, until what came is the reply to them. */
	private final Deque<Request> owed = new ArrayDeque<>();

	/** How many of {@link #owed} have ended. */
	private int overdue;

	private boolean givenUp;

	private boolean gone;

	RequestConnection(Requests requests, Runnable giveUp) {
		this.requests = requests;
		this.giveUp = giveUp;
	}

	/**
	 * Is told that a request is about to be written on this connection. To be called in
	 * the order of writing.
	 * @param attempt the request
	 * @return {@code false} if it must not be written because it has ended
	 */
	public boolean handOver(RequestAttempt attempt) {
		return this.requests.handOver(attempt, this);
	}

	/**
	 * Is told that a message came. To be called in the order of coming; whoever waits for
	 * the reply goes on on the thread of the caller.
	 * @param message the message
	 * @return the message to deliver as one that is not a reply, marked if it is one that
	 * comes too late; {@code null} if it was a reply
	 */
	public @Nullable Message<?> received(Message<?> message) {
		return this.requests.received(message, this);
	}

	/**
	 * Is told that a message came of which no payload can be made. Where the order tells
	 * which reply is whose, the request that it is the reply to fails; with keys nobody
	 * knows whose it is. To be called as {@link #received} is.
	 * @param cause why
	 */
	public void unreadable(Throwable cause) {
		this.requests.unreadable(this, cause);
	}

	/**
	 * Tells whether a reply may still come that somebody waits for.
	 * @return {@code true} if so
	 */
	public boolean owesReplies() {
		return this.requests.owesReplies(this);
	}

	/**
	 * Is told that the connection is gone. To be called after the last message that came.
	 * @param reason why
	 * @param cause the exception behind it, if there was one
	 */
	public void gone(DisconnectReason reason, @Nullable Throwable cause) {
		this.requests.gone(this, reason, cause);
	}

	Deque<Request> owed() {
		return this.owed;
	}

	/**
	 * Counts the requests that ended before their reply came.
	 * @param change how many more
	 * @return how many there are
	 */
	int overdue(int change) {
		this.overdue += change;
		return this.overdue;
	}

	/**
	 * Tells, the first time, what gives the connection up.
	 * @return what to do without the lock, or {@code null} if that was told or the
	 * connection is gone
	 */
	@Nullable Runnable giveUp() {
		if (this.givenUp || this.gone) {
			return null;
		}
		this.givenUp = true;
		return this.giveUp;
	}

	/**
	 * Marks it as gone.
	 * @return {@code false} if it was before
	 */
	boolean leave() {
		boolean first = !this.gone;
		this.gone = true;
		return first;
	}

	boolean isGone() {
		return this.gone;
	}

}
