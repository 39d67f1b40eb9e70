package io.netasync.client;

import java.io.IOException;
import java.net.SocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;

import io.netasync.event.DisconnectReason;
import io.netasync.event.Endpoint;
import io.netasync.transport.Connection;
import io.netasync.transport.ConnectionActivity;
import io.netasync.transport.ConnectionHandler;
import io.netasync.transport.Connector;
import io.netasync.transport.Dispatcher;
import io.netasync.transport.ReceiveRoom;
import io.netasync.transport.TrackedMessage;
import org.jspecify.annotations.Nullable;

import org.springframework.messaging.support.GenericMessage;

/**
 * Connections to peers that refuse, break and read as slowly as a seed wants it.
 *
 * @author net-async
 */
class SimulatedConnector implements Connector, Dispatcher {

	private static final long MILLI = 1_000_000L;

	private static final DisconnectReason[] REASONS = { DisconnectReason.PEER_CLOSED, DisconnectReason.CONNECTION_LOST,
			DisconnectReason.HEARTBEAT_TIMEOUT, DisconnectReason.WRITE_STALLED };

	private final ReceiveRoom room = ReceiveRoom.unlimited();

	private final Queue<Runnable> tasks = new ArrayDeque<>();

	private final VirtualTime time;

	private final Random random;

	private final List<Integer> delivered = new ArrayList<>();

	private boolean running;

	private boolean healthy;

	private int opened;

	private int lostInKernel;

	private int torn;

	SimulatedConnector(VirtualTime time, Random random) {
		this.time = time;
		this.random = random;
	}

	/**
	 * Returns what the peers got, in the order they got it.
	 */
	List<Integer> delivered() {
		return this.delivered;
	}

	int opened() {
		return this.opened;
	}

	/**
	 * Returns how many messages were wholly written and yet never reached a peer.
	 */
	int lostInKernel() {
		return this.lostInKernel;
	}

	/**
	 * Returns how many messages were partly written when the connection broke.
	 */
	int torn() {
		return this.torn;
	}

	void heal() {
		this.healthy = true;
	}

	@Override
	public CompletableFuture<Connection> connect(SocketAddress address, Endpoint endpoint,
			Function<Connection, ConnectionHandler> handler) {
		CompletableFuture<Connection> result = new CompletableFuture<>();
		this.time.after(this.random.nextLong(20 * MILLI), () -> {
			if (!this.healthy && this.random.nextInt(3) == 0) {
				result.completeExceptionally(new IOException("refused"));
				return;
			}
			SimulatedConnection connection = new SimulatedConnection(endpoint, this.opened++);
			connection.open(handler.apply(connection));
			result.complete(connection);
		});
		return result;
	}

	@Override
	public Dispatcher dispatcher() {
		return this;
	}

	@Override
	public boolean blocksOnWrite() {
		return false;
	}

	@Override
	public void close() {
	}

	@Override
	public synchronized void execute(Runnable task) {
		this.tasks.add(task);
		if (!this.running) {
			this.running = true;
			this.time.after(this.random.nextLong(5 * MILLI), this::runOne);
		}
	}

	private void runOne() {
		Runnable task;
		synchronized (this) {
			task = this.tasks.remove();
		}
		task.run();
		synchronized (this) {
			this.running = !this.tasks.isEmpty();
			if (this.running) {
				this.time.after(this.random.nextLong(MILLI / 10), this::runOne);
			}
		}
	}

	@Override
	public ReceiveRoom room() {
		return this.room;
	}

	/**
	 * A connection whose kernel takes some bytes at a time.
	 */
	final class SimulatedConnection implements Connection {

		private static final int SIZE = 10;

		private static final int HIGH_WATER = 300;

		private final Deque<TrackedMessage> toWrite = new ArrayDeque<>();

		private final Deque<Integer> inKernel = new ArrayDeque<>();

		private final Endpoint endpoint;

		private final int number;

		private int partly;

		private boolean closed;

		private boolean ending;

		private boolean full;

		private @Nullable ConnectionHandler handler;

		SimulatedConnection(Endpoint endpoint, int number) {
			this.endpoint = endpoint;
			this.number = number;
		}

