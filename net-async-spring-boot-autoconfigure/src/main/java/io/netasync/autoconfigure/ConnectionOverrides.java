package io.netasync.autoconfigure;

import java.nio.charset.Charset;
import java.time.Duration;
import java.util.Map;

import io.netasync.buffer.Overflow;
import io.netasync.channel.ConnectionSpec.Dispatch;
import io.netasync.channel.ConnectionSpec.Inbound;
import io.netasync.channel.ConnectionSpec.Kind;
import io.netasync.frame.Endianness;
import io.netasync.frame.LineEnding;
import io.netasync.request.Correlation;
import io.netasync.transport.Compression.Type;
import io.netasync.transport.EventLoops.Io;
import org.jspecify.annotations.Nullable;

import org.springframework.util.unit.DataSize;

/**
 * What a client or server may set for itself. Everything is nullable: what is
 * {@code null} is taken from the defaults in {@link NetAsyncProperties}.
 *
 * @author net-async
 * @since 0.1.0
 */
public interface ConnectionOverrides {

	/**
	 * Returns how messages are told apart on the wire.
	 * @return what is set
	 */
	@Nullable Frame frame();

	/**
	 * Returns how payloads are made into bytes and back.
	 * @return what is set
	 */
	@Nullable String payload();

	/**
	 * Returns the name of the class that is made of what is received.
	 * @return what is set
	 */
	@Nullable String payloadType();

	/**
	 * Returns when heartbeats are sent and when a peer is dead.
	 * @return what is set
	 */
	@Nullable Heartbeat heartbeat();

	/**
	 * Returns what may wait to be sent.
	 * @return what is set
	 */
	@Nullable SendBuffer sendBuffer();

	/**
	 * Returns what may wait to be handled.
	 * @return what is set
	 */
	@Nullable ReceiveBuffer receiveBuffer();

	/**
	 * Returns how fast each connection may be.
	 * @return what is set
	 */
	@Nullable RateLimit rateLimit();

	/**
	 * Returns how requests find their replies.
	 * @return what is set
	 */
	@Nullable Request request();

	/**
	 * Returns where handlers run.
	 * @return what is set
	 */
	@Nullable Dispatch dispatch();

	/**
	 * Returns what carries the connections.
	 * @return what is set
	 */
	@Nullable Kind transport();

	/**
	 * Returns the event loops of its own.
	 * @return what is set
	 */
	@Nullable EventLoop eventLoop();

	/**
	 * Returns whether what is sent is compressed.
	 * @return what is set
	 */
	@Nullable Compression compression();

	/**
	 * Returns socket options by their names in Netty.
	 * @return what is set, over what is shared
	 */
	Map<String, String> options();

	/**
	 * Returns whether connection statuses are also sent to the inbound channel.
	 * @return what is set
	 */
	@Nullable Boolean statusInInbound();

	/**
	 * Returns the expression that finds the key of a message.
	 * @return what is set
	 */
	@Nullable String conflationKey();

	/**
	 * Returns the kind of the inbound channel.
	 * @return what is set
	 */
	@Nullable Inbound inboundChannel();

	/**
	 * Returns what is needed for TLS.
	 * @return what is set
	 */
	@Nullable Ssl ssl();

	/**
	 * What may be set of {@link NetAsyncProperties.Frame}.
	 *
	 * @param format format of a frame
	 * @param maxSize largest frame that is sent or received
	 * @param charset charset of payloads that are text
	 * @param headerSize number of bytes of the length: 1, 2, 3, 4 or 8
	 * @param inclusive whether the length counts its own bytes
	 * @param byteOrder order of the bytes of the length
	 * @param delimiter what ends a frame
	 * @param lineEnding what ends the lines that are written
	 * @param chunkSize most bytes that are received as one message of raw bytes
	 * @param size size of every frame
	 * @param serializer name of the Serializer bean that writes frames
	 * @param deserializer name of the Deserializer bean that reads frames
	 */
	record Frame(@Nullable String format, @Nullable DataSize maxSize, @Nullable Charset charset,
			@Nullable Integer headerSize, @Nullable Boolean inclusive, @Nullable Endianness byteOrder,
			@Nullable String delimiter, @Nullable LineEnding lineEnding, @Nullable DataSize chunkSize,
			@Nullable DataSize size, @Nullable String serializer, @Nullable String deserializer) {
	}

