package io.netasync.zeromq;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;

import io.netasync.buffer.ReceiveBufferPolicy;
import io.netasync.buffer.SendBufferPolicy;
import io.netasync.channel.Channels;
import io.netasync.channel.ConnectionSpec.Inbound;
import io.netasync.payload.PayloadCodec;
import io.netasync.zeromq.ZeroMqSpec.Requests;
import io.netasync.zeromq.engine.SocketCustomizer;
import io.netasync.zeromq.engine.SocketSecurity;
import io.netasync.zeromq.engine.SocketSettings;
import io.netasync.zeromq.engine.SocketSettings.Heartbeat;
import io.netasync.zeromq.engine.SocketSettings.Reconnect;
import io.netasync.zeromq.message.ZeroMqType;
import org.jspecify.annotations.Nullable;

import org.springframework.messaging.Message;
import org.springframework.messaging.MessageHandler;

/**
 * Sets how a socket is configured that is opened at run time, by the names of the
 * properties.
 *
 * @author net-async
 * @since 0.1.0
 */
public final class ZeroMqBuilder {

	private final String name;

	private final ZeroMqType type;

	private final Map<String, String> options;

	private Consumer<Channels> subscriptions = (channels) -> {
	};

	private List<String> bind;

	private List<String> connect;

	private List<String> topics;

	private @Nullable String identity;

	private int sendHwm;

	private int receiveHwm;

	private long maxSize;

	private Duration linger;

	private Heartbeat heartbeat;

	private Reconnect reconnect;

	private boolean immediate;

	private boolean lockStep;

	private boolean lastValueCache;

	private boolean worker;

	private SocketSecurity security;

	private String context;

	private SendBufferPolicy sendBuffer;

	private ReceiveBufferPolicy receiveBuffer;

	private Requests requests;

	private PayloadCodec payloads;

	private Function<Message<?>, @Nullable Object> conflationKey;

	private Inbound inboundChannel;

	private boolean statusInInbound;

	private int workerThreads;

	private SocketCustomizer customizer;

	ZeroMqBuilder(ZeroMqSpec defaults, ZeroMqType type) {
		SocketSettings settings = defaults.settings();
		this.name = defaults.name();
		this.type = type;
		this.options = new HashMap<>(settings.options());
		this.bind = settings.bind();
		this.connect = settings.connect();
		this.topics = SocketSettings.of(type).topics();
		this.sendHwm = settings.sendHwm();
		this.receiveHwm = settings.receiveHwm();
		this.maxSize = settings.maxSize();
		this.linger = settings.linger();
		this.heartbeat = settings.heartbeat();
		this.reconnect = settings.reconnect();
		this.immediate = settings.immediate();
		this.lockStep = settings.lockStep();
		this.lastValueCache = settings.lastValueCache();
		this.worker = settings.worker();
		this.security = settings.security();
		this.context = defaults.context();
		this.sendBuffer = defaults.sendBuffer();
		this.receiveBuffer = defaults.receiveBuffer();
		this.requests = defaults.requests();
		this.payloads = defaults.payloads();
		this.conflationKey = defaults.conflationKey();
		this.inboundChannel = defaults.inboundChannel();
		this.statusInInbound = defaults.statusInInbound();
		this.workerThreads = defaults.workerThreads();
		this.customizer = defaults.customizer();
	}

	/**
	 * Sets where the socket listens.
	 * @param addresses such as {@code tcp://*:5555}, {@code inproc://name}; port
	 * {@code *} for any free one
	 * @return this
	 */
	public ZeroMqBuilder bind(String... addresses) {
		this.bind = List.of(addresses);
		return this;
	}

	/**
	 * Sets where the socket connects.
	 * @param addresses such as {@code tcp://localhost:5555}
	 * @return this
	 */
	public ZeroMqBuilder connect(String... addresses) {
		this.connect = List.of(addresses);
		return this;
	}

	/**
	 * Sets what a subscriber wants.
	 * @param values what messages begin with, an empty text for all; none for nothing
	 * @return this
	 */
	public ZeroMqBuilder topics(String... values) {
		this.topics = List.of(values);
		return this;
	}

	/**
	 * Sets what routers know the socket as.
	 * @param value the identity
	 * @return this
	 */
	public ZeroMqBuilder identity(String value) {
		this.identity = value;
		return this;
	}

	/**
	 * Sets ZeroMQ's high-water marks.
	 * @param send how many messages it keeps for each peer, 0 for any number
	 * @param receive how many messages it keeps of each peer, 0 for any number
	 * @return this
	 */
	public ZeroMqBuilder hwm(int send, int receive) {
		this.sendHwm = send;
		this.receiveHwm = receive;
		return this;
	}

	/**
	 * Sets how large a frame of a peer may be.
	 * @param bytes bytes
	 * @return this
	 */
	public ZeroMqBuilder maxSize(long bytes) {
		this.maxSize = bytes;
		return this;
	}

	/**
	 * Sets how long closing waits for what is still to be sent.
	 * @param value the time, zero for not at all
	 * @return this
	 */
	public ZeroMqBuilder linger(Duration value) {
		this.linger = value;
		return this;
	}

	/**
	 * Sets how dead peers are found.
	 * @param interval how often a heartbeat is sent, zero for never
	 * @param timeout how long nothing may come
	 * @return this
	 */
	public ZeroMqBuilder heartbeat(Duration interval, Duration timeout) {
		this.heartbeat = new Heartbeat(interval, timeout, this.heartbeat.ttl());
		return this;
	}

