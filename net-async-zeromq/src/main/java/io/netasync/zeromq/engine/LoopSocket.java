package io.netasync.zeromq.engine;

import java.net.InetSocketAddress;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.netasync.buffer.MessageSink;
import io.netasync.mailbox.Outgoing;
import io.netasync.zeromq.message.Frames;
import org.jspecify.annotations.Nullable;
import org.zeromq.ZEvent;
import org.zeromq.ZMQ;
import org.zeromq.ZMQException;

import org.springframework.util.Assert;

/**
 * A JeroMQ socket on its {@link SocketLoop}: takes messages of a send buffer for as long
 * as ZeroMQ takes them, receives for as long as there is room, and passes on what
 * JeroMQ's monitor tells. A message that ZeroMQ doesn't take is kept, and tried again at
 * the next signal; nothing else waits for it but this socket, and with a router only what
 * is for the same peer.
 *
 * @author net-async
 * @since 0.1.0
 */
public final class LoopSocket extends SocketLoop.Served implements MessageSink<Outgoing> {

	/** So many messages are moved each way before others have their turn. */
	private static final int TURN = 256;

	/** So many turns in a row may fail before the next signal is waited for. */
	private static final int PATIENCE = 10;

	/** How long closing waits for the ports to be free. */
	private static final long UNBIND_SECONDS = 2;

	private final SocketLoop loop;

	private final String name;

	private final SocketSettings settings;

	private final SocketCustomizer customizer;

	private final Intake intake;

	private final SocketHandler handler;

	private final Queue<Runnable> drains = new ConcurrentLinkedQueue<>();

	private final Queue<SocketEvent> events = new ConcurrentLinkedQueue<>();

	private final Map<SelectableChannel, InetSocketAddress> listening = new HashMap<>();

	private final Set<String> bound = new LinkedHashSet<>();

	private @Nullable Line line;

	private @Nullable SelectionKey key;

	private @Nullable CompletableFuture<List<InetSocketAddress>> closing;

	private List<InetSocketAddress> ports = List.of();

	/** What ZeroMQ has taken in this turn. */
	private final List<Outgoing> written = new ArrayList<>();

	private int allowance;

	private int failures;

	private boolean stalled;

	private boolean awaitsRoom;

	/**
	 * Creates a socket that is not open yet.
	 * @param loop the thread that will own it
	 * @param name its name
	 * @param settings how it is made
	 * @param customizer changes it before it binds or connects
	 * @param intake how much it may receive
	 * @param handler what it is there for
	 */
	public LoopSocket(SocketLoop loop, String name, SocketSettings settings, SocketCustomizer customizer, Intake intake,
			SocketHandler handler) {
		this.loop = loop;
		this.name = name;
		this.settings = settings;
		this.customizer = customizer;
		this.intake = intake;
		this.handler = handler;
	}

	/**
	 * Opens it, and waits until it is bound to all its addresses; {@link #connect} is for
	 * those of peers.
	 * @return the addresses it is bound to, with their ports
	 * @throws SocketBindException if an address can't be bound
	 * @throws IllegalArgumentException if an option can't be
	 */
	public List<String> open() {
		this.loop.call(() -> {
			ZMQ.Socket socket = SocketFactory.create(this.loop, this.name, this.settings, this::queue);
			try {
				open(socket);
			}
			catch (RuntimeException ex) {
				shut(socket);
				throw ex;
			}
		});
		return List.copyOf(this.bound);
	}

	private void open(ZMQ.Socket socket) {
		socket.setEventHook(this::heard, ZMQ.EVENT_ALL);
		this.customizer.customize(this.name, socket);
		this.key = this.loop.register(this, socket.getFD());
		this.line = Line.of(this.settings, socket);
		this.settings.topics().forEach((topic) -> this.line.subscribe(topic.getBytes(ZMQ.CHARSET), true));
		this.settings.bind().forEach(this::bindNow);
		this.loop.wake(this);
	}

