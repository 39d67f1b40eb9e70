package io.netasync.channel;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

import io.netasync.event.NetAsyncEvent.Disconnected;
import io.netasync.memory.MemoryBudget;
import io.netasync.reconnect.AttemptBudget;
import io.netasync.server.NetAsyncServer;
import io.netasync.server.ServerLimits;
import io.netasync.server.ServerSnapshot;
import io.netasync.server.SlowConsumer;
import io.netasync.transport.EventLoops;
import io.netasync.transport.EventLoops.Io;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufAllocatorMetricProvider;

import org.springframework.messaging.SubscribableChannel;
import org.springframework.scheduling.concurrent.ConcurrentTaskScheduler;

/**
 * An echo for a process of its own, short of memory. Answers every line it reads with
 * what it has counted.
 *
 * @author net-async
 */
public final class HostileServer {

	static final String COUNTS = "counts=";

	static final String PORT = "port=";

	private final ScheduledExecutorService scheduler = Executors.newScheduledThreadPool(1);

	private final MemoryBudget memory = new MemoryBudget(Runtime.getRuntime().maxMemory() / 2);

	private final Map<String, Long> closed = new ConcurrentHashMap<>();

	private final AtomicLong mostDirect = new AtomicLong();

	private final AtomicLong mostUsed = new AtomicLong();

	private HostileServer() {
	}

	/**
	 * The process: listens on any port until its input ends.
	 * @param arguments how long any frame may take, and how long the first may, in
	 * seconds
	 * @throws IOException if its input can't be read
	 */
	public static void main(String[] arguments) throws IOException {
		new HostileServer().run(Duration.ofSeconds(Long.parseLong(arguments[0])),
				Duration.ofSeconds(Long.parseLong(arguments[1])));
		System.exit(0);
	}

	private void run(Duration frameTimeout, Duration firstFrameTimeout) throws IOException {
		NetAsync netAsync = new NetAsync(new NetAsyncResources(EventLoops.start(Io.AUTO, 2), AttemptBudget.unlimited(),
				this.memory, this::count, new ConcurrentTaskScheduler(this.scheduler), false));
		Channels channels = TestNetAsync.channels();
		((SubscribableChannel) channels.inbound()).subscribe((message) -> {
			if (((byte[]) message.getPayload())[0] == HostilePeers.SLOW) {
				LockSupport.parkNanos(200_000);
			}
			channels.outbound().send(message);
		});
		ServerLimits limits = ServerLimits.defaults()
			.maxConnections(20_000)
			.firstFrameTimeout(firstFrameTimeout)
			.frameTimeout(frameTimeout)
			.slowConsumer(new SlowConsumer(frameTimeout, SlowConsumer.Action.KICK));
		NetAsyncServer server = netAsync.server(new ServerSpec("orders", "127.0.0.1", 0, ConnectionSpec.defaults(),
				limits, Duration.ofSeconds(5), ServerSpec.of("orders", 0).workerThreads()), channels, List.of());
		server.start();
		this.scheduler.scheduleAtFixedRate(this::sample, 10, 10, TimeUnit.MILLISECONDS);
		System.out.println(PORT + server.port());
		BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
		while (in.readLine() != null) {
			System.out.println(COUNTS + counts(server.snapshot()));
		}
	}

	private void count(Object event) {
		if (event instanceof Disconnected disconnected) {
			this.closed.merge("closed:" + disconnected.reason(), 1L, Long::sum);
			if (disconnected.cause() instanceof OutOfMemoryError) {
				this.closed.merge("out of direct memory", 1L, Long::sum);
			}
		}
	}

	private void sample() {
		this.mostDirect.accumulateAndGet(direct(), Math::max);
		this.mostUsed.accumulateAndGet(this.memory.used(), Math::max);
	}

	private static long direct() {
		return ((ByteBufAllocatorMetricProvider) ByteBufAllocator.DEFAULT).metric().usedDirectMemory();
	}

	private Map<String, Long> counts(ServerSnapshot snapshot) {
		Map<String, Long> counts = new TreeMap<>(this.closed);
		snapshot.rejected().forEach((reason, count) -> counts.put("rejected:" + reason, count));
		counts.put("accepted", snapshot.accepted());
		counts.put("connections", (long) snapshot.connections());
		counts.put("limit", this.memory.limit());
		counts.put("used", this.memory.used());
		counts.put("mostUsed", this.mostUsed.get());
		counts.put("direct", direct());
		counts.put("mostDirect", this.mostDirect.get());
		System.gc();
		counts.put("heap", Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory());
		return counts;
	}

}
