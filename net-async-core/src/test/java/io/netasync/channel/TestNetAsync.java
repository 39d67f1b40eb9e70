package io.netasync.channel;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

import io.netasync.client.NetAsyncClient;
import io.netasync.event.NetAsyncEvent;
import io.netasync.memory.MemoryBudget;
import io.netasync.reconnect.AttemptBudget;
import io.netasync.server.NetAsyncServer;
import io.netasync.transport.EventLoops;
import io.netasync.transport.EventLoops.Io;

import org.springframework.integration.channel.DirectChannel;
import org.springframework.integration.channel.PublishSubscribeChannel;
import org.springframework.messaging.Message;
import org.springframework.messaging.SubscribableChannel;
import org.springframework.scheduling.concurrent.ConcurrentTaskScheduler;

/**
 * Clients and servers with their channels for tests, without Spring's context.
 *
 * @author net-async
 */
public final class TestNetAsync implements AutoCloseable {

	private final ScheduledExecutorService scheduler = Executors.newScheduledThreadPool(1);

	private final List<Object> events = new CopyOnWriteArrayList<>();

	private final NetAsync netAsync;

	public TestNetAsync() {
		this(Io.AUTO);
	}

	public TestNetAsync(Io io) {
		this(io, AttemptBudget.unlimited());
	}

	public TestNetAsync(Io io, AttemptBudget budget) {
		this(io, budget, MemoryBudget.unlimited());
	}

	public TestNetAsync(MemoryBudget memory) {
		this(Io.AUTO, AttemptBudget.unlimited(), memory);
	}

	private TestNetAsync(Io io, AttemptBudget budget, MemoryBudget memory) {
		this.netAsync = new NetAsync(new NetAsyncResources(EventLoops.start(io, 2), budget, memory, this.events::add,
				new ConcurrentTaskScheduler(this.scheduler), false));
	}

	public NetAsync netAsync() {
		return this.netAsync;
	}

	/**
	 * Makes channels without subscribers.
	 * @return the channels
	 */
	public static Channels channels() {
		return new Channels(new DirectChannel(), new DirectChannel(), new DirectChannel(),
				new PublishSubscribeChannel(), new PublishSubscribeChannel());
	}

	/**
	 * Starts a server that answers every message with the same.
	 * @param spec the server
	 * @return the server
	 */
	public NetAsyncServer echo(ServerSpec spec) {
		Channels channels = channels();
		((SubscribableChannel) channels.inbound()).subscribe(channels.outbound()::send);
		return server(spec, channels);
	}

	public NetAsyncServer server(ServerSpec spec, Channels channels) {
		NetAsyncServer server = this.netAsync.server(spec, channels, List.of());
		server.start();
		return server;
	}

	public NetAsyncClient client(ClientSpec spec, Channels channels) {
		NetAsyncClient client = this.netAsync.client(spec, channels, List.of());
		client.start();
		return client;
	}

	/**
	 * Collects what a channel gets.
	 * @param channel the channel
	 * @return the payloads, growing
	 */
	public static List<Object> collect(Object channel) {
		List<Object> payloads = new CopyOnWriteArrayList<>();
		((SubscribableChannel) channel).subscribe((Message<?> message) -> payloads.add(message.getPayload()));
		return payloads;
	}

	/**
	 * Returns the events of a kind.
	 * @param type the kind
	 * @param <T> the kind
	 * @return the events so far, in order
	 */
	public <T extends NetAsyncEvent> List<T> events(Class<T> type) {
		return this.events.stream().filter(type::isInstance).map(type::cast).toList();
	}

	public List<Object> events() {
		return this.events;
	}

	@Override
	public void close() {
		this.netAsync.close();
		this.scheduler.shutdownNow();
	}

}
