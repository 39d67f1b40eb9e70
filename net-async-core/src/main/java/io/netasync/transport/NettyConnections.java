package io.netasync.transport;

import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import io.netty.bootstrap.AbstractBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.handler.timeout.ReadTimeoutHandler;
import org.jspecify.annotations.Nullable;

import org.springframework.core.serializer.Deserializer;
import org.springframework.core.serializer.Serializer;
import org.springframework.integration.ip.tcp.connection.AbstractConnectionFactory;
import org.springframework.integration.ip.tcp.connection.TcpConnectionInterceptorSupport;
import org.springframework.integration.ip.tcp.connection.TcpConnectionSupport;

import io.netasync.frame.Framing;

/**
 * What the client's and the server's connection factory do alike.
 *
 * @author net-async
 */
final class NettyConnections {

	private NettyConnections() {
	}

	/**
	 * Makes a connection of a channel that is ready for messages, in the order Spring
	 * Integration's own factories keep: wrap, initialize, publish, read. On the event
	 * loop.
	 * @param channel the channel
	 * @param owner the factory
	 * @param dispatcher what delivers messages and events
	 * @param beforeOpen is given the wrapped connection before anything happens on it
	 * @return the wrapped connection
	 */
	static TcpConnectionSupport establish(Channel channel, NettyConnectionOwner owner, Dispatcher dispatcher,
			Consumer<TcpConnectionSupport> beforeOpen) {
		ChannelSocket socket = new ChannelSocket(channel);
		NettyTcpConnection connection = new NettyTcpConnection(channel, socket, owner, dispatcher);
		TcpConnectionSupport wrapped = owner.wrap(connection);
		owner.initialize(wrapped, socket);
		if (socket.getSoTimeout() > 0) {
			channel.pipeline().addLast(new ReadTimeoutHandler(socket.getSoTimeout(), TimeUnit.MILLISECONDS));
		}
		beforeOpen.accept(wrapped);
		connection.open(wrapped);
		return wrapped;
	}

	/**
	 * Returns the innermost connection of a chain of interceptors.
	 * @param wrapped the outermost
	 * @return the connection
	 */
	static TcpConnectionSupport innermost(TcpConnectionSupport wrapped) {
		TcpConnectionSupport connection = wrapped;
		while (connection instanceof TcpConnectionInterceptorSupport interceptor) {
			connection = interceptor.getTheConnection();
		}
		return connection;
	}

	/**
	 * Forgets a closed connection the way Spring Integration's harvest does, but this one
	 * only.
	 * @param connections the factory's connections
	 * @param wrapped the closed connection
	 */
	static void forget(Map<String, TcpConnectionSupport> connections, TcpConnectionSupport wrapped) {
		connections.remove(wrapped.getConnectionId());
		if (wrapped instanceof TcpConnectionInterceptorSupport interceptor) {
			interceptor.removeDeadConnection(wrapped);
		}
	}

	/**
	 * Finds how to tell frames apart in bytes that come as they like.
	 * @param deserializer the factory's deserializer
	 * @param serializer the factory's serializer
	 * @return the framing
	 */
	static Framing framing(Deserializer<?> deserializer, Serializer<?> serializer) {
		if (deserializer instanceof Framing framing) {
			return framing;
		}
		throw new IllegalStateException(("The deserializer %s can't tell where a frame ends: use one that implements "
				+ "%s, or a connection factory of Spring Integration")
			.formatted(deserializer.getClass().getName(), Framing.class.getName()));
	}

	/**
	 * Applies the socket options that Spring Integration's factories have.
	 * @param factory where they are set
	 * @param set sets an option
	 */
	static void applyOptions(AbstractConnectionFactory factory, OptionSetter set) {
		set.option(ChannelOption.TCP_NODELAY, factory.isSoTcpNoDelay());
		set.option(ChannelOption.SO_KEEPALIVE, factory.isSoKeepAlive());
		set.option(ChannelOption.SO_LINGER, positive(factory.getSoLinger() + 1, -1));
		set.option(ChannelOption.SO_SNDBUF, positive(factory.getSoSendBufferSize(), 0));
		set.option(ChannelOption.SO_RCVBUF, positive(factory.getSoReceiveBufferSize(), 0));
		set.option(ChannelOption.IP_TOS, positive(factory.getSoTrafficClass() + 1, -1));
	}

	private static @Nullable Integer positive(int value, int offset) {
		return (value > 0) ? value + offset : null;
	}

	/**
	 * Sets an option of an {@link AbstractBootstrap}.
	 */
	interface OptionSetter {

		<T> void option(ChannelOption<T> option, @Nullable T value);

	}

}
