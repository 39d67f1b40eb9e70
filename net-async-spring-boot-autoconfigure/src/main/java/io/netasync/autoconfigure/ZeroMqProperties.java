package io.netasync.autoconfigure;

import java.util.Map;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * {@link ConfigurationProperties Properties} for ZeroMQ. What sockets don't set is taken
 * from the defaults in {@link NetAsyncProperties}.
 *
 * @param context ZeroMQ contexts by name, each with a thread that owns its sockets; those
 * without properties have the defaults
 * @param socket ZeroMQ sockets by name
 * @param proxy brokers between ZeroMQ sockets by name
 * @author net-async
 * @since 0.1.0
 */
@ConfigurationProperties("netasync.zeromq")
public record ZeroMqProperties(@DefaultValue Map<String, Context> context,
		@DefaultValue Map<String, ZeroMqSocketProperties> socket,
		@DefaultValue Map<String, ZeroMqProxyProperties> proxy) {

	/**
	 * Properties of one ZeroMQ context.
	 *
	 * @param ioThreads number of threads that move bytes
	 * @param maxSockets number of sockets there may be
	 */
	public record Context(@DefaultValue("1") int ioThreads, @DefaultValue("1023") int maxSockets) {
	}

}
