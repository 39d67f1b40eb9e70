package io.netasync.zeromq.engine;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

import zmq.ZMQ;

import org.springframework.util.Assert;

/**
 * ZeroMQ's socket options by their names, for those without a property of their own.
 *
 * @param code ZeroMQ's number
 * @param parser makes the value
 * @author net-async
 */
record SocketOption(int code, Function<String, Object> parser) {

	private static final Map<String, SocketOption> BY_NAME = new TreeMap<>();

	static {
		longs("affinity", ZMQ.ZMQ_AFFINITY);
		ints("backlog", ZMQ.ZMQ_BACKLOG);
		flags("conflate", ZMQ.ZMQ_CONFLATE);
		texts("disconnect-msg", ZMQ.ZMQ_DISCONNECT_MSG);
		ints("handshake-ivl", ZMQ.ZMQ_HANDSHAKE_IVL);
		texts("hello-msg", ZMQ.ZMQ_HELLO_MSG);
		texts("hiccup-msg", ZMQ.ZMQ_HICCUP_MSG);
		flags("ipv6", ZMQ.ZMQ_IPV6);
		ints("msg-allocation-heap-threshold", ZMQ.ZMQ_MSG_ALLOCATION_HEAP_THRESHOLD);
		flags("probe-router", ZMQ.ZMQ_PROBE_ROUTER);
		ints("rcvbuf", ZMQ.ZMQ_RCVBUF);
		flags("req-correlate", ZMQ.ZMQ_REQ_CORRELATE);
		flags("req-relaxed", ZMQ.ZMQ_REQ_RELAXED);
		flags("router-handover", ZMQ.ZMQ_ROUTER_HANDOVER);
		texts("selfaddr-property-name", ZMQ.ZMQ_SELFADDR_PROPERTY_NAME);
		ints("sndbuf", ZMQ.ZMQ_SNDBUF);
		texts("socks-proxy", ZMQ.ZMQ_SOCKS_PROXY);
		ints("tcp-keepalive", ZMQ.ZMQ_TCP_KEEPALIVE);
		ints("tcp-keepalive-cnt", ZMQ.ZMQ_TCP_KEEPALIVE_CNT);
		ints("tcp-keepalive-idle", ZMQ.ZMQ_TCP_KEEPALIVE_IDLE);
		ints("tcp-keepalive-intvl", ZMQ.ZMQ_TCP_KEEPALIVE_INTVL);
		ints("tos", ZMQ.ZMQ_TOS);
		flags("xpub-nodrop", ZMQ.ZMQ_XPUB_NODROP);
		flags("xpub-verbose", ZMQ.ZMQ_XPUB_VERBOSE);
		flags("xpub-verboser", ZMQ.ZMQ_XPUB_VERBOSER);
	}

	/** Options that are properties, or that net-async has to decide itself. */
	private static final Map<String, String> ELSEWHERE = Map.ofEntries(Map.entry("sndhwm", "send-hwm"),
			Map.entry("rcvhwm", "receive-hwm"), Map.entry("identity", "identity"), Map.entry("linger", "linger"),
			Map.entry("routing-id", "identity"), Map.entry("subscribe", "topics"),
			Map.entry("reconnect-ivl", "reconnect.delay"), Map.entry("reconnect-ivl-max", "reconnect.max-delay"),
			Map.entry("maxmsgsize", "max-size"), Map.entry("immediate", "immediate"),
			Map.entry("heartbeat-ivl", "heartbeat.interval"), Map.entry("heartbeat-timeout", "heartbeat.timeout"),
			Map.entry("heartbeat-ttl", "heartbeat.ttl"), Map.entry("plain-server", "security.server"),
			Map.entry("plain-username", "security.username"), Map.entry("plain-password", "security.password"),
			Map.entry("curve-server", "security.server"), Map.entry("curve-publickey", "security.public-key"),
			Map.entry("curve-secretkey", "security.secret-key"), Map.entry("curve-serverkey", "security.server-key"));

	private static void longs(String name, int code) {
		BY_NAME.put(name, new SocketOption(code, Long::valueOf));
	}

	private static void ints(String name, int code) {
		BY_NAME.put(name, new SocketOption(code, Integer::valueOf));
	}

	private static void flags(String name, int code) {
		BY_NAME.put(name, new SocketOption(code, SocketOption::flag));
	}

	private static void texts(String name, int code) {
		BY_NAME.put(name, new SocketOption(code, (text) -> text));
	}

	private static Object flag(String text) {
		return switch (text.toLowerCase(Locale.ROOT)) {
			case "true", "1" -> true;
			case "false", "0" -> false;
			default -> throw new IllegalArgumentException("no flag");
		};
	}

	/**
	 * Refuses an option that is not there, or a value that it can't have.
	 * @param name the name of the option
	 * @param value its value
	 */
	static void check(String name, String value) {
		String elsewhere = ELSEWHERE.get(name);
		Assert.isTrue(elsewhere == null,
				() -> "'options' must not have '%s', for which there is the property '%s'".formatted(name, elsewhere));
		SocketOption option = BY_NAME.get(name);
		Assert.isTrue(option != null, () -> "'options' must not have '%s', which is none of %s".formatted(name,
				String.join(", ", BY_NAME.keySet())));
		try {
			option.parser.apply(value);
		}
		catch (IllegalArgumentException ex) {
			throw new IllegalArgumentException(
					"'options' must not have '%s' as the value of '%s'".formatted(value, name), ex);
		}
	}

	/**
	 * Sets an option.
	 * @param socket the socket
	 * @param name the name of the option, which has been checked
	 * @param value its value
	 */
	static void set(org.zeromq.ZMQ.Socket socket, String name, String value) {
		SocketOption option = BY_NAME.get(name);
		if (option != null && !socket.base().setSocketOpt(option.code, option.parser.apply(value))) {
			throw new IllegalArgumentException("'options' must not have '%s' for this type of socket".formatted(name));
		}
	}

}
