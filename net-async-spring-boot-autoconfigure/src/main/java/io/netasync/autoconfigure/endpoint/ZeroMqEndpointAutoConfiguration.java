package io.netasync.autoconfigure.endpoint;

import io.netasync.autoconfigure.ZeroMqAutoConfiguration;
import io.netasync.zeromq.ZeroMq;

import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for ZeroMQ sockets in the Actuator
 * endpoint {@code netasync}.
 *
 * @author net-async
 * @since 0.1.0
 */
@AutoConfiguration(after = ZeroMqAutoConfiguration.class)
@ConditionalOnClass({ Endpoint.class, ZeroMq.class })
@ConditionalOnBean(ZeroMq.class)
public final class ZeroMqEndpointAutoConfiguration {

	@Bean
	SocketOperations zeroMqOperations(ZeroMq zeroMq) {
		return new ZeroMqOperations(zeroMq);
	}

}
