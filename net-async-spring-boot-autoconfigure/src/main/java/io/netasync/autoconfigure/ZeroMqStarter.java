package io.netasync.autoconfigure;

import java.util.Comparator;
import java.util.List;
import java.util.function.ObjIntConsumer;

import io.netasync.zeromq.ZeroMqProxy;
import io.netasync.zeromq.ZeroMqSnapshot;
import io.netasync.zeromq.ZeroMqSocket;
import io.netasync.zeromq.engine.SocketBindException;

/**
 * Starts the ZeroMQ sockets of the properties: those that only listen, then those that
 * connect.
 *
 * @param sockets the sockets
 * @param proxies the brokers, which start first
 * @author net-async
 */
record ZeroMqStarter(List<ZeroMqSocket> sockets, List<ZeroMqProxy> proxies) implements NetAsyncStarter {

	private static final String TCP = "tcp://";

	@Override
	public void start(ObjIntConsumer<String> ports) {
		this.proxies.stream().filter((proxy) -> !proxy.snapshot().open()).forEach(ZeroMqStarter::start);
		this.sockets.stream()
			.filter((socket) -> !socket.snapshot().open())
			.sorted(Comparator.comparing((socket) -> !socket.snapshot().connected().isEmpty()))
			.forEach((socket) -> start(socket, ports));
	}

	private static void start(ZeroMqProxy proxy) {
		try {
			proxy.start();
		}
		catch (SocketBindException ex) {
			PropertyPrefix prefix = PropertyPrefix.zeroMqProxy(proxy.name());
			throw ZeroMqBindFailure.of(ex, prefix.group(proxy.sideOf(ex.address())).property("bind"));
		}
	}

	private static void start(ZeroMqSocket socket, ObjIntConsumer<String> ports) {
		ZeroMqSnapshot started = PropertyPrefix.zeroMq(socket.name()).makeQuoting(() -> started(socket));
		started.bound()
			.stream()
			.filter((address) -> address.startsWith(TCP))
			.findFirst()
			.ifPresent((address) -> ports.accept(socket.name(), port(address)));
	}

	private static ZeroMqSnapshot started(ZeroMqSocket socket) {
		try {
			socket.start();
			return socket.snapshot();
		}
		catch (SocketBindException ex) {
			throw ZeroMqBindFailure.of(ex, PropertyPrefix.zeroMq(socket.name()).property("bind"));
		}
	}

	private static int port(String address) {
		return Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
	}

}
