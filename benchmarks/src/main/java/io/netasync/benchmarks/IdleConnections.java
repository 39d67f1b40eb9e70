package io.netasync.benchmarks;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import com.sun.management.OperatingSystemMXBean;
import io.netasync.channel.Channels;
import io.netasync.channel.NetAsync;
import io.netasync.channel.NetAsyncResources;
import io.netasync.channel.ServerSpec;
import io.netasync.memory.MemoryBudget;
import io.netasync.reconnect.AttemptBudget;
import io.netasync.server.NetAsyncServer;
import io.netasync.server.ServerLimits;
import io.netasync.transport.EventLoops;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufAllocatorMetricProvider;

import org.springframework.integration.channel.DirectChannel;
import org.springframework.integration.channel.PublishSubscribeChannel;
import org.springframework.scheduling.concurrent.ConcurrentTaskScheduler;

/**
 * Measures what connections cost that carry nothing but heartbeats, one each way every
 * five seconds: heap after garbage collection and processor time, of a server in this
 * JVM. The clients are in another one, as the files a process may open would not do for
 * both ends.
 *
 * @author net-async
 */
final class IdleConnections {

	private static final Duration LENGTH = Duration.ofSeconds(30);

	private final OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

	private final int count;

	IdleConnections(int count) {
		this.count = count;
	}

	void run() throws Exception {
		ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor();
		try (NetAsync netAsync = new NetAsync(new NetAsyncResources(EventLoops.start(EventLoops.Io.AUTO, 0),
				AttemptBudget.unlimited(), MemoryBudget.unlimited(), (event) -> {
				}, new ConcurrentTaskScheduler(scheduler), false))) {
			ServerSpec defaults = ServerSpec.of("idle", 0);
			NetAsyncServer server = netAsync.server(new ServerSpec("idle", "127.0.0.1", 0, defaults.connection(),
					ServerLimits.defaults().maxConnections(this.count), Duration.ZERO, defaults.workerThreads()),
					channels(), List.of());
			server.start();
			measure(server);
		}
		finally {
			scheduler.shutdownNow();
		}
	}

	private void measure(NetAsyncServer server) throws Exception {
		long heapBefore = heap();
		long cpuBefore = this.system.getProcessCpuTime();
		TimeUnit.MILLISECONDS.sleep(LENGTH.toMillis() / 3);
		double idle = percent(cpuBefore, LENGTH.dividedBy(3));
		try (Jvm clients = Jvm.start("idle-clients", String.valueOf(server.port()), String.valueOf(this.count))) {
			clients.answer(Duration.ofMinutes(2));
			for (int i = 0; i < 100 && server.connections().size() < this.count; i++) {
				TimeUnit.MILLISECONDS.sleep(100);
			}
			TimeUnit.SECONDS.sleep(10);
			long heap = heap() - heapBefore;
			long cpu = this.system.getProcessCpuTime();
			TimeUnit.MILLISECONDS.sleep(LENGTH.toMillis());
			double busy = percent(cpu, LENGTH);
			System.out.printf("%d connections, %d heartbeats missed%n", server.connections().size(),
					server.snapshot().heartbeatsMissed());
			System.out.printf("heap          %.1f kB a connection (%.1f MB)%n", heap / 1e3 / this.count, heap / 1e6);
			System.out.printf("direct memory %.1f MB%n",
					((ByteBufAllocatorMetricProvider) ByteBufAllocator.DEFAULT).metric().usedDirectMemory() / 1e6);
			System.out.printf("processor     %.2f %% of one (%.2f %% without connections)%n", busy, idle);
			System.out.printf("threads       %d%n", ManagementFactory.getThreadMXBean().getThreadCount());
		}
	}

	private double percent(long cpuBefore, Duration over) {
		return 100.0 * (this.system.getProcessCpuTime() - cpuBefore) / over.toNanos();
	}

	private static long heap() throws InterruptedException {
		for (int i = 0; i < 3; i++) {
			System.gc();
			TimeUnit.MILLISECONDS.sleep(200);
		}
		return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
	}

	private static Channels channels() {
		return new Channels(new DirectChannel(), new DirectChannel(), new DirectChannel(),
				new PublishSubscribeChannel(), new PublishSubscribeChannel());
	}

}
