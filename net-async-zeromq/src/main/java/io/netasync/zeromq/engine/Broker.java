package io.netasync.zeromq.engine;

import java.nio.channels.SelectionKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.Predicate;

import io.netasync.buffer.DropReason;
import io.netasync.zeromq.message.Frames;
import io.netasync.zeromq.message.ZeroMqType;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.zeromq.ZEvent;
import org.zeromq.ZMQ;
import org.zeromq.ZMQException;

/**
 * Two sockets whose messages go to each other, on the thread that owns them. Reads of one
 * no more than the other takes, so that what is too much waits with those who send it.
 * What a subscriber or a single peer has no room for is dropped and counted.
 * <p>
 * Not JeroMQ's own proxy, which polls twice for each message, turns in circles while one
 * side is full, and drops without a word.
 *
 * @author net-async
 * @since 0.1.0
 */
public final class Broker extends SocketLoop.Served {

	private static final Log logger = LogFactory.getLog(Broker.class);

	private static final int TURN = 256;

	private static final int PATIENCE = 10;

	private final SocketLoop loop;

	private final String name;

	private final Settings settings;

	private final Exchange exchange;

	private final Consumer<SocketEvent> listener;

	private final LongAdder requests = new LongAdder();

	private final LongAdder replies = new LongAdder();

	private final LongAdder dropped = new LongAdder();

	private final Queue<SocketEvent> events = new ConcurrentLinkedQueue<>();

	private final List<SelectionKey> keys = new ArrayList<>();

	private final Map<String, List<String>> bound = new HashMap<>();

	private @Nullable Sides sides;

	private int failures;

	/**
	 * Creates a broker that is not open yet.
	 * @param loop the thread that will own its sockets
	 * @param name its name
	 * @param settings how it is made
	 * @param listener hears what happens to the connections of both sockets
	 */
	public Broker(SocketLoop loop, String name, Settings settings, Consumer<SocketEvent> listener) {
		this.loop = loop;
		this.name = name;
		this.settings = settings;
		this.listener = listener;
		this.exchange = settings.pirate()
				? new PirateQueue(settings.backend().heartbeat().interval(), settings.backend().heartbeat().timeout())
				: Exchange.PLAIN;
	}

	/**
	 * Opens both sockets, and waits until they are bound.
	 * @throws SocketBindException if an address can't be bound
	 */
	public void open() {
		this.loop.call(() -> {
			List<ZMQ.Socket> made = new ArrayList<>();
			try {
				Line frontend = side("frontend", this.settings.frontend(), made);
				Line backend = side("backend", this.settings.backend(), made);
				Line capture = (this.settings.capture() != null) ? side("capture", this.settings.capture(), made)
						: null;
				this.sides = new Sides(frontend, backend, capture);
				this.loop.wake(this);
			}
			catch (RuntimeException ex) {
				shut(made);
				throw ex;
			}
		});
	}

	private Line side(String side, SocketSettings own, List<ZMQ.Socket> made) {
		ZMQ.Socket socket = SocketFactory.create(this.loop, this.name + "." + side, own, this::queue);
		made.add(socket);
		socket.setEventHook(this::heard, ZMQ.EVENT_ALL);
		this.settings.customizer().customize(this.name + "." + side, socket);
		this.keys.add(this.loop.register(this, socket.getFD()));
		List<String> addresses = new ArrayList<>();
		for (String address : own.bind()) {
			try {
				socket.bind(Endpoints.toJeroMq(address));
			}
			catch (ZMQException ex) {
				throw new SocketBindException(this.name, address, ex);
			}
			addresses.add(address.startsWith("tcp://") ? socket.getLastEndpoint() : address);
		}
		own.connect().forEach((address) -> socket.connect(Endpoints.toJeroMq(address)));
		this.bound.put(side, List.copyOf(addresses));
		return (own.type() == ZeroMqType.ROUTER) ? new RouterLine(socket, Math.max(1, own.sendHwm()))
				: Line.of(own, socket);
	}

	private void heard(ZEvent event) {
		SocketEvent known = SocketEvent.of(event);
		if (known != null) {
			queue(known);
		}
	}

	private void queue(SocketEvent event) {
		if (event.kind() == SocketEvent.Kind.CONNECTED) {
			this.loop.nudge().connected();
		}
		this.events.add(event);
		this.loop.wake(this);
	}

	/**
	 * Has the time looked at. For any thread.
	 */
	public void tick() {
		this.loop.wake(this);
	}

	@Override
	boolean turn() {
		for (SocketEvent event = this.events.poll(); event != null; event = this.events.poll()) {
			this.listener.accept(event);
		}
		Sides current = this.sides;
		if (current == null) {
			return false;
		}
		try {
			boolean more = pass(current);
			this.failures = 0;
			return more;
		}
		catch (Exception | AssertionError ex) {
			logger.error("The broker '%s' goes on after a failure".formatted(this.name), ex);
			this.dropped.increment();
			return ++this.failures < PATIENCE;
		}
	}

