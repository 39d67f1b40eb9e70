package io.netasync.autoconfigure;

import io.netasync.channel.NetAsync;
import io.netasync.channel.NetAsyncResources;
import io.netasync.channel.Surroundings;
import io.netasync.client.NetAsyncClient;
import io.netasync.memory.MemoryBudget;
import io.netasync.reconnect.AttemptBudget;
import io.netasync.server.NetAsyncServer;
import io.netasync.transport.ChannelPipelineCustomizer;
import io.netasync.transport.EventLoops;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.boot.LazyInitializationExcludeFilter;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.integration.autoconfigure.IntegrationAutoConfiguration;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.thread.Threading;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.Environment;
import org.springframework.integration.context.IntegrationContextUtils;
import org.springframework.scheduling.TaskScheduler;
import org.springframework.util.unit.DataSize;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for net-async: clients, servers and
 * their channels.
 *
 * @author net-async
 * @since 0.1.0
 */
@AutoConfiguration(after = { IntegrationAutoConfiguration.class, SslAutoConfiguration.class })
@ConditionalOnBooleanProperty(name = "netasync.enabled", matchIfMissing = true)
@EnableConfigurationProperties(NetAsyncProperties.class)
@Import(NetAsyncRegistrar.class)
public final class NetAsyncAutoConfiguration {

	@Bean
	static LazyInitializationExcludeFilter netAsyncLazyInitializationExcludeFilter() {
		return LazyInitializationExcludeFilter.forBeanTypes(NetAsyncLifecycle.class, NetAsyncClient.class,
				NetAsyncServer.class);
	}

	@Bean
	@ConditionalOnMissingBean
	NetAsync netAsync(NetAsyncProperties properties, ApplicationContext applicationContext,
			@Qualifier(IntegrationContextUtils.TASK_SCHEDULER_BEAN_NAME) TaskScheduler scheduler,
			Environment environment, Surroundings surroundings) {
		PropertyPrefix shared = PropertyPrefix.shared();
		AttemptBudget budget = shared.group("reconnect")
			.make(() -> new AttemptBudget(properties.reconnect().attemptsPerSecond()));
		MemoryBudget memory = shared.make(() -> memoryBudget(properties.memoryBudget()));
		return new NetAsync(new NetAsyncResources(eventLoops(shared.group("event-loop"), properties.eventLoop()),
				budget, memory, applicationContext, scheduler, Threading.VIRTUAL.isActive(environment)), surroundings);
	}

	private static MemoryBudget memoryBudget(DataSize configured) {
		return new MemoryBudget(
				(configured.toBytes() != 0) ? configured.toBytes() : Runtime.getRuntime().maxMemory() / 2);
	}

	private static EventLoops eventLoops(PropertyPrefix place, NetAsyncProperties.EventLoop properties) {
		place.require("threads", properties.threads() >= 0, "must not be negative");
		try {
			return EventLoops.start(properties.transport(), properties.threads());
		}
		catch (IllegalStateException ex) {
			String property = place.property("transport");
			throw new NetAsyncConfigurationException(property,
					"The property '%s' names sockets that this machine does not have.".formatted(property),
					"Set '%s' to 'auto'.".formatted(property), ex);
		}
	}

	@Bean
	SpecFactory netAsyncSpecFactory(NetAsyncProperties properties, ObjectProvider<SslBundles> sslBundles,
			ObjectProvider<ChannelPipelineCustomizer> pipelineCustomizers,
			ConfigurableListableBeanFactory beanFactory) {
		return new SpecFactory(properties, new TlsFactory(sslBundles),
				new SocketSpecFactory(properties, pipelineCustomizers), beanFactory);
	}

	@Bean
	@ConditionalOnMissingBean
	Surroundings netAsyncSurroundings(SpecFactory specs, BeanFactory beanFactory) {
		return new NetAsyncSurroundings(specs, (DefaultListableBeanFactory) beanFactory);
	}

	@Bean(NetAsyncRegistrar.FACTORY_BEAN)
	NetAsyncBeans netAsyncBeans(NetAsync netAsync, NetAsyncProperties properties, SpecFactory specs,
			Surroundings surroundings, BeanFactory beanFactory) {
		return new NetAsyncBeans(netAsync, properties, specs, surroundings, beanFactory);
	}

	@Bean
	NetAsyncLifecycle netAsyncLifecycle(NetAsync netAsync, NetAsyncBeans beans, ObjectProvider<NetAsyncClient> clients,
			ObjectProvider<NetAsyncServer> servers, ObjectProvider<NetAsyncStarter> starters,
			ConfigurableEnvironment environment) {
		beans.check();
		return new NetAsyncLifecycle(netAsync, clients.stream().toList(), servers.stream().toList(),
				starters.orderedStream().toList(), environment);
	}

}
