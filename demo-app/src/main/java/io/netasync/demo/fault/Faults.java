package io.netasync.demo.fault;

import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import io.netasync.demo.feed.History;
import io.netasync.event.Endpoint;
import io.netasync.event.NetAsyncEvent;
import io.netasync.test.ChaosProxy;
import io.netasync.test.Direction;
import io.netasync.test.Fault;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * The proxies in front of the servers, and what they do wrong.
 *
 * @author net-async
 */
@Component
public class Faults implements AutoCloseable {

	private static final Fault SLOW = Fault.latency(Duration.ofMillis(300));

	private static final Fault CUT = Fault.limitData(10);

	private final Map<String, ChaosProxy> proxies = new TreeMap<>();

	private final Map<String, Set<Kind>> active = new TreeMap<>();

	private final History history;

	Faults(Properties properties, History history) {
		this.history = history;
		properties.proxies().forEach((server, proxy) -> {
			this.proxies.put(server, proxy.start(server));
			this.active.put(server, EnumSet.noneOf(Kind.class));
		});
	}

	/**
	 * Does harm to the way to a server.
	 * @param server the name of the server, {@code a} or {@code b}
	 * @param kind what goes wrong
	 */
	public synchronized void add(String server, Kind kind) {
		ChaosProxy proxy = this.proxies.get(server);
		if (proxy == null) {
			throw new IllegalArgumentException(
					"There is no proxy in front of '%s', only of %s".formatted(server, this.proxies.keySet()));
		}
		switch (kind) {
			case KILL -> proxy.down();
			case FREEZE -> proxy.freeze();
			case SLOW -> proxy.add(SLOW);
			case CUT -> proxy.add(CUT, Direction.UPSTREAM);
		}
		this.active.getOrDefault(server, EnumSet.noneOf(Kind.class)).add(kind);
		this.history.add("fault", kind.verb() + " " + server.toUpperCase(Locale.ROOT));
	}

	/**
	 * Makes all good again. What a frozen or slow connection held back goes on its way.
	 */
	public synchronized void heal() {
		this.proxies.values().forEach(ChaosProxy::heal);
		this.active.values().forEach(Set::clear);
		this.history.add("heal", "Heal all");
	}

	@EventListener(condition = "#event.name() == 'feed'")
	synchronized void disconnected(NetAsyncEvent.Disconnected event) {
		this.proxies.forEach((server, proxy) -> {
			if (proxy.port() == event.endpoint().port()) {
				// or the next connection would be cut, too
				proxy.remove(CUT);
				this.active.getOrDefault(server, Set.of()).remove(Kind.CUT);
			}
		});
	}

	/**
	 * Returns what is wrong now.
	 * @return the faults, by server
	 */
	public synchronized Map<String, Set<Kind>> active() {
		Map<String, Set<Kind>> copy = new TreeMap<>();
		this.active.forEach((server, kinds) -> copy.put(server, Set.copyOf(kinds)));
		return copy;
	}

	@Override
	public void close() {
		this.proxies.values().forEach(ChaosProxy::close);
	}

	/**
	 * What can go wrong.
	 */
	public enum Kind {

		/** The connection is closed and the port is shut. */
		KILL,

		/** Nothing moves and nothing closes. */
		FREEZE,

		/** Everything takes 300 ms each way. */
		SLOW,

		/** The connection is closed in the middle of a frame. */
		CUT;

		/**
		 * Finds a kind by its name.
		 * @param name the name, in any case
		 * @return the kind
		 */
		public static Kind of(String name) {
			return Arrays.stream(values())
				.filter((kind) -> kind.name().equalsIgnoreCase(name))
				.findFirst()
				.orElseThrow(
						() -> new IllegalArgumentException("'%s' is none of kill, freeze, slow, cut".formatted(name)));
		}

		private String verb() {
			return name().charAt(0) + name().substring(1).toLowerCase(Locale.ROOT);
		}

	}

	/**
	 * The configuration of the proxies.
	 *
	 * @param proxies by the name of the server
	 */
	@ConfigurationProperties("demo")
	record Properties(@DefaultValue Map<String, Proxy> proxies) {

		/**
		 * A proxy.
		 *
		 * @param port the port it listens on
		 * @param server the server it connects to, as host and port
		 */
		record Proxy(int port, String server) {

			private ChaosProxy start(String name) {
				Endpoint to = Endpoint.parse(this.server);
				try {
					return ChaosProxy.start(new InetSocketAddress(to.host(), to.port()), this.port);
				}
				catch (UncheckedIOException ex) {
					throw new InvalidConfigurationPropertyValueException("demo.proxies." + name + ".port", this.port,
							"The proxy can't listen on it: " + ex.getMessage());
				}
			}

		}

	}

}
