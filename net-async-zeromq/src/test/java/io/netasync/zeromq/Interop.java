package io.netasync.zeromq;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

import io.netasync.buffer.Overflow;
import io.netasync.buffer.SendBufferPolicy;
import io.netasync.mailbox.SendResult;
import io.netasync.zeromq.message.ZeroMqType;
import org.awaitility.Awaitility;

import org.springframework.messaging.Message;
import org.springframework.messaging.support.GenericMessage;
import org.springframework.messaging.support.MessageBuilder;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A socket of ours and one of libzmq that talk to each other over TCP.
 *
 * @author net-async
 */
final class Interop implements AutoCloseable {

	/** The name of our socket. */
	static final String OURS = "ours";

	private static final String ANY_PORT = "tcp://127.0.0.1:*";

	private static final Duration DEADLINE = Duration.ofSeconds(30);

	private final TestZeroMq zmq = new TestZeroMq();

	private final Deque<Message<?>> received = new ConcurrentLinkedDeque<>();

	private final List<Throwable> errors = new CopyOnWriteArrayList<>();

	private final List<LibzmqPeer> peers = new ArrayList<>();

	private LibzmqPeer peer;

	private ZeroMqSocket socket;

	/**
	 * Opens both.
	 * @param binder who binds, and is there first
	 * @param type our type
	 * @param options sets how ours is configured
	 * @param does what the peer does
	 */
	void open(Binder binder, ZeroMqType type, Consumer<ZeroMqBuilder> options, String... does) {
		Consumer<ZeroMqBuilder> all = options.andThen((builder) -> builder.channels(
				(channels) -> channels.errors().subscribe((error) -> this.errors.add((Throwable) error.getPayload())))
			.sendBuffer(new SendBufferPolicy(Numbered.COUNT, Long.MAX_VALUE, Overflow.BLOCK, DEADLINE)));
		if (binder == Binder.OURS) {
			this.socket = this.zmq.open(OURS, type, all.andThen((builder) -> builder.bind(ANY_PORT)));
			this.peer = start("connect=" + TestZeroMq.address(this.socket), does);
		}
		else {
			this.peer = start("bind=" + ANY_PORT, does);
			this.socket = this.zmq.open(OURS, type, all.andThen((builder) -> builder.connect(this.peer.address())));
		}
	}

	/**
	 * Opens both, where ours keeps what comes.
	 * @param binder who binds
	 * @param type our type
	 * @param does what the peer does
	 */
	void open(Binder binder, ZeroMqType type, String... does) {
		open(binder, type, (builder) -> builder.handler(this.received::add), does);
	}

	/**
	 * Starts one more peer, which ends with this.
	 * @param address where it is to bind or connect
	 * @param does what it does
	 * @return the peer
	 */
	LibzmqPeer start(String address, String... does) {
		List<String> options = new ArrayList<>(List.of(does));
		options.add(address);
		LibzmqPeer started = LibzmqPeer.start(options.toArray(String[]::new));
		this.peers.add(started);
		return started;
	}

	/**
	 * Makes our socket answer each message with its payload.
	 * @param builder what it is made with
	 */
	void echoes(ZeroMqBuilder builder) {
		builder.handler((message) -> this.zmq.channels(OURS)
			.outbound()
			.send(MessageBuilder.withPayload(message.getPayload()).copyHeaders(message.getHeaders()).build()));
	}

	/**
	 * Sends all messages and waits until ZeroMQ has taken them.
	 * @param message makes a message of a number
	 */
	void sendAll(IntFunction<Message<?>> message) {
		List<CompletableFuture<SendResult>> results = IntStream.range(0, Numbered.COUNT)
			.mapToObj((number) -> this.socket.send(message.apply(number)).toCompletableFuture())
			.toList();
		CompletableFuture.allOf(results.toArray(CompletableFuture[]::new))
			.orTimeout(DEADLINE.toSeconds(), TimeUnit.SECONDS)
			.join();
		assertThat(results).allSatisfy((result) -> assertThat(result.join()).isEqualTo(SendResult.WRITTEN));
	}

	void sendAll() {
		sendAll((number) -> new GenericMessage<>(Numbered.payload(number)));
	}

	/**
	 * Waits until all messages have come, and checks each, in order.
	 */
	void awaitAll() {
		Awaitility.await().atMost(DEADLINE).until(() -> this.received.size() >= Numbered.COUNT);
		List<String> texts = this.received.stream().map(Numbered::text).toList();
		assertThat(texts).isEqualTo(IntStream.range(0, Numbered.COUNT).mapToObj(Numbered::text).toList());
	}

	TestZeroMq zmq() {
		return this.zmq;
	}

	Deque<Message<?>> received() {
		return this.received;
	}

	/**
	 * Returns what our socket has on its errors channel.
	 * @return the errors
	 */
	List<Throwable> errors() {
		return this.errors;
	}

	LibzmqPeer peer() {
		return this.peer;
	}

	ZeroMqSocket socket() {
		return this.socket;
	}

	@Override
	public void close() {
		this.peers.forEach(LibzmqPeer::close);
		this.zmq.close();
	}

	/**
	 * Who binds; the other one connects.
	 */
	enum Binder {

		OURS, LIBZMQ

	}

}
