package io.netasync.channel;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

import io.netasync.event.ConnectionStatus;
import io.netasync.event.NetAsyncEvent;
import io.netasync.mailbox.Recipient;
import io.netasync.server.NetAsyncConnection;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.context.ApplicationEventPublisher;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.integration.ip.IpHeaders;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageChannel;
import org.springframework.messaging.MessageDeliveryException;
import org.springframework.messaging.support.ErrorMessage;
import org.springframework.messaging.support.GenericMessage;
import org.springframework.messaging.support.MessageBuilder;

/**
 * Turns what a client or server tells into messages on its channels and application
 * events.
 *
 * @author net-async
 */
class ChannelListener implements Recipient {

	private static final Log logger = LogFactory.getLog(ChannelListener.class);

	private final String name;

	private final Channels channels;

	private final boolean statusInInbound;

	private final ApplicationEventPublisher publisher;

	private final AtomicBoolean warned = new AtomicBoolean();

	private MessageChannel entrance;

	ChannelListener(String name, Channels channels, boolean statusInInbound, ApplicationEventPublisher publisher) {
		this.name = name;
		this.channels = channels;
		this.statusInInbound = statusInInbound;
		this.publisher = publisher;
		this.entrance = channels.inbound();
	}

	/**
	 * Sets where messages go that are for the inbound channel. To be called before
	 * anything comes.
	 * @param channel that channel, or a queue in front of it
	 */
	void entrance(MessageChannel channel) {
		this.entrance = channel;
	}

	Channels channels() {
		return this.channels;
	}

	@Override
	public void received(Message<?> message) {
		deliver(message, this.entrance);
	}

	void deliver(Message<?> message, MessageChannel target) {
		try {
			if (!target.send(message)) {
				error(new MessageDeliveryException(message,
						"'%s.inbound' did not take the message".formatted(this.name)), message);
			}
		}
		catch (RuntimeException ex) {
			handlerFailed(message, ex);
		}
	}

	private void handlerFailed(Message<?> message, RuntimeException failure) {
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			if (cause instanceof SendFailedException) {
				logger.debug("An answer to a message of '%s' was not accepted".formatted(this.name), failure);
				return;
			}
		}
		error(failure, message);
	}

	@Override
	public void status(ConnectionStatus status, @Nullable String connectionId) {
		status(status, connectionId, this.entrance);
	}

	void status(ConnectionStatus status, @Nullable String connectionId, MessageChannel target) {
		Message<ConnectionStatus> message = MessageBuilder.withPayload(status)
			.copyHeaders(headers(connectionId))
			.build();
		try {
			this.channels.status().send(message);
		}
		catch (RuntimeException ex) {
			logger.error("A handler of '%s.status' failed".formatted(this.name), ex);
		}
		if (this.statusInInbound) {
			deliver(message, target);
		}
	}

	/**
	 * Offers a connection that was accepted to those who want connections.
	 * @param connection the connection
	 */
	void connected(NetAsyncConnection connection) {
		MessageChannel connections = this.channels.connections();
		if (connections == null) {
			return;
		}
		try {
			connections.send(new GenericMessage<>(connection, headers(connection.id())));
		}
		catch (RuntimeException ex) {
			logger.error("A handler of '%s.connections' failed".formatted(this.name), ex);
		}
	}

	@Override
	public void event(NetAsyncEvent event) {
		try {
			this.publisher.publishEvent(event);
		}
		catch (RuntimeException ex) {
			logger.error("A listener of %s failed".formatted(event), ex);
		}
	}

	@Override
	public void failed(@Nullable Message<?> message, Throwable cause) {
		Throwable failure = (message != null)
				? new MessageDeliveryException(message, "'%s' could not deliver a message".formatted(this.name), cause)
				: cause;
		error(failure, message);
	}

	private void error(Throwable failure, @Nullable Message<?> original) {
		if (this.channels.errors().getSubscriberCount() == 0) {
			logUnheard(failure);
			return;
		}
		try {
			this.channels.errors()
				.send((original != null) ? new ErrorMessage(failure, headers(null), original)
						: new ErrorMessage(failure, headers(null)));
		}
		catch (RuntimeException ex) {
			logger.error("A handler of '%s.errors' failed".formatted(this.name), ex);
		}
	}

	private void logUnheard(Throwable failure) {
		String message = "'%s.errors' has no subscriber for: %s".formatted(this.name,
				NestedExceptionUtils.getMostSpecificCause(failure));
		if (this.warned.compareAndSet(false, true)) {
			logger.warn(message + " (further ones are logged at DEBUG)");
		}
		else {
			logger.debug(message, failure);
		}
	}

	private Map<String, Object> headers(@Nullable String connectionId) {
		Map<String, Object> headers = new HashMap<>();
		headers.put(NetAsyncHeaders.NAME, this.name);
		if (connectionId != null) {
			headers.put(IpHeaders.CONNECTION_ID, connectionId);
		}
		return headers;
	}

}