		void open(ConnectionHandler to) {
			this.handler = to;
			Random dice = SimulatedConnector.this.random;
			long lasts = switch (dice.nextInt(4)) {
				case 0 -> 0;
				case 1 -> dice.nextLong(5 * MILLI);
				default -> dice.nextLong(20_000 * MILLI);
			};
			if (!SimulatedConnector.this.healthy) {
				later(lasts, (handler) -> end(REASONS[dice.nextInt(REASONS.length)]));
			}
			later(dice.nextLong(2000 * MILLI), ConnectionHandler::heard);
			later(dice.nextLong(10 * MILLI), (handler) -> receive(0));
			later(0, (handler) -> write());
		}

		private void later(long nanos, Consumer<ConnectionHandler> work) {
			SimulatedConnector.this.time.after(nanos, () -> {
				ConnectionHandler to = this.handler;
				if (!this.closed && to != null) {
					work.accept(to);
				}
			});
		}

		private void receive(int next) {
			ConnectionHandler to = this.handler;
			if (!this.ending && to != null) {
				execute(() -> to.received(new GenericMessage<>(this.number + ":" + next)));
				later(SimulatedConnector.this.random.nextLong(1000 * MILLI), (handler) -> receive(next + 1));
			}
		}

		/**
		 * The kernel takes some bytes, often ending within a message.
		 */
		private void write() {
			Random dice = SimulatedConnector.this.random;
			this.partly += dice.nextInt(6 * SIZE);
			while (this.partly >= SIZE && !this.toWrite.isEmpty()) {
				this.partly -= SIZE;
				TrackedMessage message = this.toWrite.remove();
				this.inKernel.add((Integer) message.getPayload());
				message.written();
				later(dice.nextLong(50 * MILLI), (handler) -> deliver());
			}
			this.partly = this.toWrite.isEmpty() ? 0 : this.partly;
			if (this.full && this.toWrite.size() * SIZE < HIGH_WATER / 2) {
				this.full = false;
				later(0, ConnectionHandler::writable);
			}
			later(dice.nextLong(10 * MILLI), (handler) -> write());
		}

		private void deliver() {
			Integer message = this.inKernel.poll();
			if (message != null) {
				SimulatedConnector.this.delivered.add(message);
			}
		}

		private void end(DisconnectReason reason) {
			ConnectionHandler to = this.handler;
			if (this.closed || to == null) {
				return;
			}
			this.closed = true;
			if (reason == DisconnectReason.LOCAL_CLOSE || SimulatedConnector.this.random.nextBoolean()) {
				SimulatedConnector.this.delivered.addAll(this.inKernel);
			}
			else {
				SimulatedConnector.this.lostInKernel += this.inKernel.size();
			}
			SimulatedConnector.this.torn += (this.partly > 0) ? 1 : 0;
			to.closed(reason, null);
		}

		@Override
		public String id() {
			return String.valueOf(this.number);
		}

		@Override
		public Endpoint endpoint() {
			return this.endpoint;
		}

		@Override
		public Endpoint localEndpoint() {
			return new Endpoint("here", 1);
		}

		@Override
		public boolean isOpen() {
			return !this.closed;
		}

		@Override
		public void holdReading(boolean hold) {
		}

		@Override
		public boolean seesBytes() {
			return true;
		}

		@Override
		public boolean isWritable() {
			return !this.full;
		}

		@Override
		public void send(TrackedMessage message) {
			if (this.closed) {
				throw new IllegalStateException("closed");
			}
			this.toWrite.add(message);
			this.full |= this.toWrite.size() * SIZE > HIGH_WATER;
		}

		@Override
		public void close(DisconnectReason reason, @Nullable Throwable cause) {
			this.ending = true;
			later(SimulatedConnector.this.random.nextLong(MILLI), (handler) -> end(reason));
		}

		@Override
		public void finish(DisconnectReason reason) {
			close(DisconnectReason.LOCAL_CLOSE, null);
		}

		@Override
		public ConnectionActivity activity() {
			return new ConnectionActivity(0, true, 0, 0, false, 0);
		}

		@Override
		public Dispatcher dispatcher() {
			return SimulatedConnector.this;
		}

		@Override
		public long receivedBytes() {
			return 0;
		}

		@Override
		public long roundTripMicros() {
			return -1;
		}

	}

}
