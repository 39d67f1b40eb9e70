package io.netasync.zeromq;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import io.netasync.channel.Channels;
import io.netasync.channel.NetAsync;
import io.netasync.channel.NetAsyncResources;
import io.netasync.mailbox.SendResult;
import io.netasync.memory.MemoryBudget;
import io.netasync.reconnect.AttemptBudget;
import io.netasync.transport.EventLoops;
import io.netasync.transport.EventLoops.Io;
import io.netasync.zeromq.message.ZeroMqType;

import org.springframework.messaging.Message;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;

/**
 * ZeroMQ sockets outside of any application context, with all that they tell.
 *
 * @author net-async
 */
final class TestZeroMq implements AutoCloseable {

	private final ThreadPoolTaskScheduler scheduler = new ThreadPoolTaskScheduler();

	private final List<Object> events = new CopyOnWriteArrayList<>();

	private final NetAsync netAsync;

	private final ZeroMq zeroMq;

	TestZeroMq() {
		this.scheduler.initialize();
		this.netAsync = new NetAsync(new NetAsyncResources(EventLoops.start(Io.AUTO, 1), AttemptBudget.unlimited(),
				new MemoryBudget(256L * 1024 * 1024), this.events::add, this.scheduler, false));
		this.zeroMq = new ZeroMq(this.netAsync);
	}

	ZeroMqSocket open(String name, ZeroMqType type, Consumer<ZeroMqBuilder> options) {
		return this.zeroMq.open(name, type, options);
	}

	ZeroMq zeroMq() {
		return this.zeroMq;
	}

	NetAsync netAsync() {
		return this.netAsync;
	}

	Channels channels(String name) {
		return this.netAsync.channels(name).orElseThrow();
	}

	List<Object> events() {
		return this.events;
	}

	static String address(ZeroMqSocket socket) {
		return socket.snapshot().bound().get(0);
	}

	static String text(Object payload) {
		return new String((byte[]) payload, StandardCharsets.UTF_8);
	}

	static String text(Message<?> message) {
		return text(message.getPayload());
	}

	static SendResult send(ZeroMqSocket socket, Object payload) throws Exception {
		return socket.send(payload).toCompletableFuture().get(10, TimeUnit.SECONDS);
	}

	@Override
	public void close() {
		this.zeroMq.close();
		this.netAsync.close();
		this.scheduler.shutdown();
	}

}
