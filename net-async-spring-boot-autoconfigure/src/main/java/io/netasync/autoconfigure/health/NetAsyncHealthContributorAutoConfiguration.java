package io.netasync.autoconfigure.health;

import io.netasync.autoconfigure.NetAsyncAutoConfiguration;
import io.netasync.autoconfigure.NetAsyncProperties;
import io.netasync.channel.NetAsync;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.HealthContributor;
import org.springframework.context.annotation.Bean;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for the health of clients and
 * servers.
 *
 * @author net-async
 * @since 0.1.0
 */
@AutoConfiguration(after = NetAsyncAutoConfiguration.class)
@ConditionalOnClass({ HealthContributor.class, ConditionalOnEnabledHealthIndicator.class })
@ConditionalOnBean({ NetAsync.class, NetAsyncProperties.class })
@ConditionalOnEnabledHealthIndicator("netasync")
public final class NetAsyncHealthContributorAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean(name = { "netasyncHealthIndicator", "netasyncHealthContributor" })
	HealthContributor netasyncHealthContributor(NetAsync netAsync, NetAsyncProperties properties,
			ObjectProvider<MemberHealth<?>> others) {
		return new NetAsyncHealthContributor(netAsync, properties.health().downAfter(),
				others.orderedStream().toList());
	}

}
