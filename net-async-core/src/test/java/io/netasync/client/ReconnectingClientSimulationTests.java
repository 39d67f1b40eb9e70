package io.netasync.client;

import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.stream.LongStream;
import java.util.stream.Stream;

import io.netasync.buffer.Ledger;
import io.netasync.buffer.Overflow;
import io.netasync.buffer.SendBufferPolicy;
import io.netasync.client.ClientRuntime.HostResolver;
import io.netasync.event.ConnectionState;
import io.netasync.event.ConnectionStatus;
import io.netasync.event.Endpoint;
import io.netasync.event.NetAsyncEvent;
import io.netasync.frame.FrameScanner;
import io.netasync.frame.Framing;
import io.netasync.mailbox.OutboxOptions;
import io.netasync.mailbox.Recipient;
import io.netasync.mailbox.SendResult;
import io.netasync.memory.MemoryBudget;
import io.netasync.payload.BytesPayloads;
import io.netasync.reconnect.AttemptBudget;
import io.netasync.reconnect.FailoverPolicy;
import io.netasync.reconnect.FailoverPolicy.Strategy;
import io.netasync.reconnect.ReconnectPolicy;
import io.netasync.request.RequestPolicy;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.messaging.Message;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A whole client on a network and a clock made of seeds: every message is accounted for,
 * none is doubled or overtaken, whatever breaks and when.
 *
 * @author net-async
 */
@Timeout(120)
class ReconnectingClientSimulationTests {

	private static final long MILLI = 1_000_000L;

	private static final long HOUR = Duration.ofHours(1).toNanos();

	static LongStream seeds() {
		return LongStream.rangeClosed(1, 15);
	}

	@ParameterizedTest
	@MethodSource("seeds")
	void everyMessageIsAccountedFor(long seed) throws Exception {
		World world = new World(seed);
		world.live(HOUR / 2);
		world.settle();
		world.close();
		assertThat(world.connector.opened()).as("seed %d", seed).isGreaterThan(100);
		assertThat(world.connector.torn()).as("seed %d", seed).isPositive();
	}

	/**
	 * One client, its senders and its listener.
	 */
	private static final class World implements Recipient {

		private static final int LANES = 7;

		private final List<CompletionStage<SendResult>> results = new ArrayList<>();

		private final List<NetAsyncEvent> events = new ArrayList<>();

		private final long seed;

		private final Random random;

		private final VirtualTime time;

		private final SimulatedConnector connector;

		private final NetAsyncClient client;

		/** What was delivered last, of each key; the first is that of no key. */
		private final int[] last = new int[LANES];

		private int seen;

		private @Nullable String connected;

		private boolean closed;

		private int nextInbound;

		World(long seed) {
			this.seed = seed;
			this.random = new Random(seed);
			this.time = new VirtualTime(this.random);
			this.connector = new SimulatedConnector(this.time, this.random);
			ReconnectPolicy reconnect = new ReconnectPolicy(Duration.ofMillis(100), 2, Duration.ofSeconds(5), 1,
					Duration.ofSeconds(3), ReconnectPolicy.UNLIMITED);
			FailoverPolicy failover = new FailoverPolicy(Strategy.values()[(int) (seed % 3)], Duration.ofSeconds(5));
			ClientOptions options = new ClientOptions("feed",
					List.of(new Endpoint("a", 1), new Endpoint("b", 1), new Endpoint("c", 1)),
					new OutboxOptions(new BytesPayloads(), new TenBytes(), policy(seed), World::key), reconnect,
					failover, true, RequestPolicy.defaults(), Duration.ofSeconds(5));
			HostResolver resolver = (host) -> List.of(InetAddress.getLoopbackAddress());
			this.client = NetAsyncClient.create(options, new ClientRuntime(this.time, this.time, this.time::now,
					this.random, new AttemptBudget(20), MemoryBudget.unlimited(), resolver), this.connector, this);
		}

		private static SendBufferPolicy policy(long seed) {
			Duration maxAge = (seed % 2 == 0) ? Duration.ofSeconds(2) : Duration.ZERO;
			return new SendBufferPolicy(100, 1000, maxAge, Overflow.values()[(int) (seed % 5)], Duration.ZERO, 0);
		}

		private static @Nullable Object key(Message<?> message) {
			int lane = (Integer) message.getPayload() % LANES;
			return (lane > 0) ? lane : null;
		}

		void live(long nanos) {
			long end = this.time.now() + nanos;
			this.client.start();
			send();
			interfere();
			while (end - this.time.now() > 0) {
				step();
			}
		}

