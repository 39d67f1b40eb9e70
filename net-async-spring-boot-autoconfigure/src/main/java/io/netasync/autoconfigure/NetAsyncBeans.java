package io.netasync.autoconfigure;

import java.util.List;
import java.util.Objects;

import io.netasync.channel.Channels;
import io.netasync.channel.ClientSpec;
import io.netasync.channel.NetAsync;
import io.netasync.channel.ServerSpec;
import io.netasync.client.NetAsyncClient;
import io.netasync.server.NetAsyncServer;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.integration.channel.PublishSubscribeChannel;
import org.springframework.integration.ip.tcp.connection.TcpConnectionInterceptorFactory;
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

	private final BeanFactory beanFactory;

	NetAsyncBeans(NetAsync netAsync, NetAsyncProperties properties, SpecFactory specs, BeanFactory beanFactory) {
		this.netAsync = netAsync;
		this.properties = properties;
		this.specs = specs;
		this.beanFactory = beanFactory;
	}

	NetAsyncClient client(String name) {
		ClientSpec spec = this.specs.client(name, Objects.requireNonNull(this.properties.client().get(name)));
		for (NetAsyncClientCustomizer customizer : all(NetAsyncClientCustomizer.class)) {
			spec = customizer.customize(spec);
		}
		return this.netAsync.client(spec, channels(PropertyPrefix.client(name), name), interceptors());
	}

	NetAsyncServer server(String name) {
		ServerSpec spec = this.specs.server(name, Objects.requireNonNull(this.properties.server().get(name)));
		for (NetAsyncServerCustomizer customizer : all(NetAsyncServerCustomizer.class)) {
			spec = customizer.customize(spec);
		}
		return this.netAsync.server(spec, channels(PropertyPrefix.server(name), name), interceptors());
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

	private List<TcpConnectionInterceptorFactory> interceptors() {
		return all(TcpConnectionInterceptorFactory.class);
	}

	private <T> List<T> all(Class<T> type) {
		ObjectProvider<T> provider = this.beanFactory.getBeanProvider(type);
		return provider.orderedStream().toList();
	}

	private Channels channels(PropertyPrefix prefix, String name) {
		return new Channels(bean(prefix, name + ".inbound", MessageChannel.class),
				bean(prefix, name + ".outbound", SubscribableChannel.class),
				bean(prefix, name + ".request", SubscribableChannel.class),
				bean(prefix, name + ".status", PublishSubscribeChannel.class),
				bean(prefix, name + ".errors", PublishSubscribeChannel.class));
	}

	private <T> T bean(PropertyPrefix prefix, String beanName, Class<T> type) {
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
