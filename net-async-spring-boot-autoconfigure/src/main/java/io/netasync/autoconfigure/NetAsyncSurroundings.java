package io.netasync.autoconfigure;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.netasync.channel.Channels;
import io.netasync.channel.ClientSpec;
import io.netasync.channel.ConnectionSpec.Inbound;
import io.netasync.channel.IpcPaths;
import io.netasync.channel.ServerSpec;
import io.netasync.channel.Surroundings;
import io.netasync.transport.Tls;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.integration.channel.DirectChannel;
import org.springframework.integration.channel.PublishSubscribeChannel;
import org.springframework.integration.ip.tcp.connection.TcpConnectionInterceptorFactory;
import org.springframework.messaging.MessageChannel;
import org.springframework.messaging.SubscribableChannel;

/**
 * The application around the clients and servers that are made at run time: they start
 * from the shared properties, and their channels are beans for as long as they live, so
 * that flows find them by name. Channels that the application has defined are taken
 * instead, and stay.
 *
 * @author net-async
 */
class NetAsyncSurroundings implements Surroundings {

	private final SpecFactory specs;

	private final DefaultListableBeanFactory beanFactory;

	/** The names of the beans that were registered for a client or server. */
	private final Map<String, List<String>> registered = new ConcurrentHashMap<>();

	NetAsyncSurroundings(SpecFactory specs, DefaultListableBeanFactory beanFactory) {
		this.specs = specs;
		this.beanFactory = beanFactory;
	}

	@Override
	public ClientSpec client(String name) {
		return this.specs.client(name);
	}

	@Override
	public ServerSpec server(String name) {
		return this.specs.server(name);
	}

	@Override
	public ClientSpec customize(ClientSpec client) {
		ClientSpec spec = client;
		for (NetAsyncClientCustomizer customizer : all(NetAsyncClientCustomizer.class)) {
			spec = customizer.customize(spec);
		}
		return spec;
	}

	@Override
	public ServerSpec customize(ServerSpec server) {
		ServerSpec spec = server;
		for (NetAsyncServerCustomizer customizer : all(NetAsyncServerCustomizer.class)) {
			spec = customizer.customize(spec);
		}
		return spec;
	}

	@Override
	public IpcPaths ipc() {
		return this.specs.ipc();
	}

	@Override
	public BeanFactory beanFactory() {
		return this.beanFactory;
	}

	@Override
	public List<TcpConnectionInterceptorFactory> interceptors() {
		return all(TcpConnectionInterceptorFactory.class);
	}

	private <T> List<T> all(Class<T> type) {
		return this.beanFactory.getBeanProvider(type).orderedStream().toList();
	}

	@Override
	public Tls tls(String bundle) {
		return this.specs.tls(bundle);
	}

	@Override
	public Channels channels(String name, Inbound inbound) {
		List<String> made = new ArrayList<>();
		this.registered.put(name, made);
		return new Channels(channel(name + ".inbound", MessageChannel.class, Channels.inbound(inbound), made),
				channel(name + ".outbound", SubscribableChannel.class, new DirectChannel(), made),
				channel(name + ".request", SubscribableChannel.class, new DirectChannel(), made),
				channel(name + ".status", PublishSubscribeChannel.class, new PublishSubscribeChannel(), made),
				channel(name + ".errors", PublishSubscribeChannel.class, new PublishSubscribeChannel(), made),
				channel(name + ".connections", MessageChannel.class, new PublishSubscribeChannel(), made));
	}

	private <T extends MessageChannel> T channel(String beanName, Class<T> type, T channel, List<String> made) {
		if (this.beanFactory.containsBean(beanName)) {
			return this.beanFactory.getBean(beanName, type);
		}
		made.add(beanName);
		T initialized = type.cast(this.beanFactory.initializeBean(channel, beanName));
		this.beanFactory.registerSingleton(beanName, initialized);
		return initialized;
	}

	@Override
	public void release(String name) {
		List<String> made = this.registered.remove(name);
		if (made != null) {
			made.forEach(this::remove);
		}
	}

	private void remove(String beanName) {
		Object channel = this.beanFactory.getSingleton(beanName);
		if (channel != null) {
			this.beanFactory.destroySingleton(beanName);
			this.beanFactory.destroyBean(channel);
		}
	}

}
