package io.netasync.autoconfigure;

import io.netasync.channel.ServerSpec;

/**
 * Callback for beans that want to change how a server is configured, after its properties
 * have been applied.
 *
 * @author net-async
 * @since 0.1.0
 */
@FunctionalInterface
public interface NetAsyncServerCustomizer {

	/**
	 * Changes a server.
	 * @param server how it is configured so far
	 * @return how it is to be configured, with the same name
	 */
	ServerSpec customize(ServerSpec server);

}
