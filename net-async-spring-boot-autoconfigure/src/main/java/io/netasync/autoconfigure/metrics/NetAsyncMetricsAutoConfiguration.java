package io.netasync.autoconfigure.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.netasync.autoconfigure.NetAsyncAutoConfiguration;
import io.netasync.channel.NetAsync;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for the meters of clients and
 * servers.
 *
 * @author net-async
 * @since 0.1.0
 */
@AutoConfiguration(after = NetAsyncAutoConfiguration.class,
		afterName = { "org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration",
				"org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration" })
@ConditionalOnClass(MeterRegistry.class)
@ConditionalOnBean({ NetAsync.class, MeterRegistry.class })
public final class NetAsyncMetricsAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean(name = "netAsyncMeterBinder")
	NetAsyncMeterBinder netAsyncMeterBinder(NetAsync netAsync, ObjectProvider<MemberMeters<?>> others) {
		return new NetAsyncMeterBinder(netAsync, others.orderedStream().toList());
	}

}
