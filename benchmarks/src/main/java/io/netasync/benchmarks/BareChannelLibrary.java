package io.netasync.benchmarks;

import java.util.function.Consumer;

import org.springframework.integration.channel.DirectChannel;
import org.springframework.messaging.support.GenericMessage;

/**
 * A channel in front of a JeroMQ socket, on the thread of whoever sends or receives, and
 * nothing between them: only one thread may send, and it is blocked by a slow peer. What
 * goes through a channel can't cost less than this.
 *
 * @author net-async
 */
final class BareChannelLibrary implements ZeroMqLibrary {

	private final JeroMqLibrary sockets = new JeroMqLibrary();

	@Override
	public int receive(boolean published, Consumer<byte[]> handler) {
		DirectChannel inbound = new DirectChannel();
		inbound.subscribe((message) -> handler.accept((byte[]) message.getPayload()));
		return this.sockets.receive(published, (payload) -> inbound.send(new GenericMessage<>(payload)));
	}

	@Override
	public Consumer<byte[]> send(boolean published, int port) {
		Consumer<byte[]> socket = this.sockets.send(published, port);
		DirectChannel outbound = new DirectChannel();
		outbound.subscribe((message) -> socket.accept((byte[]) message.getPayload()));
		return (payload) -> outbound.send(new GenericMessage<>(payload));
	}

	@Override
	public int answer() {
		return this.sockets.answer();
	}

	@Override
	public void ask(int port, ZeroMqExchange exchange) {
		this.sockets.ask(port, exchange);
	}

	@Override
	public void close() throws InterruptedException {
		this.sockets.close();
	}

}
