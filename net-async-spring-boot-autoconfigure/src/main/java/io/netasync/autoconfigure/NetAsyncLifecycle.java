package io.netasync.autoconfigure;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;

import io.netasync.channel.NetAsync;
import io.netasync.client.NetAsyncClient;
import io.netasync.server.NetAsyncServer;
import io.netasync.transport.BindFailedException;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.context.SmartLifecycle;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.util.Assert;

/**
 * Starts the servers, then what is neither, then the clients, late: when messages arrive,
 * whoever handles them is there. Stops them before those, so that what is being handled
 * can still be answered: first no server accepts any more, then all servers drain, then
 * what is neither, then the clients do, with those that were made at run time.
 * <p>
 * The phase is below those of Boot's web server, whose requests may need a client to the
 * last, and above those of Spring Integration's endpoints. What was stopped stays so.
 *
 * @author net-async
 */
class NetAsyncLifecycle implements SmartLifecycle {

	static final int PHASE = DEFAULT_PHASE - 4096;

	static final String PORTS = "netasync.ports";

	private static final Log logger = LogFactory.getLog(NetAsyncLifecycle.class);

	private final NetAsync netAsync;

	private final List<NetAsyncClient> clients;

	private final List<NetAsyncServer> servers;

	private final List<NetAsyncStarter> starters;

	private final ConfigurableEnvironment environment;

	private volatile boolean running;

	private volatile boolean stopped;

	NetAsyncLifecycle(NetAsync netAsync, List<NetAsyncClient> clients, List<NetAsyncServer> servers,
			List<NetAsyncStarter> starters, ConfigurableEnvironment environment) {
		this.netAsync = netAsync;
		this.clients = clients;
		this.servers = servers;
		this.starters = starters;
		this.environment = environment;
	}

	@Override
	public void start() {
		Assert.state(!this.stopped, "Clients and servers that were closed can't be started again");
		this.running = true;
		this.servers.forEach(this::start);
		this.starters.forEach((starter) -> starter.start(this::publish));
		this.clients.forEach(NetAsyncClient::start);
	}

	private void start(NetAsyncServer server) {
		try {
			server.start();
		}
		catch (BindFailedException ex) {
			throw new ServerBindException(server.name(), ex);
		}
		if (server.port() > 0) {
			publish(server.name(), server.port());
		}
	}

	private void publish(String name, int port) {
		String property = "local.netasync." + name + ".port";
		if (this.environment.getPropertySources().get(PORTS) instanceof MapPropertySource ports) {
			ports.getSource().put(property, port);
			return;
		}
		Map<String, Object> ports = new ConcurrentHashMap<>(Map.of(property, port));
		this.environment.getPropertySources().addFirst(new MapPropertySource(PORTS, ports));
	}

	@Override
	public void stop(Runnable callback) {
		Thread thread = new Thread(() -> {
			try {
				stop();
			}
			finally {
				callback.run();
			}
		}, "netasync-shutdown");
		thread.start();
	}

	@Override
	public void stop() {
		this.stopped = true;
		Collection<NetAsyncServer> all = this.netAsync.servers();
		all.forEach(NetAsyncServer::stopAccepting);
		closeAll(all);
		closeAll(this.netAsync.all(AutoCloseable.class)
			.stream()
			.filter((member) -> !(member instanceof NetAsyncClient))
			.toList());
		closeAll(this.netAsync.clients());
		this.running = false;
	}

	private static void closeAll(Collection<? extends AutoCloseable> all) {
		CountDownLatch closed = new CountDownLatch(all.size());
		for (AutoCloseable one : all) {
			new Thread(() -> close(one, closed), "netasync-shutdown").start();
		}
		try {
			closed.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private static void close(AutoCloseable one, CountDownLatch closed) {
		try {
			one.close();
		}
		catch (Exception ex) {
			logger.warn("Failed to close " + one, ex);
		}
		finally {
			closed.countDown();
		}
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	@Override
	public boolean isPauseable() {
		return false;
	}

	@Override
	public int getPhase() {
		return PHASE;
	}

}
