package io.netasync.autoconfigure.endpoint;

import java.util.Optional;
import java.util.stream.Stream;

import io.netasync.autoconfigure.endpoint.NetAsyncEndpoint.Operation;
import io.netasync.zeromq.ZeroMq;
import io.netasync.zeromq.ZeroMqProxy;
import io.netasync.zeromq.ZeroMqSnapshot;
import io.netasync.zeromq.ZeroMqSocket;
import io.netasync.zeromq.engine.SocketBindException;
import io.netasync.zeromq.message.ZeroMqType;
import org.jspecify.annotations.Nullable;

/**
 * {@link SocketOperations} on ZeroMQ sockets and brokers.
 *
 * @param zeroMq knows them
 * @author net-async
 */
record ZeroMqOperations(ZeroMq zeroMq) implements SocketOperations {

	@Override
	public Stream<SocketDescriptor> sockets() {
		return this.zeroMq.sockets().stream().map(ZeroMqOperations::describe);
	}

	@Override
	public Stream<BrokerDescriptor> brokers() {
		return this.zeroMq.proxies().stream().map(ZeroMqOperations::describe);
	}

	private static BrokerDescriptor describe(ZeroMqProxy proxy) {
		ZeroMqProxy.Snapshot snapshot = proxy.snapshot();
		return new BrokerDescriptor(proxy.name(), snapshot.type().text(), snapshot.open(), snapshot.frontend(),
				snapshot.backend(), snapshot.connections(), snapshot.requests(), snapshot.replies(),
				snapshot.dropped());
	}

	private static SocketDescriptor describe(ZeroMqSocket socket) {
		ZeroMqSnapshot snapshot = socket.snapshot();
		return new SocketDescriptor(socket.name(), snapshot.type().text(), snapshot.open(), snapshot.bound(),
				snapshot.connected(), snapshot.connections(), snapshot.inState().toMillis(), snapshot.lastFailure(),
				snapshot.connects(), snapshot.disconnects(), snapshot.handshakesFailed(), snapshot.received(),
				snapshot.receivedBytes(), LedgerDescriptor.of(snapshot.ledger()));
	}

	@Override
	public boolean operate(String name, Operation operation, @Nullable String value) {
		Optional<ZeroMqSocket> socket = this.zeroMq.find(name);
		socket.ifPresent((found) -> operate(found, operation, value));
		return socket.isPresent();
	}

	private static boolean isSubscription(Operation operation) {
		return operation == Operation.SUBSCRIBE || operation == Operation.UNSUBSCRIBE;
	}

	private static void operate(ZeroMqSocket socket, Operation operation, @Nullable String value) {
		if (isSubscription(operation) && socket.type() != ZeroMqType.SUB && socket.type() != ZeroMqType.XSUB) {
			throw NetAsyncEndpoint.notFor(socket.type().text(), operation);
		}
		String text = (value != null) ? value : "";
		try {
			switch (operation) {
				case BIND -> socket.bind(text);
				case UNBIND -> socket.unbind(text);
				case CONNECT -> socket.connect(text);
				case DISCONNECT -> socket.disconnect(text);
				case SUBSCRIBE -> socket.subscribe(text);
				case UNSUBSCRIBE -> socket.unsubscribe(text);
				default -> throw NetAsyncEndpoint.notFor("ZeroMQ socket", operation);
			}
		}
		catch (IllegalArgumentException | IllegalStateException | SocketBindException ex) {
			throw NetAsyncEndpoint.rejected(String.valueOf(ex.getMessage()));
		}
	}

}
