package io.netasync.autoconfigure.endpoint;

import io.netasync.autoconfigure.NetAsyncAutoConfiguration;
import io.netasync.channel.NetAsync;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for the Actuator endpoint
 * {@code netasync}.
 *
 * @author net-async
 * @since 0.1.0
 */
@AutoConfiguration(after = NetAsyncAutoConfiguration.class)
@ConditionalOnClass({ Endpoint.class, ConditionalOnAvailableEndpoint.class })
@ConditionalOnAvailableEndpoint(NetAsyncEndpoint.class)
@ConditionalOnBean(NetAsync.class)
public final class NetAsyncEndpointAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	NetAsyncEndpoint netAsyncEndpoint(NetAsync netAsync, ObjectProvider<SocketOperations> sockets) {
		return new NetAsyncEndpoint(netAsync, sockets.getIfAvailable(() -> SocketOperations.NONE));
	}

}
