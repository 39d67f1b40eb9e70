package io.netasync.autoconfigure;

import io.netasync.channel.ConnectionSpec.Inbound;
import io.netasync.zeromq.ZeroMqProxy;
import io.netasync.zeromq.ZeroMqSocket;

import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.ImportBeanDefinitionRegistrar;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotationMetadata;

/**
 * Registers the beans of each ZeroMQ socket and broker that the properties name, as
 * {@link NetAsyncRegistrar} does for clients and servers.
 *
 * @author net-async
 */
class ZeroMqRegistrar implements ImportBeanDefinitionRegistrar {

	static final String FACTORY_BEAN = "zeroMqBeans";

	static final String SOCKET = "zeromq";

	static final String PROXY = "proxy";

	private static final String SOCKET_CHANNELS = NetAsyncRegistrar.CHANNELS.formatted("%s and a ZeroMQ socket", "%s");

	private static final String BEANS = "%s and a broker are beans of their own, each with the alias '%s'";

	private final Environment environment;

	ZeroMqRegistrar(Environment environment) {
		this.environment = environment;
	}

	@Override
	public void registerBeanDefinitions(AnnotationMetadata metadata, BeanDefinitionRegistry registry) {
		Binder binder = Binder.get(this.environment);
		NetAsyncProperties shared = binder.bindOrCreate("netasync", NetAsyncProperties.class);
		ZeroMqProperties properties = binder.bindOrCreate("netasync.zeromq", ZeroMqProperties.class);
		properties.socket().forEach((name, socket) -> {
			requireUnused(shared, name, PropertyPrefix.zeroMq(name), SOCKET_CHANNELS);
			Inbound inbound = (socket.inboundChannel() != null) ? socket.inboundChannel() : shared.inboundChannel();
			NetAsyncRegistrar.registerInbound(registry, name, inbound);
			NetAsyncRegistrar.register(registry, FACTORY_BEAN, name, SOCKET, ZeroMqSocket.class);
		});
		properties.proxy().keySet().forEach((name) -> {
			PropertyPrefix prefix = PropertyPrefix.zeroMqProxy(name);
			requireUnused(shared, name, prefix, BEANS);
			if (properties.socket().containsKey(name)) {
				throw NetAsyncRegistrar.twice(name, PropertyPrefix.zeroMq(name), prefix,
						BEANS.formatted("a ZeroMQ socket", name));
			}
			NetAsyncRegistrar.registerMember(registry, FACTORY_BEAN, name, PROXY, ZeroMqProxy.class);
		});
	}

	private static void requireUnused(NetAsyncProperties shared, String name, PropertyPrefix own, String reason) {
		if (shared.client().containsKey(name)) {
			throw NetAsyncRegistrar.twice(name, PropertyPrefix.client(name), own, reason.formatted("a client", name));
		}
		if (shared.server().containsKey(name)) {
			throw NetAsyncRegistrar.twice(name, PropertyPrefix.server(name), own, reason.formatted("a server", name));
		}
	}

}
