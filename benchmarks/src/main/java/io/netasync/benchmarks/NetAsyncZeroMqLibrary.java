package io.netasync.benchmarks;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;

import io.netasync.channel.NetAsync;
import io.netasync.channel.NetAsyncResources;
import io.netasync.memory.MemoryBudget;
import io.netasync.reconnect.AttemptBudget;
import io.netasync.request.RequestOptions;
import io.netasync.transport.EventLoops;
import io.netasync.zeromq.ZeroMq;
import io.netasync.zeromq.ZeroMqBuilder;
import io.netasync.zeromq.ZeroMqSocket;
import io.netasync.zeromq.message.ZeroMqType;

import org.springframework.messaging.MessageChannel;
import org.springframework.messaging.support.GenericMessage;
import org.springframework.scheduling.concurrent.ConcurrentTaskScheduler;

/**
 * Sockets of net-async: a message is sent to the outbound channel, and comes from the
 * inbound channel to a plain message handler. Without heartbeats, which the others don't
 * have either.
 *
 * @author net-async
 */
final class NetAsyncZeroMqLibrary implements ZeroMqLibrary {

	private static final String LOOPBACK = "tcp://127.0.0.1:";

	private final ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor();

	private final NetAsync netAsync = new NetAsync(new NetAsyncResources(EventLoops.start(EventLoops.Io.AUTO, 1),
			AttemptBudget.unlimited(), new MemoryBudget(256L * 1024 * 1024), (event) -> {
			}, new ConcurrentTaskScheduler(this.scheduler), false));

	private final ZeroMq zeroMq = new ZeroMq(this.netAsync);

	private ZeroMqSocket open(String name, ZeroMqType type, Consumer<ZeroMqBuilder> options) {
		return this.zeroMq.open(name, type, (socket) -> options
			.accept(socket.heartbeat(Duration.ZERO, Duration.ZERO).option("handshake-ivl", String.valueOf(HANDSHAKE))));
	}

	@Override
	public int receive(boolean published, Consumer<byte[]> handler) {
		return bind(published ? ZeroMqType.SUB : ZeroMqType.PULL,
				(socket) -> socket.handler((message) -> handler.accept((byte[]) message.getPayload())));
	}

	@Override
	public Consumer<byte[]> send(boolean published, int port) {
		String name = published ? "publisher" : "pusher";
		open(name, published ? ZeroMqType.PUB : ZeroMqType.PUSH, (socket) -> {
			socket.connect(LOOPBACK + port);
			if (published) {
				socket.option("xpub-nodrop", "true");
			}
		});
		MessageChannel outbound = this.netAsync.channels(name).orElseThrow().outbound();
		return (payload) -> outbound.send(new GenericMessage<>(payload));
	}

	@Override
	public int answer() {
		return bind(ZeroMqType.REP,
				(socket) -> socket.channels((channels) -> channels.subscribe(channels.outbound()::send)));
	}

	private int bind(ZeroMqType type, Consumer<ZeroMqBuilder> options) {
		ZeroMqSocket socket = open("receiver", type, (builder) -> options.accept(builder.bind(LOOPBACK + "*")));
		String address = socket.snapshot().bound().get(0);
		return Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
	}

	@Override
	public void ask(int port, ZeroMqExchange exchange) throws Exception {
		ZeroMqSocket socket = open("asker", ZeroMqType.REQ, (builder) -> builder.connect(LOOPBACK + port));
		connect(socket);
		Asker asker = new Asker(socket, exchange);
		exchange.start(asker);
		exchange.await();
		socket.close();
	}

	/**
	 * Asks until there is an answer: a connection without a handshake takes what was sent
	 * to it with it.
	 * @param socket asks
	 */
	private static void connect(ZeroMqSocket socket) {
		RequestOptions patience = RequestOptions.within(Duration.ofMillis(2L * HANDSHAKE));
		for (int attempt = 0; attempt < 10; attempt++) {
			if (socket.request(new GenericMessage<>(RequestLoad.payload(0)), patience)
				.handle((reply, failure) -> reply != null)
				.toCompletableFuture()
				.join()) {
				return;
			}
		}
		throw new IllegalStateException("Not connected");
	}

	@Override
	public void close() {
		this.zeroMq.sockets().forEach(ZeroMqSocket::close);
	}

	/**
	 * Asks, and hands on the replies.
	 *
	 * @param socket the socket
	 * @param exchange wants the replies
	 */
	private record Asker(ZeroMqSocket socket, ZeroMqExchange exchange) implements Consumer<byte[]> {

		@Override
		public void accept(byte[] request) {
			this.socket.request(request).whenComplete((reply, failure) -> {
				if (reply == null) {
					throw new IllegalStateException(failure);
				}
				byte[] payload = (byte[]) reply.getPayload();
				RequestLoad.check(request, payload);
				this.exchange.replied(payload, this);
			});
		}

	}

}
