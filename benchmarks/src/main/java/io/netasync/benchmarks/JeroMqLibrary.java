package io.netasync.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import org.zeromq.SocketType;
import org.zeromq.ZMQ;
import org.zeromq.ZMQException;

/**
 * JeroMQ as one uses it by itself: a thread that has one socket and waits for it. Who
 * sends only does that on the current thread.
 *
 * @author net-async
 */
final class JeroMqLibrary implements ZeroMqLibrary {

	private static final String LOOPBACK = "tcp://127.0.0.1:";

	private final List<ZMQ.Socket> sockets = new ArrayList<>();

	private final List<Thread> threads = new ArrayList<>();

	private ZMQ.Context context = ZMQ.context(1);

	@Override
	public int receive(boolean published, Consumer<byte[]> handler) {
		ZMQ.Socket socket = socket(published ? SocketType.SUB : SocketType.PULL);
		if (published) {
			socket.subscribe(ZMQ.SUBSCRIPTION_ALL);
		}
		int port = bind(socket);
		start(socket, () -> handler.accept(last(socket)));
		return port;
	}

	@Override
	public Consumer<byte[]> send(boolean published, int port) {
		ZMQ.Socket socket = socket(published ? SocketType.PUB : SocketType.PUSH);
		if (published) {
			socket.setXpubNoDrop(true);
		}
		socket.connect(LOOPBACK + port);
		this.sockets.add(socket);
		return socket::send;
	}

	@Override
	public int answer() {
		ZMQ.Socket socket = socket(SocketType.REP);
		int port = bind(socket);
		start(socket, () -> socket.send(socket.recv()));
		return port;
	}

	private ZMQ.Socket socket(SocketType type) {
		ZMQ.Socket socket = this.context.socket(type);
		socket.setHandshakeIvl(HANDSHAKE);
		return socket;
	}

	private static int bind(ZMQ.Socket socket) {
		socket.bind(LOOPBACK + "*");
		String address = socket.getLastEndpoint();
		return Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
	}

	private static byte[] last(ZMQ.Socket socket) {
		byte[] frame = socket.recv();
		while (socket.hasReceiveMore()) {
			frame = socket.recv();
		}
		return frame;
	}

	private void start(ZMQ.Socket socket, Runnable step) {
		Thread thread = new Thread(() -> loop(socket, step), "jeromq");
		this.threads.add(thread);
		thread.start();
	}

	private static void loop(ZMQ.Socket socket, Runnable step) {
		try (socket) {
			while (true) {
				step.run();
			}
		}
		catch (ZMQException ex) {
			if (ex.getErrorCode() != ZMQ.Error.ETERM.getCode()) {
				throw ex;
			}
		}
	}

	/**
	 * Asks through a {@code DEALER}: waits for a reply, takes what else has come and
	 * sends as many requests as that were.
	 */
	@Override
	public void ask(int port, ZeroMqExchange exchange) {
		try (ZMQ.Socket socket = socket(SocketType.DEALER)) {
			socket.connect(LOOPBACK + port);
			Consumer<byte[]> sender = (payload) -> request(socket, payload);
			request(socket, RequestLoad.payload(0));
			last(socket);
			exchange.start(sender);
			List<byte[]> replies = new ArrayList<>();
			while (!exchange.hasEnded()) {
				replies.add(last(socket));
				while ((socket.getEvents() & ZMQ.Poller.POLLIN) != 0) {
					replies.add(last(socket));
				}
				replies.forEach((reply) -> exchange.replied(reply, sender));
				replies.clear();
			}
		}
	}

	/**
	 * Sends a request with a number by which its reply could be told from others, as
	 * net-async does.
	 * @param socket the socket
	 * @param payload the payload of the request
	 */
	private static void request(ZMQ.Socket socket, byte[] payload) {
		byte[] number = new byte[Long.BYTES];
		System.arraycopy(payload, 0, number, 0, number.length);
		socket.sendMore(number);
		socket.sendMore(new byte[0]);
		socket.send(payload);
	}

	@Override
	public void close() throws InterruptedException {
		this.sockets.forEach(ZMQ.Socket::close);
		this.sockets.clear();
		this.context.term();
		for (Thread thread : this.threads) {
			thread.join();
		}
		this.threads.clear();
		this.context = ZMQ.context(1);
	}

}
