package io.netasync.mailbox;

import java.time.Duration;
import java.time.Instant;
import java.util.Date;

import io.netasync.buffer.BufferTimer;
import io.netasync.buffer.MessageTerms;
import io.netasync.transport.ReceivedMessage;
import org.jspecify.annotations.Nullable;

import org.springframework.integration.IntegrationMessageHeaderAccessor;
import org.springframework.messaging.Message;

/**
 * When a message expires: as its header {@code netasync_expires} says, or else Spring
 * Integration's {@code expirationDate}.
 *
 * @param timer the time that buffers go by
 * @author net-async
 */
record Expiry(BufferTimer timer) {

	/** An {@link Instant}, a {@link Date}, or milliseconds since 1970. */
	static final String HEADER = "netasync_expires";

	long of(Message<?> message) {
		Object header = ReceivedMessage.header(message, HEADER);
		if (header == null) {
			header = ReceivedMessage.header(message, IntegrationMessageHeaderAccessor.EXPIRATION_DATE);
		}
		return (header != null) ? at(header) : MessageTerms.NEVER;
	}

	private long at(Object header) {
		Instant instant = instant(header);
		if (instant == null) {
			return MessageTerms.NEVER;
		}
		try {
			return this.timer.now() + Duration.between(Instant.now(), instant).toNanos();
		}
		catch (ArithmeticException ex) {
			return instant.isAfter(Instant.EPOCH) ? MessageTerms.NEVER : this.timer.now();
		}
	}

	private static @Nullable Instant instant(Object header) {
		if (header instanceof Instant instant) {
			return instant;
		}
		if (header instanceof Date date) {
			return date.toInstant();
		}
		return (header instanceof Long millis) ? Instant.ofEpochMilli(millis) : null;
	}

}
