package io.netasync.channel;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;

import io.netasync.buffer.ReceiveBufferPolicy;
import io.netasync.buffer.SendBufferPolicy;
import io.netasync.channel.ConnectionSpec.Dispatch;
import io.netasync.channel.ConnectionSpec.Inbound;
import io.netasync.channel.ConnectionSpec.Kind;
import io.netasync.event.Endpoint;
import io.netasync.frame.FrameSpec;
import io.netasync.frame.FrameSpec.Format;
import io.netasync.heartbeat.HeartbeatPolicy;
import io.netasync.reconnect.FailoverPolicy;
import io.netasync.reconnect.FailoverPolicy.Strategy;
import io.netasync.reconnect.ReconnectPolicy;
import io.netasync.request.RequestPolicy;
import io.netasync.server.ServerLimits;
import io.netasync.transport.RateLimit;
import io.netasync.transport.SocketSpec;
import io.netasync.transport.Tls;
import org.jspecify.annotations.Nullable;

import org.springframework.messaging.Message;
import org.springframework.messaging.SubscribableChannel;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Specifications with the short times that tests want.
 *
 * @author net-async
 */
public final class TestSpecs {

	private TestSpecs() {
	}

	/**
	 * Reconnects after 20 ms and more, never after more than 200 ms.
	 * @return the policy
	 */
	public static ReconnectPolicy eager() {
		return new ReconnectPolicy(Duration.ofMillis(20), 2, Duration.ofMillis(200), 1, Duration.ofSeconds(1),
				ReconnectPolicy.UNLIMITED);
	}

	public static FailoverPolicy failover(Strategy strategy, long failbackMillis) {
		return new FailoverPolicy(strategy, Duration.ofMillis(failbackMillis));
	}

	/**
	 * Returns the defaults with some parts of them replaced.
	 * @param parts the parts, each of which takes the place of the one of its type
	 * @return the specification
	 */
	public static ConnectionSpec connection(Object... parts) {
		return with(ConnectionSpec.defaults(), parts);
	}

	/**
	 * Replaces parts of a specification.
	 * @param spec the specification
	 * @param parts the parts, each of which takes the place of the one of its type
	 * @return the same specification with them
	 */
	public static ConnectionSpec with(ConnectionSpec spec, Object... parts) {
		List<Object> left = new ArrayList<>(List.of(parts));
		ConnectionSpec changed = new ConnectionSpec(take(left, Kind.class, spec.transport()),
				take(left, Dispatch.class, spec.dispatch()), take(left, WireSpec.class, spec.wire()),
				take(left, HeartbeatPolicy.class, spec.heartbeat()),
				take(left, SendBufferPolicy.class, spec.sendBuffer()),
				take(left, ReceiveBufferPolicy.class, spec.receiveBuffer()), spec.conflationKey(),
				take(left, Inbound.class, spec.inboundChannel()), take(left, Tls.class, spec.tls()),
				take(left, Boolean.class, spec.statusInInbound()), take(left, RateLimit.class, spec.rateLimit()),
				take(left, RequestPolicy.class, spec.requests()), take(left, SocketSpec.class, spec.sockets()));
		assertThat(left).as("What is no part of a connection").isEmpty();
		return changed;
	}

	private static <T> T take(List<Object> parts, Class<T> type, T before) {
		Optional<T> part = parts.stream().filter(type::isInstance).map(type::cast).findFirst();
		part.ifPresent(parts::remove);
		return part.orElse(before);
	}

	public static ConnectionSpec heartbeats(long intervalMillis, long timeoutMillis) {
		return connection(new HeartbeatPolicy(Duration.ofMillis(intervalMillis), Duration.ofMillis(timeoutMillis),
				Duration.ofSeconds(10)));
	}

	public static ConnectionSpec maxSize(int maxSize) {
		return connection(wire(new FrameSpec(Format.LENGTH_HEADER, maxSize, StandardCharsets.UTF_8, null, null, null,
				null, null, null, null, null, null), null));
	}

	public static WireSpec wire(FrameSpec frame, @Nullable String probe) {
		return new WireSpec(frame, PayloadSpec.defaults(), probe);
	}

	public static ClientSpec client(ConnectionSpec connection, Endpoint... endpoints) {
		return client(connection, eager(), failover(Strategy.ORDERED, 0), endpoints);
	}

	public static ClientSpec client(ConnectionSpec connection, ReconnectPolicy reconnect, FailoverPolicy failover,
			Endpoint... endpoints) {
		return new ClientSpec("feed", List.of(endpoints), connection, Duration.ofSeconds(5), reconnect, failover,
				Duration.ofSeconds(5));
	}

	public static ServerSpec server(ConnectionSpec connection, int port, int maxConnections) {
		return new ServerSpec("orders", "127.0.0.1", port, connection,
				ServerLimits.defaults().maxConnections(maxConnections), Duration.ofSeconds(5), 8);
	}

	public static ServerSpec server() {
		return server(ConnectionSpec.defaults(), 0, 100);
	}

	public static Endpoint at(int port) {
		return new Endpoint("127.0.0.1", port);
	}

	public static InetSocketAddress address(int port) {
		return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
	}

	public static int freePort() {
		try (ServerSocket socket = new ServerSocket(0)) {
			return socket.getLocalPort();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Collects the text of what comes to a channel.
	 * @param channels the channels whose inbound is meant
	 * @return the texts, growing
	 */
	public static List<String> texts(Channels channels) {
		List<String> texts = new CopyOnWriteArrayList<>();
		((SubscribableChannel) channels.inbound()).subscribe((message) -> texts.add(text(message)));
		return texts;
	}

	public static String text(Message<?> message) {
		return (message.getPayload() instanceof byte[] bytes) ? new String(bytes, StandardCharsets.UTF_8)
				: (String) message.getPayload();
	}

	public static List<String> numbers(int from, int to) {
		return IntStream.range(from, to).mapToObj(String::valueOf).toList();
	}

}
