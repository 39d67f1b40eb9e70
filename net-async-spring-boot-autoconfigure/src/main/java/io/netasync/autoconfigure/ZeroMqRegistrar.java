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
 * Registers the beans of each ZeroMQ socket that the properties name, as
 * {@link NetAsyncRegistrar} does for clients and servers.
 *
 * @author net-async
 */
class ZeroMqRegistrar implements ImportBeanDefinitionRegistrar {

	static final String FACTORY_BEAN = "zeroMqBeans";

	static final String SIDE = "zeromq";

	static final String PROXY = "proxy";

	private final Environment environment;

	ZeroMqRegistrar(Environment environment) {
		this.environment = environment;
	}

	@Override
	public void registerBeanDefinitions(AnnotationMetadata metadata, BeanDefinitionRegistry registry) {
		Binder binder = Binder.get(this.environment);
		NetAsyncProperties shared = binder.bindOrCreate("netasync", NetAsyncProperties.class);
		ZeroMqProperties properties = binder.bindOrCreate("netasync.zeromq", ZeroMqProperties.class);
		properties.proxy().keySet().forEach((name) -> {
			requireUnused(shared, PropertyPrefix.zeroMqProxy(name), name);
			if (properties.socket().containsKey(name)) {
				throw NetAsyncRegistrar.twice(name, PropertyPrefix.zeroMq(name), PropertyPrefix.zeroMqProxy(name),
						"a ZeroMQ socket and a broker");
			}
			NetAsyncRegistrar.registerHandle(registry, FACTORY_BEAN, name, PROXY, ZeroMqProxy.class);
		});
		properties.socket().forEach((name, socket) -> {
			requireUnused(shared, PropertyPrefix.zeroMq(name), name);
			Inbound inbound = (socket.inboundChannel() != null) ? socket.inboundChannel() : shared.inboundChannel();
			NetAsyncRegistrar.registerInbound(registry, name, inbound);
			NetAsyncRegistrar.register(registry, FACTORY_BEAN, name, SIDE, ZeroMqSocket.class);
		});
	}

	private static void requireUnused(NetAsyncProperties shared, PropertyPrefix own, String name) {
		if (shared.client().containsKey(name)) {
			throw NetAsyncRegistrar.twice(name, PropertyPrefix.client(name), own, "a client and a ZeroMQ socket");
		}
		if (shared.server().containsKey(name)) {
			throw NetAsyncRegistrar.twice(name, PropertyPrefix.server(name), own, "a server and a ZeroMQ socket");
		}
	}

}
