package io.netasync.autoconfigure;

import java.util.List;
import java.util.Map;
import java.util.Set;

import io.netasync.channel.ConnectionSpec.Inbound;
import io.netasync.channel.InboundQueueChannel;
import io.netasync.client.NetAsyncClient;
import io.netasync.server.NetAsyncServer;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.support.AutowireCandidateQualifier;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.ImportBeanDefinitionRegistrar;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotationMetadata;
import org.springframework.integration.channel.DirectChannel;
import org.springframework.integration.channel.PublishSubscribeChannel;
import org.springframework.util.ClassUtils;

/**
 * Registers the beans of each client and server that the properties name. Each one that
 * the application defines itself is left to it. There are only classes and factory
 * methods, so that the definitions survive ahead-of-time processing.
 *
 * @author net-async
 */
class NetAsyncRegistrar implements ImportBeanDefinitionRegistrar {

	static final String FACTORY_BEAN = "netAsyncBeans";

	static final String CHANNELS = "%s have channels of their own, such as '%s.inbound'";

	private static final String ZEROMQ = "io.netasync.zeromq.ZeroMq";

	private static final List<String> ZEROMQ_GROUPS = List.of("netasync.zeromq.socket", "netasync.zeromq.proxy");

	private final Environment environment;

	private final ClassLoader classLoader;

	NetAsyncRegistrar(Environment environment, ClassLoader classLoader) {
		this.environment = environment;
		this.classLoader = classLoader;
	}

	@Override
	public void registerBeanDefinitions(AnnotationMetadata metadata, BeanDefinitionRegistry registry) {
		Binder binder = Binder.get(this.environment);
		NetAsyncProperties properties = binder.bindOrCreate("netasync", NetAsyncProperties.class);
		if (!ClassUtils.isPresent(ZEROMQ, this.classLoader)) {
			ZEROMQ_GROUPS.forEach((group) -> binder.bind(group, Bindable.mapOf(String.class, Object.class))
				.ifBound((members) -> rejectZeroMq(group, members)));
		}
		Set<String> clients = properties.client().keySet();
		Set<String> servers = properties.server().keySet();
		clients.stream().filter(servers::contains).findFirst().ifPresent((name) -> {
			throw twice(name, PropertyPrefix.client(name), PropertyPrefix.server(name),
					CHANNELS.formatted("a client and a server", name));
		});
		properties.client().forEach((name, client) -> {
			registerInbound(registry, name, inbound(properties, client));
			register(registry, FACTORY_BEAN, name, "client", NetAsyncClient.class);
		});
		properties.server().forEach((name, server) -> {
			registerInbound(registry, name, inbound(properties, server));
			register(registry, name + ".connections", new RootBeanDefinition(PublishSubscribeChannel.class));
			register(registry, FACTORY_BEAN, name, "server", NetAsyncServer.class);
		});
	}

	private static void rejectZeroMq(String group, Map<String, Object> members) {
		String member = group + "." + members.keySet().iterator().next();
		throw new NetAsyncConfigurationException(member,
				"The properties of '%s' are set, but net-async's module for ZeroMQ is missing.".formatted(member),
				"Add the dependency 'io.netasync:net-async-zeromq', or remove '%s'.".formatted(group), null);
	}

	static NetAsyncConfigurationException twice(String name, PropertyPrefix one, PropertyPrefix other, String reason) {
		return new NetAsyncConfigurationException(one.name(),
				"The name '%s' is used twice, by '%s' and by '%s'.".formatted(name, one.name(), other.name()),
				"Rename one of the two: %s.".formatted(reason), null);
	}

	private static Inbound inbound(NetAsyncProperties properties, ConnectionOverrides own) {
		Inbound inbound = own.inboundChannel();
		return (inbound != null) ? inbound : properties.inboundChannel();
	}

	static void registerInbound(BeanDefinitionRegistry registry, String name, Inbound kind) {
		register(registry, name + ".inbound",
				new RootBeanDefinition((kind == Inbound.QUEUE) ? InboundQueueChannel.class : DirectChannel.class));
	}

	static void register(BeanDefinitionRegistry registry, String factoryBean, String name, String side, Class<?> type) {
		register(registry, name + ".outbound", new RootBeanDefinition(DirectChannel.class));
		register(registry, name + ".request", new RootBeanDefinition(DirectChannel.class));
		register(registry, name + ".status", new RootBeanDefinition(PublishSubscribeChannel.class));
		register(registry, name + ".errors", new RootBeanDefinition(PublishSubscribeChannel.class));
		registerMember(registry, factoryBean, name, side, type);
	}

	static void registerMember(BeanDefinitionRegistry registry, String factoryBean, String name, String side,
			Class<?> type) {
		RootBeanDefinition definition = new RootBeanDefinition();
		definition.setTargetType(type);
		definition.setFactoryBeanName(factoryBean);
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
