package io.netasync.autoconfigure;

import java.util.Comparator;
import java.util.List;
import java.util.function.ObjIntConsumer;

import io.netasync.zeromq.ZeroMqProxy;
import io.netasync.zeromq.ZeroMqSocket;
import io.netasync.zeromq.engine.SocketBindException;

/**
 * Starts the ZeroMQ brokers and sockets of the properties: the brokers, the sockets that
 * only listen, then those that connect.
 *
 * @param sockets the sockets
 * @param proxies the brokers
 * @author net-async
 */
record ZeroMqStarter(List<ZeroMqSocket> sockets, List<ZeroMqProxy> proxies) implements NetAsyncStarter {

	private static final String TCP = "tcp://";

	@Override
	public void start(ObjIntConsumer<String> ports) {
		this.proxies.stream().filter((proxy) -> !proxy.snapshot().open()).forEach((proxy) -> start(proxy, ports));
		this.sockets.stream()
			.filter((socket) -> !socket.snapshot().open())
			.sorted(Comparator.comparing((socket) -> !socket.snapshot().connected().isEmpty()))
			.forEach((socket) -> start(socket, ports));
	}

	private static void start(ZeroMqProxy proxy, ObjIntConsumer<String> ports) {
		PropertyPrefix prefix = PropertyPrefix.zeroMqProxy(proxy.name());
		try {
			prefix.makeQuoting(() -> started(proxy::start));
		}
		catch (SocketBindException ex) {
			String property = prefix.group(proxy.sideOf(ex.address())).property("bind");
			throw new ZeroMqBindFailure(ex, "broker", property).exception();
		}
		publish(proxy.name() + ".frontend", proxy.snapshot().frontend(), ports);
		publish(proxy.name() + ".backend", proxy.snapshot().backend(), ports);
	}

	private static void start(ZeroMqSocket socket, ObjIntConsumer<String> ports) {
		PropertyPrefix prefix = PropertyPrefix.zeroMq(socket.name());
		try {
			prefix.makeQuoting(() -> started(socket::start));
		}
		catch (SocketBindException ex) {
			throw new ZeroMqBindFailure(ex, "socket", prefix.property("bind")).exception();
		}
		publish(socket.name(), socket.snapshot().bound(), ports);
	}

	private static boolean started(Runnable start) {
		start.run();
		return true;
	}

	private static void publish(String name, List<String> bound, ObjIntConsumer<String> ports) {
		bound.stream()
			.filter((address) -> address.startsWith(TCP))
			.findFirst()
			.ifPresent((address) -> ports.accept(name, port(address)));
	}

	private static int port(String address) {
		return Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
	}

}