	private boolean pass(Sides current) {
		current.frontend().retry();
		current.backend().retry();
		if (current.capture() != null) {
			current.capture().retry();
		}
		long now = System.nanoTime();
		this.exchange.passed(now)
			.forEach((frames) -> pass(current.backend(),
					new Passed(frames, new LongAdder(), this.exchange::undelivered)));
		boolean more = replies(current, now);
		more |= requests(current);
		// one socket's sending has heard of what it is to receive, and the other way
		// round
		more |= current.frontend().goesOn(false);
		more |= current.backend().goesOn(false);
		more |= this.exchange.isReady() && isUnread(current.frontend(), current.backend());
		return more || isUnread(current.backend(), current.frontend());
	}

	private static boolean isUnread(Line from, Line to) {
		return to.isOpenForMore() && from.hasInput();
	}

	private boolean requests(Sides current) {
		for (int turn = 0; turn < TURN; turn++) {
			if (!current.backend().isOpenForMore() || !this.exchange.isReady()) {
				return false;
			}
			Frames frames = current.frontend().receive();
			if (frames == null) {
				return false;
			}
			capture(current, frames);
			pass(current.backend(),
					new Passed(this.exchange.toBackend(frames), this.requests, this.exchange::undelivered));
		}
		return true;
	}

	private boolean replies(Sides current, long now) {
		for (int turn = 0; turn < TURN; turn++) {
			if (!current.frontend().isOpenForMore()) {
				return false;
			}
			Frames frames = current.backend().receive();
			if (frames == null) {
				return false;
			}
			Frames forward = this.exchange.toFrontend(frames, now);
			if (forward != null) {
				capture(current, forward);
				pass(current.frontend(), new Passed(forward, this.replies, (lost) -> false));
			}
		}
		return true;
	}

	private void capture(Sides current, Frames frames) {
		if (current.capture() != null) {
			current.capture().send(new Passed(frames, new LongAdder(), (lost) -> false));
		}
	}

	private void pass(Line line, Passed parcel) {
		try {
			line.send(parcel);
		}
		catch (RuntimeException ex) {
			parcel.refused(ex);
		}
	}

	/**
	 * Returns where a side listens.
	 * @param side {@code frontend}, {@code backend} or {@code capture}
	 * @return the addresses, with their ports
	 */
	public List<String> bound(String side) {
		return this.bound.getOrDefault(side, List.of());
	}

	/**
	 * Returns how many messages went from the frontend to the backend.
	 * @return messages
	 */
	public long requests() {
		return this.requests.sum();
	}

	/**
	 * Returns how many messages went from the backend to the frontend.
	 * @return messages
	 */
	public long replies() {
		return this.replies.sum();
	}

	/**
	 * Returns how many messages could not go on, or not to all.
	 * @return messages
	 */
	public long dropped() {
		return this.dropped.sum();
	}

	/**
	 * Closes both sockets.
	 */
	public void close() {
		this.loop.call(() -> {
			Sides current = this.sides;
			if (current != null) {
				this.sides = null;
				List<ZMQ.Socket> sockets = new ArrayList<>(
						List.of(current.frontend().socket(), current.backend().socket()));
				if (current.capture() != null) {
					sockets.add(current.capture().socket());
				}
				shut(sockets);
			}
		});
	}

	private void shut(List<ZMQ.Socket> sockets) {
		List.of("frontend", "backend", "capture").forEach((side) -> this.loop.forget(this.name + "." + side));
		this.keys.forEach(this.loop::unregister);
		this.keys.clear();
		sockets.forEach(ZMQ.Socket::close);
	}

	/**
	 * How a broker is made.
	 *
	 * @param frontend where those who ask, or publish, come
	 * @param backend where those who answer, or subscribe, come
	 * @param capture a publisher of all that passes, {@code null} for none
	 * @param pirate whether the backend's peers are workers that say that they live
	 * @param customizer changes each socket before it binds or connects
	 */
	public record Settings(SocketSettings frontend, SocketSettings backend, @Nullable SocketSettings capture,
			boolean pirate, SocketCustomizer customizer) {
	}

	/**
	 * The sockets.
	 *
	 * @param frontend one side
	 * @param backend the other
	 * @param capture a publisher of all that passes
	 */
	private record Sides(Line frontend, Line backend, @Nullable Line capture) {
	}

	/**
	 * A message that passes.
	 */
	private final class Passed implements Parcel {

		private final Frames frames;

		private final LongAdder count;

		private final Predicate<Frames> whenLost;

		Passed(Frames frames, LongAdder count, Predicate<Frames> whenLost) {
			this.frames = frames;
			this.count = count;
			this.whenLost = whenLost;
		}

		@Override
		public Frames frames() {
			return this.frames;
		}

		@Override
		public void written() {
			this.count.increment();
		}

		@Override
		public void refused(Throwable cause) {
			if (!this.whenLost.test(this.frames)) {
				Broker.this.dropped.increment();
			}
		}

		@Override
		public void drop(DropReason reason) {
			if (reason != DropReason.UNHEARD) {
				Broker.this.dropped.increment();
			}
		}

	}

}
