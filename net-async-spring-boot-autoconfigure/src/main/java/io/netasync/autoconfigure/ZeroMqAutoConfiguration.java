package io.netasync.autoconfigure;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.netasync.channel.NetAsync;
import io.netasync.zeromq.ZeroMq;
import io.netasync.zeromq.ZeroMq.ContextSettings;
import io.netasync.zeromq.ZeroMqProxy;
import io.netasync.zeromq.ZeroMqSocket;
import io.netasync.zeromq.engine.SocketCustomizer;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.LazyInitializationExcludeFilter;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for ZeroMQ sockets and their
 * channels.
 *
 * @author net-async
 * @since 0.1.0
 */
@AutoConfiguration(after = NetAsyncAutoConfiguration.class)
@ConditionalOnClass(ZeroMq.class)
@ConditionalOnBean({ NetAsync.class, NetAsyncProperties.class })
@EnableConfigurationProperties(ZeroMqProperties.class)
@Import(ZeroMqRegistrar.class)
public final class ZeroMqAutoConfiguration {

	@Bean
	static LazyInitializationExcludeFilter zeroMqLazyInitializationExcludeFilter() {
		return LazyInitializationExcludeFilter.forBeanTypes(ZeroMqSocket.class, ZeroMqProxy.class);
	}

	@Bean
	@ConditionalOnMissingBean
	ZeroMq zeroMq(NetAsync netAsync, ZeroMqProperties properties, ZeroMqSpecFactory specs,
			ObjectProvider<ZeroMqSpecCustomizer> customizers) {
		Map<String, ContextSettings> contexts = new LinkedHashMap<>();
		properties.context()
			.forEach((name, context) -> contexts.put(name, PropertyPrefix.zeroMqContext(name)
				.make(() -> new ContextSettings(context.ioThreads(), context.maxSockets()))));
		return new ZeroMq(netAsync, contexts, specs::socket, (spec) -> ZeroMqBeans.customize(spec, customizers));
	}

	@Bean
	ZeroMqSpecFactory zeroMqSpecFactory(NetAsyncProperties properties, ObjectProvider<SocketCustomizer> customizers,
			ConfigurableListableBeanFactory beanFactory) {
		// found here, as the thread of the sockets must not wait for beans
		List<SocketCustomizer> all = customizers.orderedStream().toList();
		return new ZeroMqSpecFactory(properties,
				(name, socket) -> all.forEach((customizer) -> customizer.customize(name, socket)), beanFactory);
	}

	@Bean(ZeroMqRegistrar.FACTORY_BEAN)
	ZeroMqBeans zeroMqBeans(ZeroMq zeroMq, ZeroMqProperties properties, ZeroMqSpecFactory specs, NetAsyncBeans beans,
			ObjectProvider<ZeroMqSpecCustomizer> customizers) {
		return new ZeroMqBeans(zeroMq, properties, specs, beans, customizers);
	}

	@Bean
	ZeroMqStarter zeroMqStarter(ZeroMqBeans beans, ObjectProvider<ZeroMqSocket> sockets,
			ObjectProvider<ZeroMqProxy> proxies) {
		beans.check();
		return new ZeroMqStarter(sockets.stream().toList(), proxies.stream().toList());
	}

}
