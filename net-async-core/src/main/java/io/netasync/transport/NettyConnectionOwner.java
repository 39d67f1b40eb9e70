package io.netasync.transport;

import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.context.ApplicationEventPublisher;
import org.springframework.integration.ip.tcp.connection.TcpConnectionSupport;
import org.springframework.integration.ip.tcp.connection.TcpSender;

import io.netasync.frame.Framing;

/**
 * What a connection and its channel need of the connection factory that made them, be it
 * a client's or a server's.
 *
 * @author net-async
 */
interface NettyConnectionOwner {

	boolean isServer();

	boolean isLookupHost();

	boolean isTls();

	@Nullable ApplicationEventPublisher publisher();

	@Nullable String componentName();

	Framing framing();

	Dispatcher newDispatcher();

	/**
	 * Returns the senders registered with the factory.
	 * @return the senders, possibly none
	 */
	List<TcpSender> senders();

	/**
	 * Wraps a new connection into its interceptors and makes it known.
	 * @param connection the new connection
	 * @return the outermost interceptor, or the connection itself
	 */
	TcpConnectionSupport wrap(NettyTcpConnection connection);

	/**
	 * Gives a wrapped connection its listener, senders and serializers.
	 * @param wrapped the wrapped connection
	 * @param socket a view of its channel
	 */
	void initialize(TcpConnectionSupport wrapped, ChannelSocket socket);

	/**
	 * Forgets a connection that is gone.
	 * @param wrapped the wrapped connection
	 */
	void closed(TcpConnectionSupport wrapped);

}
