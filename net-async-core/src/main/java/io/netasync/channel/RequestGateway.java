package io.netasync.channel;

import java.util.concurrent.CompletionStage;
import java.util.function.Function;

import io.netasync.client.NetAsyncClient;
import io.netasync.server.NetAsyncServer;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.integration.handler.AbstractReplyProducingMessageHandler;
import org.springframework.messaging.Message;
import org.springframework.messaging.SubscribableChannel;

/**
 * An outbound gateway: makes a request of each message from a request channel and sends
 * the reply to the message's reply channel. Does not wait for it, so many requests may be
 * under way. The failure of a request goes to the message's error channel.
 *
 * @author net-async
 * @since 0.1.0
 */
public final class RequestGateway extends AbstractReplyProducingMessageHandler {

	private final String name;

	private final String type;

	private final Function<Message<?>, CompletionStage<Message<?>>> requester;

	private RequestGateway(String name, String type, Function<Message<?>, CompletionStage<Message<?>>> requester) {
		this.name = name;
		this.type = type;
		this.requester = requester;
		setComponentName(name + ".request");
		setAsync(true);
		setNotPropagatedHeaders(NetAsyncHeaders.IDEMPOTENT, NetAsyncHeaders.EXPIRES, NetAsyncHeaders.KEY);
	}

	/**
	 * Makes requests through a client.
	 * @param client the client
	 * @param beanFactory finds channels by their names
	 * @return the handler
	 */
	static RequestGateway of(NetAsyncClient client, @Nullable BeanFactory beanFactory) {
		return of(client.name(), "client", client::request, beanFactory);
	}

	/**
	 * Makes requests of a server's peers: that of the connection that the header
	 * {@code ip_connectionId} names.
	 * @param server the server
	 * @param beanFactory finds channels by their names
	 * @return the handler
	 */
	static RequestGateway of(NetAsyncServer server, @Nullable BeanFactory beanFactory) {
		return of(server.name(), "server", server::request, beanFactory);
	}

	/**
	 * Makes requests.
	 * @param name the name of what makes them
	 * @param type what that is
	 * @param requester makes a request
	 * @param beanFactory finds channels by their names, {@code null} if there are none
	 * @return the handler
	 */
	public static RequestGateway of(String name, String type,
			Function<Message<?>, CompletionStage<Message<?>>> requester, @Nullable BeanFactory beanFactory) {
		return new RequestGateway(name, type, requester).with(beanFactory);
	}

	private RequestGateway with(@Nullable BeanFactory beanFactory) {
		if (beanFactory != null) {
			setBeanFactory(beanFactory);
			afterPropertiesSet();
		}
		return this;
	}

	/**
	 * Takes the messages of a channel, and its place from one that was closed.
	 * @param channel the request channel
	 */
	public void subscribeTo(SubscribableChannel channel) {
		channel.unsubscribe(this);
		channel.subscribe(this);
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof RequestGateway gateway && gateway.name.equals(this.name);
	}

	@Override
	public int hashCode() {
		return this.name.hashCode();
	}

	@Override
	protected Object handleRequestMessage(Message<?> message) {
		return this.requester.apply(message).toCompletableFuture();
	}

	@Override
	public String getComponentType() {
		return "netasync:" + this.type + "-outbound-gateway";
	}

}
