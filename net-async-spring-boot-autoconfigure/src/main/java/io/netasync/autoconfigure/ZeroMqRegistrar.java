package io.netasync.autoconfigure;

import io.netasync.channel.ConnectionSpec.Inbound;
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
			requireUnused(shared, name);
			Inbound inbound = (socket.inboundChannel() != null) ? socket.inboundChannel() : shared.inboundChannel();
			NetAsyncRegistrar.registerInbound(registry, name, inbound);
			NetAsyncRegistrar.register(registry, FACTORY_BEAN, name, SIDE, ZeroMqSocket.class);
		});
	}

	private static void requireUnused(NetAsyncProperties shared, String name) {
		if (shared.client().containsKey(name)) {
			throw NetAsyncRegistrar.twice(name, PropertyPrefix.client(name), PropertyPrefix.zeroMq(name),
					"a client and a ZeroMQ socket");
		}
		if (shared.server().containsKey(name)) {
			throw NetAsyncRegistrar.twice(name, PropertyPrefix.server(name), PropertyPrefix.zeroMq(name),
					"a server and a ZeroMQ socket");
		}
	}

}