	/**
	 * Sets how connections are made again.
	 * @param delay how long after one was lost
	 * @param maxDelay to what that grows
	 * @return this
	 */
	public ZeroMqBuilder reconnect(Duration delay, Duration maxDelay) {
		this.reconnect = new Reconnect(delay, maxDelay);
		return this;
	}

	/**
	 * Sets whether messages go to complete connections only.
	 * @param value {@code false} to have ZeroMQ keep them for peers that never were there
	 * @return this
	 */
	public ZeroMqBuilder immediate(boolean value) {
		this.immediate = value;
		return this;
	}

	/**
	 * Sets whether a {@code req} or {@code rep} does one thing at a time.
	 * @param value {@code true} for ZeroMQ's own strict sockets
	 * @return this
	 */
	public ZeroMqBuilder lockStep(boolean value) {
		this.lockStep = value;
		return this;
	}

	/**
	 * Sets whether a publisher sends the last message of a topic to those who subscribe.
	 * @param value {@code true} for a last-value cache
	 * @return this
	 */
	public ZeroMqBuilder lastValueCache(boolean value) {
		this.lastValueCache = value;
		return this;
	}

	/**
	 * Sets whether a {@code rep} is the worker of a paranoid pirate queue.
	 * @param value {@code true} to tell the queue that it is ready, and that it lives
	 * @return this
	 */
	public ZeroMqBuilder worker(boolean value) {
		this.worker = value;
		return this;
	}

	/**
	 * Sets who the peers are.
	 * @param value the security
	 * @return this
	 */
	public ZeroMqBuilder security(SocketSecurity value) {
		this.security = value;
		return this;
	}

	/**
	 * Sets an option that has no method of its own.
	 * @param option its name, ZeroMQ's without the prefix, such as {@code tcp-keepalive}
	 * @param value its value
	 * @return this
	 */
	public ZeroMqBuilder option(String option, String value) {
		this.options.put(option, value);
		return this;
	}

	/**
	 * Sets the ZeroMQ context.
	 * @param value its name
	 * @return this
	 */
	public ZeroMqBuilder context(String value) {
		this.context = value;
		return this;
	}

	/**
	 * Sets what may wait to be sent.
	 * @param value the bounds
	 * @return this
	 */
	public ZeroMqBuilder sendBuffer(SendBufferPolicy value) {
		this.sendBuffer = value;
		return this;
	}

	/**
	 * Sets what may wait to be handled.
	 * @param value the bounds
	 * @return this
	 */
	public ZeroMqBuilder receiveBuffer(ReceiveBufferPolicy value) {
		this.receiveBuffer = value;
		return this;
	}

	/**
	 * Sets how requests behave.
	 * @param value timeout and retries
	 * @return this
	 */
	public ZeroMqBuilder requests(Requests value) {
		this.requests = value;
		return this;
	}

	/**
	 * Sets what makes a frame of a payload, and back.
	 * @param value thread-safe
	 * @return this
	 */
	public ZeroMqBuilder payloads(PayloadCodec value) {
		this.payloads = value;
		return this;
	}

	/**
	 * Sets the key of a message, for buffers that conflate.
	 * @param value finds the key
	 * @return this
	 */
	public ZeroMqBuilder conflationKey(Function<Message<?>, @Nullable Object> value) {
		this.conflationKey = value;
		return this;
	}

	/**
	 * Sets the kind of the inbound channel.
	 * @param value the kind
	 * @return this
	 */
	public ZeroMqBuilder inboundChannel(Inbound value) {
		this.inboundChannel = value;
		return this;
	}

	/**
	 * Sets whether statuses go to the inbound channel, too.
	 * @param value {@code true} if so
	 * @return this
	 */
	public ZeroMqBuilder statusInInbound(boolean value) {
		this.statusInInbound = value;
		return this;
	}

	/**
	 * Sets how many requests a {@code rep} handles at a time.
	 * @param value how many
	 * @return this
	 */
	public ZeroMqBuilder workerThreads(int value) {
		this.workerThreads = value;
		return this;
	}

	/**
	 * Changes the socket before it binds or connects, after what the defaults do to it.
	 * @param value runs on the thread that owns the socket
	 * @return this
	 */
	public ZeroMqBuilder customizer(SocketCustomizer value) {
		SocketCustomizer before = this.customizer;
		this.customizer = (socketName, socket) -> {
			before.customize(socketName, socket);
			value.customize(socketName, socket);
		};
		return this;
	}

	/**
	 * Subscribes to the channels before the socket is opened.
	 * @param subscription is given the channels
	 * @return this
	 */
	public ZeroMqBuilder channels(Consumer<Channels> subscription) {
		this.subscriptions = this.subscriptions.andThen(subscription);
		return this;
	}

	/**
	 * Handles the messages that are received.
	 * @param handler gets them
	 * @return this
	 */
	public ZeroMqBuilder handler(MessageHandler handler) {
		this.subscriptions = this.subscriptions.andThen((channels) -> channels.subscribe(handler));
		return this;
	}

	Consumer<Channels> subscriptions() {
		return this.subscriptions;
	}

	ZeroMqSpec build() {
		SocketSettings settings = new SocketSettings(this.type, this.bind, this.connect, this.topics, this.identity,
				this.sendHwm, this.receiveHwm, this.maxSize, this.linger, this.heartbeat, this.reconnect,
				this.immediate, this.lockStep, this.lastValueCache, this.worker, this.security, this.options);
		return new ZeroMqSpec(this.name, this.context, settings, this.sendBuffer, this.receiveBuffer, this.requests,
				this.payloads, this.conflationKey, this.inboundChannel, this.statusInInbound, this.workerThreads,
				this.customizer);
	}

}