	private void refused(String address) {
		this.events.add(new SocketEvent(SocketEvent.Kind.HANDSHAKE_FAILED, address, null, null, "it may not come in"));
		this.loop.wake(this);
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
	 * Does something with the socket, and waits until it is done.
	 * @param address an address to bind
	 * @return the address it has bound, with the port
	 * @throws SocketBindException if it can't be bound
	 */
	public String bind(String address) {
		Endpoints.check("bind", address);
		String[] result = new String[1];
		this.loop.call(() -> result[0] = bindNow(address));
		return result[0];
	}

	private String bindNow(String address) {
		ZMQ.Socket socket = line().socket();
		try {
			socket.bind(Endpoints.toJeroMq(address));
		}
		catch (ZMQException | IllegalArgumentException ex) {
			throw new SocketBindException(this.name, address, ex);
		}
		String last = address.startsWith("tcp://") ? socket.getLastEndpoint() : address;
		this.bound.add(last);
		return last;
	}

	/**
	 * Listens no more at an address. Connections that were accepted stay.
	 * @param address what {@link #bind} returned
	 */
	public void unbind(String address) {
		this.loop.call(() -> {
			Assert.isTrue(this.bound.remove(address),
					() -> "'%s' is not bound to '%s', only to %s".formatted(this.name, address, this.bound));
			line().socket().unbind(Endpoints.toJeroMq(address));
		});
	}

	/**
	 * Connects to one more peer.
	 * @param address its address
	 */
	public void connect(String address) {
		Endpoints.check("connect", address);
		this.loop.call(() -> connectNow(address));
	}

	private void connectNow(String address) {
		try {
			line().socket().connect(Endpoints.toJeroMq(address));
			// a peer signals only a reader that has looked once and found nothing
			this.loop.wake(this);
		}
		catch (ZMQException ex) {
			throw new IllegalArgumentException("'connect' must not be '%s': %s".formatted(address, ex.getMessage()),
					ex);
		}
	}

	/**
	 * Drops a peer.
	 * @param address its address
	 */
	public void disconnect(String address) {
		this.loop.call(() -> {
			if (!line().socket().disconnect(Endpoints.toJeroMq(address))) {
				throw new IllegalArgumentException("'%s' is not connected to '%s'".formatted(this.name, address));
			}
		});
	}

	/**
	 * Subscribes or unsubscribes.
	 * @param topic what messages begin with
	 * @param on whether to subscribe
	 */
	public void subscribe(byte[] topic, boolean on) {
		this.loop.call(() -> line().subscribe(topic, on));
	}

	private Line line() {
		if (this.line == null) {
			throw new IllegalStateException("'%s' is not open".formatted(this.name));
		}
		return this.line;
	}

	/**
	 * Has the messages of a send buffer moved to this socket. For any thread.
	 * @param drain moves them
	 */
	public void drain(Runnable drain) {
		if (this.loop.isLoopThread() && this.allowance > 0) {
			drain.run();
			return;
		}
		this.drains.add(drain);
		this.loop.wake(this);
	}

	/**
	 * Does something between two turns, when all that ZeroMQ has taken is confirmed, and
	 * waits for it.
	 * @param task does it; must not block
	 */
	public void settled(Runnable task) {
		this.loop.call(task);
	}

	/**
	 * Has the time looked at. For any thread.
	 */
	public void tick() {
		this.loop.wake(this);
	}

	@Override
	boolean turn() {
		Line current = this.line;
		if (current == null) {
			return false;
		}
		try {
			current.hear();
			boolean more = tell(current);
			more |= send(current);
			more |= receive(current);
			more |= current.goesOn(!this.awaitsRoom);
			confirm();
			finishClosing();
			this.failures = 0;
			return more;
		}
		catch (Exception | AssertionError ex) {
			this.handler.failed(ex);
			// what there is to do is still there, and JeroMQ signals it only once
			return ++this.failures < PATIENCE;
		}
		finally {
			confirm();
		}
	}

	private void confirm() {
		if (!this.written.isEmpty()) {
			this.handler.written(this.written);
			this.written.clear();
		}
	}

	private boolean tell(Line current) {
		for (SocketEvent event = this.events.peek(); event != null; event = this.events.peek()) {
			if (event.isEnd() && receive(current)) {
				return true;
			}
			if (event.isEnd() && this.awaitsRoom) {
				return false;
			}
			this.events.remove();
			moved();
			note(event);
			this.handler.happened(event);
		}
		return false;
	}

	private void note(SocketEvent event) {
		if (event.kind() == SocketEvent.Kind.LISTENING && event.channel() != null && event.peer() != null) {
			this.listening.put(event.channel(), event.peer());
		}
		else if (event.kind() == SocketEvent.Kind.CLOSED) {
			this.listening.remove(event.channel());
		}
	}

	private boolean send(Line current) {
		this.allowance = TURN;
		this.stalled = false;
		try {
			current.retry();
			for (Runnable drain = this.drains.poll(); drain != null; drain = this.drains.poll()) {
				drain.run();
			}
			if (current.isOpenForMore()) {
				this.handler.resume();
			}
		}
		finally {
			this.allowance = 0;
		}
		return this.stalled;
	}

	@Override
	public boolean isWritable() {
		if (this.line == null || !this.line.isOpenForMore()) {
			return false;
		}
		this.stalled = this.allowance <= 0;
		return !this.stalled;
	}

	@Override
	public int batch() {
		return this.allowance;
	}

	@Override
	public boolean isOpen() {
		return true;
	}

	@Override
	public void take(Outgoing message) {
		this.allowance--;
		moved();
		if (this.handler.isWanted(message)) {
			line().send(Parcel.of(message, this.written));
		}
		else {
			message.discard();
		}
	}

	private boolean receive(Line current) {
		if (this.awaitsRoom) {
			return false;
		}
		List<Frames> burst = new ArrayList<>();
		boolean more = true;
		try {
			more = collect(current, burst);
		}
		catch (IncompleteMessageException ex) {
			this.handler.failed(ex);
		}
		finally {
			if (!burst.isEmpty()) {
				moved();
				this.handler.received(burst);
			}
		}
		if (more && (this.intake.messages() <= 0 || this.intake.bytes() <= 0)) {
			this.awaitsRoom = true;
			this.intake.whenFree(() -> this.loop.execute(this::roomCame));
			return false;
		}
		return more;
	}

	/**
	 * Receives for as long as there is room.
	 * @param current receives
	 * @param burst gets the messages
	 * @return {@code false} if there is no more now
	 */
	private boolean collect(Line current, List<Frames> burst) {
		int messages = Math.min(TURN, this.intake.messages());
		long bytes = this.intake.bytes();
		while (burst.size() < messages && bytes > 0) {
			Frames frames = current.receive();
			if (frames == null) {
				return false;
			}
			burst.add(frames);
			bytes -= frames.size();
		}
		return true;
	}

	private void roomCame() {
		this.awaitsRoom = false;
		this.loop.wake(this);
	}

	/**
	 * Closes the socket and waits until its ports are free.
	 */
	public void close() {
		CompletableFuture<List<InetSocketAddress>> closed = new CompletableFuture<>();
		this.loop.call(() -> beginClosing(closed));
		try {
			FreePorts.await(closed.get(UNBIND_SECONDS, TimeUnit.SECONDS));
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		catch (TimeoutException | ExecutionException ex) {
			this.loop.call(this::shut);
		}
	}

	private void beginClosing(CompletableFuture<List<InetSocketAddress>> closed) {
		Line current = this.line;
		if (current == null) {
			closed.complete(List.of());
			return;
		}
		this.closing = closed;
		turn();
		this.ports = List.copyOf(this.listening.values());
		this.bound.forEach((address) -> current.socket().unbind(Endpoints.toJeroMq(address)));
		this.bound.clear();
		this.loop.wake(this);
	}

	private void finishClosing() {
		if (this.closing != null && this.bound.isEmpty() && this.listening.isEmpty()) {
			shut();
			this.closing.complete(this.ports);
		}
	}

	private void shut() {
		Line current = this.line;
		if (current != null) {
			this.line = null;
			shut(current.socket());
		}
	}

	private void shut(ZMQ.Socket socket) {
		this.loop.forget(this.name);
		if (this.key != null) {
			this.loop.unregister(this.key);
			this.key = null;
		}
		this.line = null;
		socket.close();
	}

}
