package io.netasync.autoconfigure;

import java.util.List;
import java.util.Locale;

import io.netasync.channel.ConnectionSpec.Kind;
import io.netasync.transport.ChannelPipelineCustomizer;
import io.netasync.transport.ChannelPipelineCustomizer.Owner;
import io.netasync.transport.SocketSpec;

import org.springframework.beans.factory.ObjectProvider;

/**
 * Makes what is set of the sockets of a client or server, of properties and of beans.
 *
 * @author net-async
 */
final class SocketSpecFactory {

	private final ObjectProvider<ChannelPipelineCustomizer> customizers;

	SocketSpecFactory(ObjectProvider<ChannelPipelineCustomizer> customizers) {
		this.customizers = customizers;
	}

	SocketSpec create(PropertyPrefix transport, Owner owner, Kind kind) {
		List<ChannelPipelineCustomizer> applicable = this.customizers.orderedStream()
			.filter((customizer) -> customizer.appliesTo(owner))
			.toList();
		if (kind != Kind.NETTY && !applicable.isEmpty()) {
			throw withoutPipeline(transport.property("transport"), owner, kind, applicable.get(0));
		}
		return new SocketSpec(applicable);
	}

	private static NetAsyncConfigurationException withoutPipeline(String property, Owner owner, Kind kind,
			ChannelPipelineCustomizer customizer) {
		return new NetAsyncConfigurationException(property,
				"The property '%s' is '%s', whose connections have no pipeline for the customizer %s."
					.formatted(property, kind.name().toLowerCase(Locale.ROOT), customizer.getClass().getName()),
				"Set '%s' to 'netty', or have 'appliesTo' of the customizer return false for '%s'.".formatted(property,
						owner.name()),
				null);
	}

}
