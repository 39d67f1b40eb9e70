package io.netasync.benchmarks;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import io.netasync.buffer.Ledger;
import io.netasync.buffer.Overflow;
import io.netasync.channel.NetAsync;
import io.netasync.channel.NetAsyncResources;
import io.netasync.memory.MemoryBudget;
import io.netasync.reconnect.AttemptBudget;
import io.netasync.server.NetAsyncConnection;
import io.netasync.server.NetAsyncServer;
import io.netasync.transport.EventLoops;

import org.springframework.scheduling.concurrent.ConcurrentTaskScheduler;

/**
 * Measures what one consumer that reads nothing takes from 99 that do. The server echoes;
 * the 99 keep a window full, the hundredth sends 2,000 messages of 4 kB a second. In turn
 * it reads the answers, or it does not: the answers that the 99 get are compared. Run for
 * a policy that blocks the slow one's handler, and for one that drops.
 *
 * @author net-async
 */
final class SlowConsumer {

	private static final int TURNS = 4;

	private static final Duration TURN = Duration.ofSeconds(5);

	void run() throws Exception {
		for (Overflow overflow : new Overflow[] { Overflow.BLOCK, Overflow.DROP_OLDEST }) {
			ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor();
			try (NetAsync netAsync = new NetAsync(new NetAsyncResources(EventLoops.start(EventLoops.Io.AUTO, 0),
					AttemptBudget.unlimited(), MemoryBudget.unlimited(), (event) -> {
					}, new ConcurrentTaskScheduler(scheduler), false))) {
				NetAsyncServer server = netAsync.accept("orders",
						(options) -> options.address("127.0.0.1")
							.port(0)
							.sendBuffer((buffer) -> buffer.overflow(overflow))
							.channels((channels) -> channels.subscribe(channels.outbound()::send)));
				measure(server, overflow);
			}
			finally {
				scheduler.shutdownNow();
			}
		}
	}

	private void measure(NetAsyncServer server, Overflow overflow) throws Exception {
		try (Jvm clients = Jvm.start("slow-clients", String.valueOf(server.port()))) {
			clients.answer(Duration.ofMinutes(1));
			ask(clients, "reads", TURN);
			long reading = 0;
			long slow = 0;
			for (int turn = 0; turn < TURNS; turn++) {
				reading += answers(ask(clients, "reads", TURN));
				long heapBefore = heap();
				String[] answer = ask(clients, "slow", TURN);
				slow += answers(answer);
				report(server, Integer.parseInt(answer[1]), heap() - heapBefore);
			}
			System.out.printf("%-12s the 99 get %.1f %% of what they get beside one that reads (%,d a second)%n",
					overflow, 100.0 * slow / reading, reading / TURNS / TURN.toSeconds());
		}
	}

	private static String[] ask(Jvm clients, String what, Duration length) throws Exception {
		return clients.ask(what + " " + length.toMillis(), Duration.ofMinutes(1)).split(" ");
	}

	private static long answers(String[] answer) {
		return Long.parseLong(answer[0]);
	}

	private static void report(NetAsyncServer server, int port, long heap) {
		NetAsyncConnection connection = server.connections()
			.stream()
			.filter((candidate) -> candidate.endpoint().port() == port)
			.findFirst()
			.orElseThrow();
		Ledger ledger = connection.ledger();
		long accounted = ledger.sent() + ledger.dropped().total() + ledger.failed() + ledger.pending();
		System.out.printf("  the slow one: accepted %,d = sent %,d + dropped %,d + waiting %,d%s; heap %+.1f MB%n",
				ledger.accepted(), ledger.sent(), ledger.dropped().total(), ledger.pending(),
				(accounted == ledger.accepted()) ? "" : " WRONG", heap / 1e6);
		connection.close();
	}

	private static long heap() throws InterruptedException {
		for (int i = 0; i < 2; i++) {
			System.gc();
			TimeUnit.MILLISECONDS.sleep(100);
		}
		return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
	}

}
