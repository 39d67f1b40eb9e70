package io.netasync.test;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * One client's connection through a proxy: two sockets and a {@link Pump} each way.
 * Confined to the event loop.
 * <p>
 * Whatever happens on a socket leads to {@link #advance()}, which looks at everything
 * there may be to do. An end of the stream on one side is passed on as such, so half-open
 * connections work; an error on one side resets the other.
 *
 * @author net-async
 */
final class ProxyConnection {

	private static final long NEVER = Long.MAX_VALUE;

	private final EventLoop loop;

	private final Side client;

	private final Side upstream;

	private final Map<Direction, Pump> pumps = new EnumMap<>(Direction.class);

	private final Consumer<ProxyConnection> whenEnded;

	private long wakeAt = NEVER;

	private boolean connected;

	private boolean ended;

	ProxyConnection(EventLoop loop, SocketChannel client, Map<Direction, LongAdder> moved,
			Consumer<ProxyConnection> whenEnded) throws IOException {
		this.loop = loop;
		this.whenEnded = whenEnded;
		this.client = new Side(loop, client, 0, this::advance);
		this.upstream = new Side(loop, SocketChannel.open(), SelectionKey.OP_CONNECT, this::advance);
		moved.forEach((direction, counter) -> this.pumps.put(direction, pump(direction, counter)));
	}

	private Pump pump(Direction direction, LongAdder moved) {
		return switch (direction) {
			case UPSTREAM -> new Pump(this.client, this.upstream, moved);
			case DOWNSTREAM -> new Pump(this.upstream, this.client, moved);
		};
	}

	void connect(InetSocketAddress server) {
		try {
			this.upstream.connect(server);
		}
		catch (IOException ex) {
			end(Ending.FIN);
		}
	}

	void faults(Map<Direction, Faults> faults) {
		this.pumps.forEach(
				(direction, pump) -> pump.pacer().faults(faults.getOrDefault(direction, Faults.NONE), this.loop.now()));
		advance();
	}

	void end(Ending ending) {
		if (!this.ended) {
			this.ended = true;
			this.whenEnded.accept(this);
			this.client.end(ending);
			this.upstream.end(ending);
		}
	}

	private void advance() {
		if (this.ended) {
			return;
		}
		try {
			Ending due = advance(this.loop.now());
			if (due != null) {
				end(due);
			}
		}
		catch (IOException ex) {
			end(this.connected ? Ending.RESET : Ending.FIN);
		}
	}

	private @Nullable Ending advance(long now) throws IOException {
		long next = NEVER;
		boolean finished = true;
		for (Pump pump : this.pumps.values()) {
			Ending due = pump.pacer().demise().due(now);
			if (due != null) {
				return due;
			}
			next = Math.min(next, pump.pacer().demise().at());
			if (connected()) {
				next = Math.min(next, pump.advance(now));
			}
			if (pump.pacer().exhausted()) {
				return Ending.FIN;
			}
			finished &= pump.finished();
		}
		wakeAt(next);
		return finished ? Ending.FIN : null;
	}

	private boolean connected() throws IOException {
		if (!this.connected && this.upstream.connected()) {
			this.connected = true;
			this.client.noDelay();
			this.upstream.noDelay();
		}
		return this.connected;
	}

	private void wakeAt(long at) {
		if (at < this.wakeAt) {
			this.wakeAt = at;
			this.loop.schedule(at, () -> {
				this.wakeAt = (this.wakeAt == at) ? NEVER : this.wakeAt;
				advance();
			});
		}
	}

}
