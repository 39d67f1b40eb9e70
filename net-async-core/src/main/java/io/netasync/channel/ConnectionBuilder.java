package io.netasync.channel;

import java.util.function.Consumer;
import java.util.function.Function;

import io.netasync.buffer.ReceiveBufferPolicy;
import io.netasync.buffer.SendBufferPolicy;
import io.netasync.channel.ConnectionSpec.Dispatch;
import io.netasync.channel.ConnectionSpec.Inbound;
import io.netasync.channel.ConnectionSpec.Kind;
import io.netasync.channel.PayloadSpec.Conversion;
import io.netasync.frame.FrameSpec;
import io.netasync.heartbeat.HeartbeatPolicy;
import io.netasync.request.RequestPolicy;
import io.netasync.transport.RateLimit;
import io.netasync.transport.Tls;
import org.jspecify.annotations.Nullable;

import org.springframework.messaging.Message;
import org.springframework.messaging.MessageHandler;
import org.springframework.messaging.converter.MessageConverter;

/**
 * What is set alike for clients and servers that are made at run time. The methods are
 * called as the properties are, and what is not set is as in the shared defaults.
 *
 * @param <B> the builder itself
 * @author net-async
 * @since 0.1.0
 */
public abstract sealed class ConnectionBuilder<B extends ConnectionBuilder<B>> extends SocketBuilder<B>
		permits ClientBuilder, ServerBuilder {

	final Surroundings surroundings;

	private Kind transport;

	private Dispatch dispatch;

	private FrameSpec frame;

	private PayloadSpec payload;

	private @Nullable String probe;

	private HeartbeatPolicy heartbeat;

	private SendBufferPolicy sendBuffer;

	private ReceiveBufferPolicy receiveBuffer;

	private RequestPolicy requests;

	private Function<Message<?>, @Nullable Object> conflationKey;

	private Inbound inboundChannel;

	private @Nullable Tls tls;

	private boolean statusInInbound;

	private RateLimit rateLimit;

	private Consumer<Channels> subscriptions = (channels) -> {
	};

	ConnectionBuilder(ConnectionSpec from, Surroundings surroundings) {
		super(from.sockets());
		this.transport = from.transport();
		this.dispatch = from.dispatch();
		this.frame = from.wire().frame();
		this.payload = from.wire().payload();
		this.probe = from.wire().probe();
		this.heartbeat = from.heartbeat();
		this.sendBuffer = from.sendBuffer();
		this.receiveBuffer = from.receiveBuffer();
		this.requests = from.requests();
		this.conflationKey = from.conflationKey();
		this.inboundChannel = from.inboundChannel();
		this.tls = from.tls();
		this.statusInInbound = from.statusInInbound();
		this.rateLimit = from.rateLimit();
		this.surroundings = surroundings;
	}

	/**
	 * Sets how messages are told apart on the wire.
	 * @param options sets it
	 * @return this
	 */
	public B frame(Consumer<FrameBuilder> options) {
		FrameBuilder builder = new FrameBuilder(this.frame);
		options.accept(builder);
		this.frame = valid("frame", builder::build);
		return self();
	}

	/**
	 * Sets how payloads are made into bytes and back.
	 * @param value how
	 * @return this
	 */
	public B payload(Conversion value) {
		this.payload = this.payload.with(value);
		return self();
	}

	/**
	 * Sets what makes payloads into bytes and back.
	 * @param value what does
	 * @return this
	 */
	public B payload(MessageConverter value) {
		this.payload = this.payload.with(value);
		return self();
	}

	/**
	 * Sets what is made of what is received.
	 * @param value the type
	 * @return this
	 */
	public B payloadType(Class<?> value) {
		this.payload = this.payload.with(value);
		return self();
	}

	/**
	 * Sets when heartbeats are sent and when a peer is dead.
	 * @param options sets it
	 * @return this
	 */
	public B heartbeat(Consumer<HeartbeatBuilder> options) {
		HeartbeatBuilder builder = new HeartbeatBuilder(this.heartbeat, this.probe);
		options.accept(builder);
		this.probe = builder.probe();
		this.heartbeat = valid("heartbeat", builder::build);
		return self();
	}

	/**
	 * Sets what may wait to be sent, for a client or for each connection of a server.
	 * @param options sets it
	 * @return this
	 */
	public B sendBuffer(Consumer<SendBufferBuilder> options) {
		SendBufferBuilder builder = new SendBufferBuilder(this.sendBuffer);
		options.accept(builder);
		this.sendBuffer = valid("send-buffer", builder::build);
		return self();
	}

	/**
	 * Sets what may wait to be handled, for each connection.
	 * @param options sets it
	 * @return this
	 */
	public B receiveBuffer(Consumer<ReceiveBufferBuilder> options) {
		ReceiveBufferBuilder builder = new ReceiveBufferBuilder(this.receiveBuffer);
		options.accept(builder);
		this.receiveBuffer = valid("receive-buffer", builder::build);
		return self();
	}

	/**
	 * Sets how fast each connection may be.
	 * @param options sets it
	 * @return this
	 */
	public B rateLimit(Consumer<RateLimitBuilder> options) {
		RateLimitBuilder builder = new RateLimitBuilder(this.rateLimit);
		options.accept(builder);
		this.rateLimit = valid("rate-limit", builder::build);
		return self();
	}

	/**
	 * Sets how requests find their replies.
	 * @param options sets it
	 * @return this
	 */
	public B request(Consumer<RequestBuilder> options) {
		RequestBuilder builder = new RequestBuilder(this.requests);
		options.accept(builder);
		this.requests = valid("request", builder::build);
		return self();
	}

	/**
	 * Sets how to find the key of a message, for buffers that conflate.
	 * @param value finds the key; {@code null} for a message without one
	 * @return this
	 */
	public B conflationKey(Function<Message<?>, @Nullable Object> value) {
		this.conflationKey = value;
		return self();
	}

	/**
	 * Sets the kind of the inbound channel.
	 * @param value the kind
	 * @return this
	 */
	public B inboundChannel(Inbound value) {
		this.inboundChannel = value;
		return self();
	}

	/**
	 * Sets where handlers run.
	 * @param value where
	 * @return this
	 */
	public B dispatch(Dispatch value) {
		this.dispatch = value;
		return self();
	}

	/**
	 * Sets what carries the connections.
	 * @param value what
	 * @return this
	 */
	public B transport(Kind value) {
		this.transport = value;
		return self();
	}

	/**
	 * Sets whether connection statuses are also sent to the inbound channel.
	 * @param value whether
	 * @return this
	 */
	public B statusInInbound(boolean value) {
		this.statusInInbound = value;
		return self();
	}

	/**
	 * Sets TLS.
	 * @param options sets it
	 * @return this
	 */
	public B ssl(Consumer<SslBuilder> options) {
		SslBuilder builder = new SslBuilder(this.tls, this.surroundings::tls);
		options.accept(builder);
		this.tls = builder.build();
		return self();
	}

	/**
	 * Subscribes to the channels before anything can come, more than once if need be.
	 * @param subscription is given the channels; runs on the thread that makes the client
	 * or server
	 * @return this
	 */
	public B channels(Consumer<Channels> subscription) {
		this.subscriptions = this.subscriptions.andThen(subscription);
		return self();
	}

	/**
	 * Subscribes a handler to the inbound channel before anything can come.
	 * @param handler gets the messages
	 * @return this
	 */
	public B handler(MessageHandler handler) {
		return channels((channels) -> channels.subscribe(handler));
	}

	ConnectionSpec connection() {
		return new ConnectionSpec(this.transport, this.dispatch, new WireSpec(this.frame, this.payload, this.probe),
				this.heartbeat, this.sendBuffer, this.receiveBuffer, this.conflationKey, this.inboundChannel, this.tls,
				this.statusInInbound, this.rateLimit, this.requests, sockets());
	}

	Consumer<Channels> subscriptions() {
		return this.subscriptions;
	}

}
