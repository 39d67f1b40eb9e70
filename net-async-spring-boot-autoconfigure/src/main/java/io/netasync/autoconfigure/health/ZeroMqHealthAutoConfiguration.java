package io.netasync.autoconfigure.health;

import java.time.Duration;

import io.netasync.autoconfigure.NetAsyncProperties;
import io.netasync.autoconfigure.ZeroMqAutoConfiguration;
import io.netasync.zeromq.ZeroMq;
import io.netasync.zeromq.ZeroMqProxy;
import io.netasync.zeromq.ZeroMqSocket;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.health.contributor.HealthContributor;
import org.springframework.context.annotation.Bean;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for the health of ZeroMQ sockets,
 * each a part of that of net-async.
 *
 * @author net-async
 * @since 0.1.0
 */
@AutoConfiguration(after = ZeroMqAutoConfiguration.class)
@ConditionalOnClass({ HealthContributor.class, ZeroMq.class })
@ConditionalOnBean({ ZeroMq.class, NetAsyncProperties.class })
public final class ZeroMqHealthAutoConfiguration {

	@Bean
	MemberHealth<ZeroMqSocket> zeroMqHealth(NetAsyncProperties properties) {
		Duration downAfter = properties.health().downAfter();
		return new MemberHealth<>(ZeroMqSocket.class, ZeroMqSocket::name,
				(socket) -> new ZeroMqHealthIndicator(socket::snapshot, downAfter));
	}

	@Bean
	MemberHealth<ZeroMqProxy> zeroMqProxyHealth() {
		return new MemberHealth<>(ZeroMqProxy.class, ZeroMqProxy::name,
				(proxy) -> new ZeroMqProxyHealthIndicator(proxy::snapshot));
	}

}
