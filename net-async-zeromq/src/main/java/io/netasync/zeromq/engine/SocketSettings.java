package io.netasync.zeromq.engine;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.netasync.zeromq.message.ZeroMqType;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * How a socket is made.
 *
 * @param type its type
 * @param bind where it listens
 * @param connect where it connects
 * @param topics what it subscribes to
 * @param identity what routers know it as, {@code null} for a new identity with each
 * connection
 * @param sendHwm how many messages ZeroMQ keeps for each peer, 0 for any number
 * @param receiveHwm how many messages ZeroMQ keeps of each peer, 0 for any number; always
 * any number with {@code curve}, where JeroMQ 0.6.0 would deliver encrypted messages at
 * its mark
 * @param maxSize how large a frame of a peer may be, in bytes
 * @param linger how long closing waits for what ZeroMQ still has to send
 * @param heartbeat how dead peers are found
 * @param reconnect how connections are made again
 * @param immediate whether messages go to complete connections only
 * @param lockStep whether a {@code req} or {@code rep} does one thing at a time
 * @param lastValueCache whether a publisher sends the last message of a topic again to
 * those who subscribe
 * @param worker whether a {@code rep} is the worker of a paranoid pirate queue
 * @param security who the peers are
 * @param options further options by ZeroMQ's names
 * @author net-async
 * @since 0.1.0
 */
public record SocketSettings(ZeroMqType type, List<String> bind, List<String> connect, List<String> topics,
		@Nullable String identity, int sendHwm, int receiveHwm, long maxSize, Duration linger, Heartbeat heartbeat,
		Reconnect reconnect, boolean immediate, boolean lockStep, boolean lastValueCache, boolean worker,
		SocketSecurity security, Map<String, String> options) {

	private static final int MAX_IDENTITY = 255;

	public SocketSettings {
		bind = List.copyOf(bind);
		connect = List.copyOf(connect);
		topics = List.copyOf(topics);
		options = Map.copyOf(options);
		bind.forEach((endpoint) -> Endpoints.check("bind", endpoint));
		connect.forEach((endpoint) -> Endpoints.check("connect", endpoint));
		Assert.isTrue(sendHwm >= 0, "'send-hwm' must not be negative");
		Assert.isTrue(receiveHwm >= 0, "'receive-hwm' must not be negative");
		Assert.isTrue(maxSize > 0, "'max-size' must be greater than 0");
		Assert.isTrue(!linger.isNegative(), "'linger' must not be negative");
		Assert.isTrue(identity == null || isIdentity(identity),
				"'identity' must have 1 to 255 bytes and not begin with a zero byte");
		Assert.isTrue(topics.isEmpty() || type == ZeroMqType.SUB || type == ZeroMqType.XSUB,
				() -> "'topics' must not be set for a '%s', which does not subscribe".formatted(type.text()));
		Assert.isTrue(!lockStep || type == ZeroMqType.REQ || type == ZeroMqType.REP,
				() -> "'lock-step' must not be set for a '%s', only for 'req' and 'rep'".formatted(type.text()));
		Assert.isTrue(!lastValueCache || type == ZeroMqType.PUB,
				() -> "'last-value-cache' must not be set for a '%s', only for 'pub'".formatted(type.text()));
		Assert.isTrue(!worker || (type == ZeroMqType.REP && !lockStep && bind.isEmpty()),
				"'worker' must not be set but for a 'rep' that connects, without 'lock-step'");
		Assert.isTrue(!worker || !heartbeat.interval().isZero(),
				"'worker' must not be set without heartbeats: set 'heartbeat.interval'");
		Assert.isTrue(type != ZeroMqType.PAIR || bind.size() + connect.size() <= 1,
				"'connect' must not be set beside another address for a 'pair', which has one peer");
		options.forEach(SocketOption::check);
	}

	private static boolean isIdentity(String identity) {
		int length = identity.getBytes(org.zeromq.ZMQ.CHARSET).length;
		return length > 0 && length <= MAX_IDENTITY && identity.charAt(0) != 0;
	}

	/**
	 * Returns the defaults: nowhere, 1000 messages each way (ZeroMQ's own), frames of 1
	 * MiB at most, a second of linger.
	 * @param type the type of the socket
	 * @return the defaults
	 */
	public static SocketSettings of(ZeroMqType type) {
		return new SocketSettings(type, List.of(), List.of(), (type == ZeroMqType.SUB) ? List.of("") : List.of(), null,
				1000, 1000, 1024 * 1024, Duration.ofSeconds(1), Heartbeat.defaults(), Reconnect.defaults(), true, false,
				false, false, SocketSecurity.none(), Map.of());
	}

	/**
	 * How dead peers are found: ZMTP's own heartbeats.
	 *
	 * @param interval how often one is sent, zero for never
	 * @param timeout how long nothing may come before the connection is given up
	 * @param ttl how long the peer may hear nothing before it gives the connection up,
	 * zero to leave that to the peer
	 */
	public record Heartbeat(Duration interval, Duration timeout, Duration ttl) {

		public Heartbeat {
			Assert.isTrue(!interval.isNegative(), "'interval' must not be negative");
			Assert.isTrue(interval.isZero() || timeout.compareTo(interval) > 0,
					"'timeout' must be greater than 'interval'");
			Assert.isTrue(!ttl.isNegative() && ttl.toMillis() <= 655_300, "'ttl' must not be greater than 655s");
		}

		/**
		 * Returns the defaults, which are those of TCP: every 5 s, dead after 15 s.
		 * @return the defaults
		 */
		public static Heartbeat defaults() {
			return new Heartbeat(Duration.ofSeconds(5), Duration.ofSeconds(15), Duration.ZERO);
		}

	}

	/**
	 * How connections are made again.
	 *
	 * @param delay how long after one was lost, or could not be made
	 * @param maxDelay to what that grows, doubling each time
	 */
	public record Reconnect(Duration delay, Duration maxDelay) {

		public Reconnect {
			Assert.isTrue(!delay.isNegative() && !delay.isZero(), "'delay' must be greater than 0");
			Assert.isTrue(maxDelay.compareTo(delay) >= 0, "'max-delay' must not be less than 'delay'");
		}

		/**
		 * Returns the defaults: 100 ms, which is ZeroMQ's own, growing to 30 s.
		 * @return the defaults
		 */
		public static Reconnect defaults() {
			return new Reconnect(Duration.ofMillis(100), Duration.ofSeconds(30));
		}

	}

}
