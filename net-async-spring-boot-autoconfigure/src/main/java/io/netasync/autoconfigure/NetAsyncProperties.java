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

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * {@link ConfigurationProperties Properties} for net-async. What stands at the top are
 * the defaults that all clients and servers share.
 *
 * @param enabled whether to create clients and servers
 * @param frame how messages are told apart on the wire
 * @param payload how payloads are made into bytes and back: 'bytes', 'string', 'json' or
 * the name of a MessageConverter bean; without it, as the format of the frames is made
 * for
 * @param payloadType name of the class that is made of what is received; without it, JSON
 * becomes maps, lists, strings, numbers and booleans
 * @param json JSON
 * @param heartbeat when heartbeats are sent and when a peer is dead
 * @param reconnect when a client tries again
 * @param sendBuffer what may wait to be sent
 * @param receiveBuffer what may wait to be handled
 * @param rateLimit how fast each connection may be
 * @param request how requests find their replies
 * @param dispatch where handlers run
 * @param transport what carries the connections; 'auto' is Netty, or 'net' for a
 * deserializer that has to block
 * @param eventLoop threads that move bytes
 * @param ipc where the Unix sockets are that are named 'ipc:id'
 * @param compression whether what is sent is compressed
 * @param options socket options by their names in Netty, such as 'TCP_QUICKACK'
 * @param conflationKey SpEL expression that finds the key of a message, for buffers with
 * the overflow policy 'conflate'; the header 'netasync_key' by default
 * @param inboundChannel kind of the inbound channels: 'direct' hands messages to
 * subscribers, 'queue' keeps them until they are fetched
 * @param statusInInbound whether connection statuses are also sent to the inbound channel
 * @param ssl TLS
 * @param health health
 * @param memoryBudget bytes that all send buffers, received messages and half-received
 * frames of the application may take together; 0 for half of the maximum heap
 * @param client clients by name
 * @param server servers by name
 * @author net-async
 * @since 0.1.0
 */
