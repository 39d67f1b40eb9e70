package io.netasync.transport;

import java.nio.channels.ClosedChannelException;
import java.util.function.Consumer;

import javax.net.ssl.SSLException;

import io.netty.channel.Channel;
import io.netty.channel.socket.ChannelOutputShutdownException;
import org.jspecify.annotations.Nullable;

/**
 * Tells when a handler of the pipeline has refused a message on a connection that is
 * open. The messages behind it must not overtake it. On the event loop only.
 *
 * @author net-async
 */
final class Refusal {

	private final Channel channel;

	private final Consumer<Throwable> onRefusal;

	private boolean given;

	Refusal(Channel channel, Consumer<Throwable> onRefusal) {
		this.channel = channel;
		this.onRefusal = onRefusal;
	}

	boolean isGiven() {
		return this.given;
	}

	/**
	 * Looks at how a write ended.
	 * @param cause why it failed, {@code null} if it did not
	 * @return whether it is the message that was refused, rather than a connection that
	 * ends
	 */
	boolean is(@Nullable Throwable cause) {
		boolean closing = cause instanceof ClosedChannelException || cause instanceof ChannelOutputShutdownException
				|| cause instanceof SSLException;
		return cause != null && !closing && this.channel.isOpen();
	}

	/**
	 * Has nothing more written, and says so once.
	 * @param cause the exception of the handler
	 */
	void give(Throwable cause) {
		if (!this.given) {
			this.given = true;
			this.onRefusal.accept(cause);
		}
	}

}
