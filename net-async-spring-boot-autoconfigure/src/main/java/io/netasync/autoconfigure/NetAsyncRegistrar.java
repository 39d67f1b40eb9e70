package io.netasync.autoconfigure;

import java.util.Set;

import io.netasync.channel.ConnectionSpec.Inbound;
import io.netasync.channel.InboundQueueChannel;
import io.netasync.client.NetAsyncClient;
import io.netasync.server.NetAsyncServer;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.support.AutowireCandidateQualifier;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.ImportBeanDefinitionRegistrar;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotationMetadata;
import org.springframework.integration.channel.DirectChannel;
import org.springframework.integration.channel.PublishSubscribeChannel;

/**
 * Registers the beans of each client and server that the properties name. Each one that
 * the application defines itself is left to it. There are only classes and factory
 * methods, so that the definitions survive ahead-of-time processing.
 *
 * @author net-async
 */
class NetAsyncRegistrar implements ImportBeanDefinitionRegistrar {

	static final String FACTORY_BEAN = "netAsyncBeans";

	private final Environment environment;

	NetAsyncRegistrar(Environment environment) {
		this.environment = environment;
	}

	@Override
	public void registerBeanDefinitions(AnnotationMetadata metadata, BeanDefinitionRegistry registry) {
		NetAsyncProperties properties = Binder.get(this.environment).bindOrCreate("netasync", NetAsyncProperties.class);
		Set<String> clients = properties.client().keySet();
		Set<String> servers = properties.server().keySet();
		clients.stream().filter(servers::contains).findFirst().ifPresent(NetAsyncRegistrar::rejectTwice);
		properties.client().forEach((name, client) -> {
			registerInbound(registry, name, inbound(properties, client));
			register(registry, name, "client", NetAsyncClient.class);
		});
		properties.server().forEach((name, server) -> {
			registerInbound(registry, name, inbound(properties, server));
			register(registry, name + ".connections", new RootBeanDefinition(PublishSubscribeChannel.class));
			register(registry, name, "server", NetAsyncServer.class);
		});
	}

	private static void rejectTwice(String name) {
		String client = PropertyPrefix.client(name).name();
		String server = PropertyPrefix.server(name).name();
		throw new NetAsyncConfigurationException(client,
				"The name '%s' is used twice, by '%s' and by '%s'.".formatted(name, client, server),
				"Rename one of the two: a client and a server have channels of their own, such as '%s.inbound'."
					.formatted(name),
				null);
	}

	private static Inbound inbound(NetAsyncProperties properties, ConnectionOverrides own) {
		Inbound inbound = own.inboundChannel();
		return (inbound != null) ? inbound : properties.inboundChannel();
	}

	private static void registerInbound(BeanDefinitionRegistry registry, String name, Inbound kind) {
		register(registry, name + ".inbound",
				new RootBeanDefinition((kind == Inbound.QUEUE) ? InboundQueueChannel.class : DirectChannel.class));
	}

	private static void register(BeanDefinitionRegistry registry, String name, String side, Class<?> type) {
		register(registry, name + ".outbound", new RootBeanDefinition(DirectChannel.class));
		register(registry, name + ".request", new RootBeanDefinition(DirectChannel.class));
		register(registry, name + ".status", new RootBeanDefinition(PublishSubscribeChannel.class));
		register(registry, name + ".errors", new RootBeanDefinition(PublishSubscribeChannel.class));
		RootBeanDefinition definition = new RootBeanDefinition();
		definition.setTargetType(type);
		definition.setFactoryBeanName(FACTORY_BEAN);
		definition.setFactoryMethodName(side);
		// NetAsync closes all, in the right order
		definition.setDestroyMethodName("");
		definition.getConstructorArgumentValues().addIndexedArgumentValue(0, name);
		// by name even where another bean has the name, and with it the alias
		definition.addQualifier(new AutowireCandidateQualifier(Qualifier.class, name));
		String beanName = name + "." + side;
		register(registry, beanName, definition);
		if (!registry.isBeanNameInUse(name)) {
			registry.registerAlias(beanName, name);
		}
	}

	private static void register(BeanDefinitionRegistry registry, String name, RootBeanDefinition definition) {
		if (!registry.isBeanNameInUse(name)) {
			registry.registerBeanDefinition(name, definition);
		}
	}

}