	/**
	 * What may be set of {@link NetAsyncProperties.Heartbeat}.
	 *
	 * @param interval time without a write after which a heartbeat is sent, 0 for no
	 * heartbeats
	 * @param timeout silence after which a peer is dead
	 * @param writeStallTimeout time without progress in writing after which a peer is
	 * dead, 0 for no limit
	 * @param probe what is sent as a heartbeat in a format without an empty frame
	 */
	record Heartbeat(@Nullable Duration interval, @Nullable Duration timeout, @Nullable Duration writeStallTimeout,
			@Nullable String probe) {
	}

	/**
	 * What may be set of {@link NetAsyncProperties.Reconnect}.
	 *
	 * @param delay wait before the second attempt
	 * @param multiplier growth of the wait with each attempt
	 * @param maxDelay longest wait
	 * @param jitter random part of each wait, from 0 to 1
	 * @param stableAfter age of a connection at which attempts are counted from 1 again
	 * @param maxAttempts number of attempts before the client gives up, or 'unlimited'
	 */
	record Reconnect(@Nullable Duration delay, @Nullable Double multiplier, @Nullable Duration maxDelay,
			@Nullable Double jitter, @Nullable Duration stableAfter, @Nullable String maxAttempts) {
	}

	/**
	 * What may be set of {@link NetAsyncProperties.SendBuffer}.
	 *
	 * @param maxMessages number of messages that may wait to be sent
	 * @param maxSize bytes that may wait to be sent
	 * @param maxAge age at which a message that waits is dropped, 0 for any age
	 * @param overflow what happens to a message when the buffer is full
	 * @param blockTimeout longest wait for room before a message is refused
	 * @param retryLimit number of times a message is sent again after writing it has
	 * failed on a connection that stayed open
	 */
	record SendBuffer(@Nullable Integer maxMessages, @Nullable DataSize maxSize, @Nullable Duration maxAge,
			@Nullable Overflow overflow, @Nullable Duration blockTimeout, @Nullable Integer retryLimit) {
	}

	/**
	 * What may be set of {@link NetAsyncProperties.ReceiveBuffer}.
	 *
	 * @param maxMessages number of received messages that may wait to be handled
	 * @param maxSize bytes of received messages that may wait to be handled
	 * @param overflow what happens when more come
	 */
	record ReceiveBuffer(@Nullable Integer maxMessages, @Nullable DataSize maxSize, @Nullable Overflow overflow) {
	}

	/**
	 * What may be set of {@link NetAsyncProperties.RateLimit}.
	 *
	 * @param messagesIn number of messages that are received in a second, 0 for no limit
	 * @param bytesIn bytes that are received in a second, 0 for no limit
	 * @param messagesOut number of messages that are sent in a second, 0 for no limit
	 * @param bytesOut bytes that are sent in a second, 0 for no limit
	 */
	record RateLimit(@Nullable Long messagesIn, @Nullable DataSize bytesIn, @Nullable Long messagesOut,
			@Nullable DataSize bytesOut) {
	}

	/**
	 * What may be set of {@link NetAsyncProperties.Request}.
	 *
	 * @param correlation which reply belongs to which request
	 * @param timeout time after which a request without a reply fails
	 * @param maxPending number of requests that may be under way at a time
	 * @param maxRetries number of times an idempotent request is sent again when its
	 * connection ends
	 * @param requestKey expression that finds the key of a request
	 * @param replyKey expression that finds the key of a reply
	 */
	record Request(@Nullable Correlation correlation, @Nullable Duration timeout, @Nullable Integer maxPending,
			@Nullable Integer maxRetries, @Nullable String requestKey, @Nullable String replyKey) {
	}

	/**
	 * What may be set of {@link NetAsyncProperties.EventLoop}. Without it, the event
	 * loops are those that all share.
	 *
	 * @param threads number of threads, 0 for one a processor; a client uses one
	 * @param transport kind of sockets
	 */
	record EventLoop(@Nullable Integer threads, @Nullable Io transport) {
	}

	/**
	 * What may be set of {@link NetAsyncProperties.Compression}.
	 *
	 * @param type how
	 * @param maxRatio number of times larger than it came that may be what a peer sends
	 */
	record Compression(@Nullable Type type, @Nullable Integer maxRatio) {
	}

	/**
	 * What may be set of {@link NetAsyncProperties.Ssl}.
	 *
	 * @param bundle name of the SSL bundle to use, empty for plain connections
	 */
	record Ssl(@Nullable String bundle) {
	}

}
