package io.netasync.transport;

import java.util.List;
import java.util.stream.Stream;

import io.netasync.transport.SocketOptions.Setting;

/**
 * The sockets of one client or server: what was set of them, found to be possible, and
 * the event loops they run on.
 *
 * @param loops the event loops
 * @param own whether nobody else uses the event loops
 * @param options options of each connection
 * @param listenOptions options of the socket to listen on
 * @author net-async
 */
record Sockets(EventLoops loops, boolean own, List<Setting<?>> options,
		List<Setting<?>> listenOptions) implements AutoCloseable {

	/**
	 * Opens what a client or server needs.
	 * @param name the client or server
	 * @param spec what is set of its sockets
	 * @param shared the event loops that all share
	 * @param threads how many threads event loops of its own have, if it says nothing of
	 * that
	 * @return the sockets, to be closed
	 * @throws InvalidSocketOptionException if something can't be set
	 */
	static Sockets open(String name, SocketSpec spec, EventLoops shared, int threads) {
		EventLoopSpec own = spec.eventLoop();
		if (own == null) {
			return of(spec, shared, false);
		}
		EventLoops loops = start(name, own, threads);
		try {
			return of(spec, loops, true);
		}
		catch (RuntimeException ex) {
			loops.close();
			throw ex;
		}
	}

	private static EventLoops start(String name, EventLoopSpec own, int threads) {
		try {
			return EventLoops.start(name, own.transport(), (own.threads() > 0) ? own.threads() : threads);
		}
		catch (IllegalStateException ex) {
			throw new InvalidSocketOptionException("event-loop.transport",
					"names sockets that this machine does not have", "Set it to auto");
		}
	}

	private static Sockets of(SocketSpec spec, EventLoops loops, boolean own) {
		return new Sockets(loops, own, options(spec, loops), listenOptions(spec, loops));
	}

	private static List<Setting<?>> options(SocketSpec spec, EventLoops loops) {
		if (spec.options().isEmpty() && spec.keepAlive().equals(KeepAlive.NONE)) {
			return List.of();
		}
		try (SocketOptions options = new SocketOptions(loops.socketType())) {
			return Stream
				.concat(options.settings(spec.keepAlive()).stream(),
						options.settings("options", spec.options()).stream())
				.toList();
		}
	}

	private static List<Setting<?>> listenOptions(SocketSpec spec, EventLoops loops) {
		if (spec.listenOptions().isEmpty()) {
			return List.of();
		}
		try (SocketOptions options = new SocketOptions(loops.serverType())) {
			return options.settings("listen-options", spec.listenOptions());
		}
	}

	/**
	 * Ends the event loops if they are its own. Connections must have been closed before.
	 */
	@Override
	public void close() {
		if (this.own) {
			this.loops.close();
		}
	}

}
