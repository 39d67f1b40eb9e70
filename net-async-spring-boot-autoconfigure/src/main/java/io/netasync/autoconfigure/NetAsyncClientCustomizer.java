package io.netasync.autoconfigure;

import io.netasync.channel.ClientSpec;

/**
 * Callback for beans that want to change how a client is configured, after its properties
 * have been applied.
 *
 * @author net-async
 * @since 0.1.0
 */
@FunctionalInterface
public interface NetAsyncClientCustomizer {

	/**
	 * Changes a client.
	 * @param client how it is configured so far
	 * @return how it is to be configured, with the same name
	 */
	ClientSpec customize(ClientSpec client);

}
