package io.netasync.transport;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

import io.netasync.memory.MemoryBudget;
import io.netasync.test.ScriptedConnection;
import io.netasync.test.ScriptedPeer;
import io.netasync.transport.Spi.Kind;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the bounds of what is received and not yet handled.
 *
 * @author net-async
 */
@Timeout(60)
@ExtendWith(NoLeaks.class)
class BoundedReadingTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(10);

	private static final Duration MOMENT = Duration.ofMillis(200);

	private static final int LARGE = 20_000;

	private final Spi spi = new Spi();

	private final NettyServerConnectionFactory server = (NettyServerConnectionFactory) this.spi.server(Kind.NETTY);

	private final ExecutorService workers = Executors.newCachedThreadPool();

	private final CountDownLatch blocked = new CountDownLatch(1);

	private final List<NettyTcpConnection> connections = new CopyOnWriteArrayList<>();

	private Recorded recorded = Recorded.blockedBy("blocked", this.blocked);

	@AfterEach
	void close() {
		this.blocked.countDown();
		this.server.stop();
		this.spi.close();
		this.workers.shutdown();
	}

	private void start(ReceiveBounds bounds, MemoryBudget budget) {
		this.server.setDispatchers((channel) -> new SerialDispatcher(this.workers, new ReceiveRoom(bounds, budget)));
		this.server
			.setBeforeOpen((wrapped) -> this.connections.add((NettyTcpConnection) NettyConnections.innermost(wrapped)));
		this.server.registerListener(this.recorded);
		this.server.start();
	}

	private ScriptedConnection connect() {
		int number = this.connections.size();
		ScriptedConnection connection = ScriptedPeer
			.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), this.server.getPort()));
		await(() -> this.connections.size() == number + 1);
		return connection.timeout(TIMEOUT);
	}

	private static void await(Callable<Boolean> condition) {
		Awaitility.await().atMost(TIMEOUT).until(condition);
	}

	@Test
	void readsNoMoreWhenAsManyBytesWaitAsMay() {
		start(new ReceiveBounds(1000, 3 * LARGE), MemoryBudget.unlimited());
		ScriptedConnection remote = connect();
		List<String> sent = IntStream.range(0, 10).mapToObj((i) -> "blocked " + i + "x".repeat(LARGE)).toList();
		sent.forEach(remote::sendFrame);
		ReceiveRoom room = this.connections.get(0).dispatcher().room();
		await(() -> !room.hasRoom());
		Awaitility.await().during(MOMENT).until(() -> room.messages() <= 4);
		assertThat(this.connections.get(0).areReadsPaused()).isTrue();
		this.blocked.countDown();
		await(() -> this.recorded.texts().equals(sent));
		await(() -> room.bytes() == 0 && !this.connections.get(0).areReadsPaused());
	}

	@Test
	void receivesFrameThatIsLargerThanAllThatMayWait() {
		start(new ReceiveBounds(1000, 1000), MemoryBudget.unlimited());
		ScriptedConnection remote = connect();
		remote.sendFrame("a" + "x".repeat(LARGE));
		remote.sendFrame("b");
		await(() -> this.recorded.texts().size() == 2);
	}

	@Test
	void messageThatItsOwnerKeepsHoldsUpReading() {
		this.recorded = new Recorded();
		start(new ReceiveBounds(2, LARGE), MemoryBudget.unlimited());
		ScriptedConnection remote = connect();
		ReceiveRoom room = this.connections.get(0).dispatcher().room();
		room.take(2, 10);
		remote.sendFrame("a");
		remote.sendFrame("b");
		await(() -> this.connections.get(0).areReadsPaused());
		assertThat(this.recorded.texts()).hasSizeLessThan(2);
		room.release(1, 5);
		await(() -> this.recorded.texts().size() == 2);
		room.release(1, 5);
		assertThat(room.messages()).isZero();
	}

	@Test
	void halfFrameCountsInTheBudgetUntilItsConnectionIsGone() {
		MemoryBudget budget = new MemoryBudget(10_000_000);
		start(ReceiveBounds.defaults(), budget);
		ScriptedConnection remote = connect();
		remote.send(new byte[] { 0, 0, (byte) 0xff, 0, 1, 2, 3 });
		await(() -> budget.used() >= 7);
		remote.close();
		await(() -> budget.used() == 0);
	}

	@Test
	void wholeFrameCountsInTheBudgetUntilItIsHandled() {
		MemoryBudget budget = new MemoryBudget(10_000_000);
		start(ReceiveBounds.defaults(), budget);
		connect().sendFrame("blocked");
		await(() -> budget.used() == 7 + MemoryBudget.MESSAGE_OVERHEAD);
		this.blocked.countDown();
		await(() -> budget.used() == 0);
	}

	@Test
	void tightMemoryStopsAllReadsUntilThereIsMore() {
		MemoryBudget budget = new MemoryBudget(100_000);
		start(ReceiveBounds.defaults(), budget);
		ScriptedConnection first = connect();
		ScriptedConnection second = connect();
		budget.take(90_000);
		first.sendFrame("a");
		second.sendFrame("b");
		await(() -> this.connections.stream().allMatch(NettyTcpConnection::areReadsPaused));
		first.sendFrame("c");
		second.sendFrame("d");
		Awaitility.await().during(MOMENT).until(() -> this.recorded.texts().size() == 2);
		budget.release(90_000);
		await(() -> this.recorded.texts().size() == 4);
		await(() -> this.connections.stream().noneMatch(NettyTcpConnection::areReadsPaused));
		assertThat(budget.used()).isZero();
	}

	@Test
	void connectionThatEndsWhileMemoryIsTightLeavesNothing() {
		MemoryBudget budget = new MemoryBudget(100_000);
		start(ReceiveBounds.defaults(), budget);
		budget.take(90_000);
		ScriptedConnection remote = connect();
		remote.send(new byte[] { 0, 0, 1, 0, 1, 2, 3 });
		await(() -> this.connections.get(0).areReadsPaused());
		this.connections.get(0).close();
		await(() -> budget.used() == 90_000);
		budget.release(90_000);
		remote.expectClosed();
	}

}