@ConfigurationProperties("netasync")
public record NetAsyncProperties(@DefaultValue("true") boolean enabled, @DefaultValue Frame frame,
		@Nullable String payload, @Nullable String payloadType, @DefaultValue Json json,
		@DefaultValue Heartbeat heartbeat, @DefaultValue Reconnect reconnect, @DefaultValue SendBuffer sendBuffer,
		@DefaultValue ReceiveBuffer receiveBuffer, @DefaultValue RateLimit rateLimit, @DefaultValue Request request,
		@DefaultValue("worker") Dispatch dispatch, @DefaultValue("auto") Kind transport,
		@DefaultValue EventLoop eventLoop, @DefaultValue Compression compression,
		@DefaultValue Map<String, String> options, @DefaultValue Ipc ipc, @Nullable String conflationKey,
		@DefaultValue("direct") Inbound inboundChannel, @DefaultValue("false") boolean statusInInbound,
		@DefaultValue Ssl ssl, @DefaultValue Health health, @DefaultValue("0B") DataSize memoryBudget,
		@DefaultValue Map<String, NetAsyncClientProperties> client,
		@DefaultValue Map<String, NetAsyncServerProperties> server) {

	/**
	 * How messages are told apart on the wire.
	 *
	 * @param format format of a frame: 'length-header', 'raw', 'line', 'delimiter',
	 * 'stx-etx', 'fixed', 'varint', 'node-ipc', 'custom' with a serializer and a
	 * deserializer, or the name of a bean that is both
	 * @param maxSize largest frame that is sent or received; a peer that sends a larger
	 * one is disconnected
	 * @param charset charset of payloads that are text
	 * @param headerSize number of bytes of the length: 1, 2, 3, 4 or 8; for
	 * 'length-header'
	 * @param inclusive whether the length counts its own bytes; for 'length-header'
	 * @param byteOrder order of the bytes of the length; for 'length-header'
	 * @param delimiter what ends a frame; text with the escapes \r, \n, \t, \f, \0, \\
	 * and \x00 to \xff; for 'delimiter', and for 'node-ipc', where it is \f unless set
	 * @param lineEnding what ends the lines that are written; for 'line'
	 * @param chunkSize most bytes that are received as one message, 0 for as many as
	 * there are; for 'raw'
	 * @param size size of every frame; for 'fixed'
	 * @param serializer name of the Serializer bean that writes frames; for 'custom'
	 * @param deserializer name of the Deserializer bean that reads frames; for 'custom'
	 */
	public record Frame(@DefaultValue("length-header") String format, @DefaultValue("1MB") DataSize maxSize,
			@DefaultValue("UTF-8") Charset charset, @Nullable Integer headerSize, @Nullable Boolean inclusive,
			@Nullable Endianness byteOrder, @Nullable String delimiter, @Nullable LineEnding lineEnding,
			@Nullable DataSize chunkSize, @Nullable DataSize size, @Nullable String serializer,
			@Nullable String deserializer) {
	}

	/**
	 * JSON.
	 *
	 * @param maxDepth how deep objects and arrays may be in one another, sent and
	 * received
	 */
	public record Json(@DefaultValue("100") int maxDepth) {
	}

	/**
	 * When heartbeats are sent and when a peer is dead.
	 *
	 * @param interval time without a write after which a heartbeat is sent, 0 for no
	 * heartbeats
	 * @param timeout silence after which a peer is dead; greater than the interval of
	 * both sides
	 * @param writeStallTimeout time without progress in writing after which a peer is
	 * dead, 0 for no limit
	 * @param probe what is sent as a heartbeat in a format without an empty frame, and
	 * not delivered when it is received: a text, for 'node-ipc' the type of a message;
	 * without it such a format has no heartbeats
	 */
	public record Heartbeat(@DefaultValue("5s") Duration interval, @DefaultValue("15s") Duration timeout,
			@DefaultValue("10s") Duration writeStallTimeout, @Nullable String probe) {
	}

	/**
	 * When a client tries again.
	 *
	 * @param delay wait before the second attempt; the first one is nearly immediate
	 * @param multiplier growth of the wait with each attempt
	 * @param maxDelay longest wait
	 * @param jitter random part of each wait, from 0 to 1
	 * @param stableAfter age of a connection at which attempts are counted from 1 again
	 * @param maxAttempts number of attempts before a client gives up, or 'unlimited'
	 * @param attemptsPerSecond number of attempts a second for all clients of the
	 * application together, 0 for no limit
	 */
	public record Reconnect(@DefaultValue("100ms") Duration delay, @DefaultValue("2") double multiplier,
			@DefaultValue("30s") Duration maxDelay, @DefaultValue("1.0") double jitter,
			@DefaultValue("10s") Duration stableAfter, @DefaultValue("unlimited") String maxAttempts,
			@DefaultValue("50") int attemptsPerSecond) {
	}

	/**
	 * What may wait to be sent, for a client or for each connection of a server.
	 *
	 * @param maxMessages number of messages that may wait to be sent
	 * @param maxSize bytes that may wait to be sent
	 * @param maxAge age at which a message that waits is dropped, 0 for any age
	 * @param overflow what happens to a message when the buffer is full
	 * @param blockTimeout longest wait for room before a message is refused
	 * @param retryLimit number of times a message is sent again after writing it has
	 * failed on a connection that stayed open; the peer may then get it twice
	 */
	public record SendBuffer(@DefaultValue("1000") int maxMessages, @DefaultValue("8MB") DataSize maxSize,
			@DefaultValue("0s") Duration maxAge, @DefaultValue("block") Overflow overflow,
			@DefaultValue("2s") Duration blockTimeout, @DefaultValue("0") int retryLimit) {
	}

	/**
	 * What may wait to be handled, for each connection.
	 *
	 * @param maxMessages number of received messages that may wait to be handled before
	 * no more is read from the socket
	 * @param maxSize bytes of received messages that may wait to be handled before no
	 * more is read from the socket
	 * @param overflow what happens when more come; 'block' stops reading the socket,
	 * 'fail' closes the connection
	 */
	public record ReceiveBuffer(@DefaultValue("1000") int maxMessages, @DefaultValue("8MB") DataSize maxSize,
			@DefaultValue("block") Overflow overflow) {
	}

	/**
	 * How fast each connection may be, averaged over time.
	 *
	 * @param messagesIn number of messages that are received in a second, 0 for no limit
	 * @param bytesIn bytes that are received in a second, 0 for no limit
	 * @param messagesOut number of messages that are sent in a second, 0 for no limit
	 * @param bytesOut bytes that are sent in a second, 0 for no limit
	 */
	public record RateLimit(@DefaultValue("0") long messagesIn, @DefaultValue("0B") DataSize bytesIn,
			@DefaultValue("0") long messagesOut, @DefaultValue("0B") DataSize bytesOut) {
	}

	/**
	 * How requests find their replies.
	 *
	 * @param correlation which reply belongs to which request: by their order, by a key
	 * in both, or by having one request at a time under way
	 * @param timeout time after which a request without a reply fails
	 * @param maxPending number of requests that may be under way at a time, for a client
	 * or for each connection of a server
	 * @param maxRetries number of times an idempotent request is sent again when its
	 * connection ends
	 * @param requestKey expression that finds the key of a request, on the message to
	 * send
	 * @param replyKey expression that finds the key of a reply, on the message received
	 */
	public record Request(@DefaultValue("fifo") Correlation correlation, @DefaultValue("10s") Duration timeout,
			@DefaultValue("1024") int maxPending, @DefaultValue("3") int maxRetries,
			@DefaultValue("headers['netasync_key']") String requestKey, @Nullable String replyKey) {
	}

	/**
	 * Threads that move bytes, shared by all clients and servers.
	 *
	 * @param threads number of threads, 0 for one a processor
	 * @param transport kind of sockets
	 */
	public record EventLoop(@DefaultValue("0") int threads, @DefaultValue("auto") Io transport) {
	}

	/**
	 * Where the Unix sockets are that are named 'ipc:id': at socket root, appspace and
	 * id, one right behind the other.
	 *
	 * @param socketRoot directory of the sockets, with a slash at its end
	 * @param appspace what the names of the sockets begin with
	 */
	public record Ipc(@DefaultValue("/tmp/") String socketRoot, @DefaultValue("app.") String appspace) {
	}

	/**
	 * Whether what is sent is compressed; both sides must do the same.
	 *
	 * @param type how
	 * @param maxRatio number of times larger than it came that may be what a peer sends;
	 * a peer that sends more is disconnected
	 */
	public record Compression(@DefaultValue("none") Type type, @DefaultValue("100") int maxRatio) {
	}

	/**
	 * TLS.
	 *
	 * @param bundle name of the SSL bundle to use; without one, connections are plain
	 */
	public record Ssl(@Nullable String bundle) {
	}

	/**
	 * Health.
	 *
	 * @param downAfter time without a connection after which a client is down
	 */
	public record Health(@DefaultValue("30s") Duration downAfter) {
	}

}
