package io.netasync.channel;

import org.jspecify.annotations.Nullable;

import org.springframework.messaging.Message;
import org.springframework.messaging.MessageDeliveryException;

/**
 * A message given to an outbound channel was not accepted for sending. The cause tells
 * why; the errors channel has been told, too.
 *
 * @author net-async
 * @since 0.1.0
 */
public class SendFailedException extends MessageDeliveryException {

	private static final long serialVersionUID = 1L;

	/**
	 * Creates the exception.
	 * @param message the message
	 * @param name the client or server
	 * @param cause why
	 */
	public SendFailedException(Message<?> message, String name, @Nullable Throwable cause) {
		super(message, "'%s.outbound' did not accept the message".formatted(name), cause);
	}

}
