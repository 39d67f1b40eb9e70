package io.netasync.zeromq;

import java.time.Duration;
import java.util.function.Function;

import io.netasync.buffer.ReceiveBufferPolicy;
import io.netasync.buffer.SendBufferPolicy;
import io.netasync.channel.ConnectionSpec.Inbound;
import io.netasync.channel.NetAsyncHeaders;
import io.netasync.payload.BytesPayloads;
import io.netasync.payload.PayloadCodec;
import io.netasync.zeromq.engine.SocketCustomizer;
import io.netasync.zeromq.engine.SocketSettings;
import io.netasync.zeromq.message.ZeroMqType;
import org.jspecify.annotations.Nullable;

import org.springframework.messaging.Message;
import org.springframework.util.Assert;

/**
 * How a ZeroMQ socket is configured.
 *
 * @param name its name
 * @param context the name of the ZeroMQ context it is in; {@code inproc} addresses are
 * those of a context
 * @param settings how the socket itself is made
 * @param sendBuffer what may wait to be sent, before ZeroMQ's own mark
 * @param receiveBuffer what may wait to be handled, behind ZeroMQ's own mark
 * @param requests how requests behave, for a {@code req}
 * @param payloads makes a frame of a payload, and back
 * @param conflationKey the key of a message, for buffers that conflate
 * @param inboundChannel the kind of the inbound channel
 * @param statusInInbound whether statuses go to the inbound channel, too
 * @param workerThreads how many requests a {@code rep} handles at a time
 * @param customizer changes the socket before it binds or connects
 * @author net-async
 * @since 0.1.0
 */
public record ZeroMqSpec(String name, String context, SocketSettings settings, SendBufferPolicy sendBuffer,
		ReceiveBufferPolicy receiveBuffer, Requests requests, PayloadCodec payloads,
		Function<Message<?>, @Nullable Object> conflationKey, Inbound inboundChannel, boolean statusInInbound,
		int workerThreads, SocketCustomizer customizer) {

	/** The context of a socket that names none. */
	public static final String DEFAULT_CONTEXT = "default";

	/**
	 * Creates a specification.
	 * @param name its name
	 * @param context the name of its ZeroMQ context
	 * @param settings how the socket itself is made
	 * @param sendBuffer what may wait to be sent
	 * @param receiveBuffer what may wait to be handled
	 * @param requests how requests behave
	 * @param payloads makes a frame of a payload, and back
	 * @param conflationKey the key of a message
	 * @param inboundChannel the kind of the inbound channel
	 * @param statusInInbound whether statuses go to the inbound channel, too
	 * @param workerThreads how many requests a {@code rep} handles at a time
	 * @param customizer changes the socket
	 */
	// not a compact one, on which javac loses the annotations of type arguments
	public ZeroMqSpec(String name, String context, SocketSettings settings, SendBufferPolicy sendBuffer,
			ReceiveBufferPolicy receiveBuffer, Requests requests, PayloadCodec payloads,
			Function<Message<?>, @Nullable Object> conflationKey, Inbound inboundChannel, boolean statusInInbound,
			int workerThreads, SocketCustomizer customizer) {
		Assert.hasText(name, "'name' must not be empty");
		Assert.hasText(context, "'context' must not be empty");
		Assert.isTrue(workerThreads > 0, "'worker-threads' must be greater than 0");
		this.name = name;
		this.context = context;
		this.settings = settings;
		this.sendBuffer = sendBuffer;
		this.receiveBuffer = receiveBuffer;
		this.requests = requests;
		this.payloads = payloads;
		this.conflationKey = conflationKey;
		this.inboundChannel = inboundChannel;
		this.statusInInbound = statusInInbound;
		this.workerThreads = workerThreads;
		this.customizer = customizer;
	}

	/**
	 * Returns a socket with the defaults and without addresses.
	 * @param name its name
	 * @param type its type
	 * @return the specification
	 */
	public static ZeroMqSpec of(String name, ZeroMqType type) {
		return new ZeroMqSpec(name, DEFAULT_CONTEXT, SocketSettings.of(type), SendBufferPolicy.defaults(),
				ReceiveBufferPolicy.defaults(), Requests.defaults(), new BytesPayloads(),
				(message) -> message.getHeaders().get(NetAsyncHeaders.KEY), Inbound.DIRECT, false, 16,
				(socket, made) -> {
				});
	}

	/**
	 * Returns the same with other settings of the socket itself.
	 * @param other the settings
	 * @return the specification
	 */
	public ZeroMqSpec with(SocketSettings other) {
		return new ZeroMqSpec(this.name, this.context, other, this.sendBuffer, this.receiveBuffer, this.requests,
				this.payloads, this.conflationKey, this.inboundChannel, this.statusInInbound, this.workerThreads,
				this.customizer);
	}

	/**
	 * How requests behave.
	 *
	 * @param timeout by when a request has ended
	 * @param maxPending how many may be under way
	 * @param retryAfter how long to wait for the reply to an idempotent request before it
	 * is sent again, to the next peer if there are several; zero for never
	 * @param maxRetries how often it is sent again
	 */
	public record Requests(Duration timeout, int maxPending, Duration retryAfter, int maxRetries) {

		public Requests {
			Assert.isTrue(!timeout.isNegative() && !timeout.isZero(), "'timeout' must be greater than 0");
			Assert.isTrue(maxPending > 0, "'max-pending' must be greater than 0");
			Assert.isTrue(!retryAfter.isNegative(), "'retry-after' must not be negative");
			Assert.isTrue(maxRetries >= 0, "'max-retries' must not be negative");
		}

		/**
		 * Returns the defaults: 10 s, 1024 at a time, sent again after 2.5 s and three
		 * times at most, which are the guide's (Lazy Pirate).
		 * @return the defaults
		 */
		public static Requests defaults() {
			return new Requests(Duration.ofSeconds(10), 1024, Duration.ofMillis(2500), 3);
		}

	}

}
