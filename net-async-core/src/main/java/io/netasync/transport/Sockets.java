package io.netasync.transport;

import java.util.List;
import java.util.stream.Stream;

import io.netasync.transport.SocketOptions.Setting;
import io.netty.channel.Channel;

/**
 * The sockets of one client or server: what was set of them, found to be possible, and
 * the event loops they run on.
 *
 * @param loops the event loops
 * @param own whether nobody else uses the event loops
 * @param options options of each TCP connection
 * @param unixOptions options of each connection over a Unix socket
 * @param listenOptions options of the socket to listen on
 * @author net-async
 */
record Sockets(EventLoops loops, boolean own, List<Setting<?>> options, List<Setting<?>> unixOptions,
		List<Setting<?>> listenOptions) implements AutoCloseable {

	/**
	 * Opens what a client or server needs.
	 * @param settings what is set
	 * @param shared the event loops that all share
	 * @param threads how many threads event loops of its own have, if it says nothing of
	 * that
	 * @param unix whether it listens on a Unix socket
	 * @return the sockets, to be closed
	 * @throws InvalidSocketOptionException if something can't be set
	 */
	static Sockets open(ConnectionSettings settings, EventLoops shared, int threads, boolean unix) {
		SocketSpec spec = settings.sockets();
		EventLoopSpec own = spec.eventLoop();
		if (own == null) {
			return of(spec, shared, false, unix);
		}
		EventLoops loops = start(settings.name(), own, threads);
		try {
			return of(spec, loops, true, unix);
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

	private static Sockets of(SocketSpec spec, EventLoops loops, boolean own, boolean unix) {
		SocketTypes types = loops.types();
		return new Sockets(loops, own, unix ? List.of() : options(spec, types.tcp()),
				unix ? options(spec, types.unix()) : knownOptions(spec, types.unix()),
				listenOptions(spec, unix ? types.unixServer() : types.tcpServer()));
	}

	private static List<Setting<?>> options(SocketSpec spec, Class<? extends Channel> type) {
		if (spec.options().isEmpty() && spec.keepAlive().equals(KeepAlive.NONE)) {
			return List.of();
		}
		try (SocketOptions options = new SocketOptions(type)) {
			return Stream
				.concat(options.settings(spec.keepAlive()).stream(),
						options.settings("options", spec.options()).stream())
				.toList();
		}
	}

	/**
	 * Makes settings of those options that are not of TCP only, for a client that may
	 * connect either way.
	 */
	private static List<Setting<?>> knownOptions(SocketSpec spec, Class<? extends Channel> type) {
		if (spec.options().isEmpty()) {
			return List.of();
		}
		try (SocketOptions options = new SocketOptions(type)) {
			return options.settings("options", options.known(spec.options()));
		}
	}

	private static List<Setting<?>> listenOptions(SocketSpec spec, Class<? extends Channel> type) {
		if (spec.listenOptions().isEmpty()) {
			return List.of();
		}
		try (SocketOptions options = new SocketOptions(type)) {
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