		/**
		 * Sends no more, breaks nothing more and lets everything come to rest.
		 */
		void settle() {
			this.connector.heal();
			this.closed = true;
			long end = this.time.now() + HOUR / 10;
			while (end - this.time.now() > 0) {
				step();
			}
			this.closed = false;
			check(this.client.state() == ConnectionState.CONNECTED, "not connected at rest");
			check(this.client.addresses().contains(this.client.snapshot().endpoint()), "at an address that is gone");
			Ledger ledger = this.client.snapshot().ledger();
			check(ledger.pending() == 0 && ledger.pendingBytes() == 0 && ledger.failed() == 0, "at rest: " + ledger);
			check(this.results.stream().allMatch((result) -> result.toCompletableFuture().isDone()),
					"a result is open");
			long sent = results(SendResult.Written.class);
			check(sent == ledger.sent(), sent + " results but " + ledger);
			check(results(SendResult.Expired.class) == ledger.dropped().expired(), "expired: " + ledger);
			check(results(SendResult.Dropped.class) + ledger.dropped().expired() == ledger.dropped().total(),
					"dropped: " + ledger);
			check(results(SendResult.Failed.class) == ledger.refused(), "refused: " + ledger);
			check(this.connector.delivered().size() + this.connector.lostInKernel() == sent,
					this.connector.delivered().size() + " delivered of " + ledger);
			check(ledger.sent() > 5_000 && ledger.refused() + ledger.dropped().total() > 100,
					"too quiet a life: " + ledger);
		}

		private long results(Class<? extends SendResult> type) {
			return this.results.stream()
				.filter((result) -> type.isInstance(result.toCompletableFuture().join()))
				.count();
		}

		void close() throws Exception {
			CompletableFuture<Void> closing = CompletableFuture.runAsync(this.client::close,
					Executors.newSingleThreadExecutor());
			while (!closing.isDone()) {
				if (!this.time.step()) {
					Thread.onSpinWait();
				}
			}
			closing.get();
			check(this.closed && this.connected == null, "not told of the close");
		}

		private void step() {
			check(this.time.step(), "nothing happens any more");
			while (this.seen < this.connector.delivered().size()) {
				checkOrder(this.connector.delivered().get(this.seen++));
			}
			Ledger ledger = this.client.snapshot().ledger();
			check(ledger.accepted() == ledger.sent() + ledger.dropped().total() + ledger.failed() + ledger.pending(),
					ledger.toString());
			check(ledger.pending() <= 100 && ledger.pendingBytes() <= 1000, ledger.toString());
		}

		/**
		 * In order and once. Where messages take the place of others that holds for those
		 * of one key, and for all of them against those without a key.
		 */
		private void checkOrder(int message) {
			int lane = (this.seed % 5 == Overflow.CONFLATE.ordinal()) ? message % LANES : 0;
			int before = (lane == 0) ? Arrays.stream(this.last).max().getAsInt()
					: Math.max(this.last[0], this.last[lane]);
			check(this.seen == 1 || before < message, "message " + message + " came twice or late");
			this.last[lane] = message;
		}

		private void send() {
			if (!this.closed) {
				for (int burst = this.random.nextInt(20); burst > 0; burst--) {
					this.results.add(this.client.send(this.results.size()));
				}
				this.time.after(this.random.nextLong(400 * MILLI), this::send);
			}
		}

		private void changeAddresses() {
			List<Endpoint> all = new ArrayList<>(
					Stream.of("a", "b", "c", "d", "e").map((host) -> new Endpoint(host, 1)).toList());
			Collections.shuffle(all, this.random);
			this.client.addresses(all.subList(0, 1 + this.random.nextInt(3)));
		}

		private void interfere() {
			if (!this.closed) {
				if (this.random.nextBoolean()) {
					this.client.reconnect();
				}
				else {
					changeAddresses();
				}
				this.time.after(this.random.nextLong(120_000 * MILLI), this::interfere);
			}
		}

		@Override
		public void received(Message<?> message) {
			String[] parts = message.getPayload().toString().split(":");
			check(parts[0].equals(this.connected), "received from " + parts[0] + " but connected to " + this.connected);
			check(Integer.parseInt(parts[1]) == this.nextInbound++, "message " + parts[1] + " is not next");
		}

		@Override
		public void status(ConnectionStatus status, @Nullable String connectionId) {
			check(!this.closed || status != ConnectionStatus.CLOSED, "closed twice");
			if (status == ConnectionStatus.CONNECTED) {
				check(this.connected == null, "connected twice");
				this.connected = connectionId;
				this.nextInbound = 0;
			}
			else if (status == ConnectionStatus.DISCONNECTED) {
				check(connectionId != null && connectionId.equals(this.connected), "disconnected from another");
				this.connected = null;
			}
			else {
				this.closed = true;
			}
		}

		@Override
		public void event(NetAsyncEvent event) {
			this.events.add(event);
		}

		@Override
		public void failed(@Nullable Message<?> message, Throwable cause) {
			check(message != null, "failed for no message");
		}

		private void check(boolean holds, String otherwise) {
			if (!holds) {
				assertThat(holds).as("seed %d: %s", this.seed, otherwise).isTrue();
			}
		}

	}

	/**
	 * Frames of ten bytes, whatever they carry.
	 */
	private static final class TenBytes implements Framing {

		@Override
		public FrameScanner scanner() {
			throw new UnsupportedOperationException();
		}

		@Override
		public int frameSize(Object payload) {
			return 10;
		}

		@Override
		public byte @Nullable [] heartbeat() {
			return null;
		}

	}

}
