package io.netasync.autoconfigure;

import java.util.Objects;

import io.netasync.channel.Channels;
import io.netasync.channel.ClientSpec;
import io.netasync.channel.NetAsync;
import io.netasync.channel.ServerSpec;
import io.netasync.channel.Surroundings;
import io.netasync.client.NetAsyncClient;
import io.netasync.server.NetAsyncServer;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.integration.channel.PublishSubscribeChannel;
import org.springframework.messaging.MessageChannel;
import org.springframework.messaging.SubscribableChannel;

/**
 * Makes the clients and servers of the properties. {@link NetAsyncRegistrar} registers
 * its methods as their factory methods.
 *
 * @author net-async
 */
class NetAsyncBeans {

	private final NetAsync netAsync;

	private final NetAsyncProperties properties;

	private final SpecFactory specs;

	private final Surroundings surroundings;

	private final BeanFactory beanFactory;

	NetAsyncBeans(NetAsync netAsync, NetAsyncProperties properties, SpecFactory specs, Surroundings surroundings,
			BeanFactory beanFactory) {
		this.netAsync = netAsync;
		this.properties = properties;
		this.specs = specs;
		this.surroundings = surroundings;
		this.beanFactory = beanFactory;
	}

	NetAsyncClient client(String name) {
		NetAsyncClientProperties client = Objects.requireNonNull(this.properties.client().get(name));
		PropertyPrefix prefix = PropertyPrefix.client(name);
		ClientSpec spec = this.surroundings.customize(this.specs.client(name, client));
		Channels channels = channels(prefix, name, null);
		return SocketSpecFactory.make(prefix, client,
				() -> this.netAsync.client(spec, channels, this.surroundings.interceptors()));
	}

	NetAsyncServer server(String name) {
		NetAsyncServerProperties server = Objects.requireNonNull(this.properties.server().get(name));
		PropertyPrefix prefix = PropertyPrefix.server(name);
		ServerSpec spec = this.surroundings.customize(this.specs.server(name, server));
		Channels channels = channels(prefix, name, bean(prefix, name + ".connections", MessageChannel.class));
		return SocketSpecFactory.make(prefix, server,
				() -> this.netAsync.server(spec, channels, this.surroundings.interceptors()));
	}

	/**
	 * Makes sure that all that is configured is there, even where the application defines
	 * a bean of the same name.
	 */
	void check() {
		this.properties.client()
			.keySet()
			.forEach((name) -> bean(PropertyPrefix.client(name), name + ".client", NetAsyncClient.class));
		this.properties.server()
			.keySet()
			.forEach((name) -> bean(PropertyPrefix.server(name), name + ".server", NetAsyncServer.class));
	}

	Channels channels(PropertyPrefix prefix, String name, @Nullable MessageChannel connections) {
		return new Channels(bean(prefix, name + ".inbound", MessageChannel.class),
				bean(prefix, name + ".outbound", SubscribableChannel.class),
				bean(prefix, name + ".request", SubscribableChannel.class),
				bean(prefix, name + ".status", PublishSubscribeChannel.class),
				bean(prefix, name + ".errors", PublishSubscribeChannel.class), connections);
	}

	<T> T bean(PropertyPrefix prefix, String beanName, Class<T> type) {
		Object bean = this.beanFactory.getBean(beanName);
		if (!type.isInstance(bean)) {
			throw new NetAsyncConfigurationException(prefix.name(),
					"The bean '%s' is a %s, but '%s' needs a %s of this name.".formatted(beanName,
							bean.getClass().getName(), prefix.name(), type.getSimpleName()),
					"Make the bean '%s' a %s, or rename the bean or '%s'.".formatted(beanName, type.getSimpleName(),
							prefix.name()),
					null);
		}
		return type.cast(bean);
	}

}
