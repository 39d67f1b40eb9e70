package io.netasync.autoconfigure;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;

import io.netasync.autoconfigure.ConnectionOverrides.EventLoop;
import io.netasync.channel.ConnectionSpec.Kind;
import io.netasync.transport.ChannelPipelineCustomizer;
import io.netasync.transport.ChannelPipelineCustomizer.Owner;
import io.netasync.transport.Compression;
import io.netasync.transport.EventLoopSpec;
import io.netasync.transport.InvalidSocketOptionException;
import io.netasync.transport.SocketSpec;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;

/**
 * Makes what is set of the sockets of a client or server, of properties and of beans.
 *
 * @author net-async
 */
final class SocketSpecFactory {

	private final NetAsyncProperties shared;

	private final ObjectProvider<ChannelPipelineCustomizer> customizers;

	SocketSpecFactory(NetAsyncProperties shared, ObjectProvider<ChannelPipelineCustomizer> customizers) {
		this.shared = shared;
		this.customizers = customizers;
	}

	SocketSpec create(PropertyPrefix prefix, Owner owner, Kind kind, ConnectionOverrides own) {
		Map<String, String> listenOptions = (own instanceof NetAsyncServerProperties server) ? server.listenOptions()
				: Map.of();
		SocketSpec sockets = SocketSpec.defaults()
			.options(this.shared.options())
			.options(own.options())
			.listenOptions(listenOptions)
			.eventLoop(eventLoop(prefix, own.eventLoop()))
			.compression(compression(prefix, own.compression()));
		for (ChannelPipelineCustomizer customizer : customizers(owner)) {
			sockets = sockets.pipeline(customizer);
		}
		if (kind != Kind.NETTY) {
			refuse(new Refusal(prefix, ConnectionSpecFactory.place(prefix, own.transport()).property("transport"),
					kind), sockets, own);
		}
		return sockets;
	}

	private @Nullable EventLoopSpec eventLoop(PropertyPrefix prefix, @Nullable EventLoop own) {
		if (own == null) {
			return null;
		}
		int threads = ConnectionSpecFactory.or(own.threads(), 0);
		return prefix.group("event-loop")
			.make(() -> new EventLoopSpec(threads,
					ConnectionSpecFactory.or(own.transport(), this.shared.eventLoop().transport())));
	}

	private Compression compression(PropertyPrefix prefix, ConnectionOverrides.@Nullable Compression own) {
		NetAsyncProperties.Compression shared = this.shared.compression();
		Compression.Type type = ConnectionSpecFactory.or((own != null) ? own.type() : null, shared.type());
		int maxRatio = ConnectionSpecFactory.or((own != null) ? own.maxRatio() : null, shared.maxRatio());
		return ConnectionSpecFactory.place(prefix, own, "compression").make(() -> new Compression(type, maxRatio));
	}

	private List<ChannelPipelineCustomizer> customizers(Owner owner) {
		return this.customizers.orderedStream().filter((customizer) -> customizer.appliesTo(owner)).toList();
	}

	private static void refuse(Refusal refusal, SocketSpec sockets, ConnectionOverrides own) {
		if (!sockets.options().isEmpty()) {
			throw refusal.of((own.options().isEmpty() ? PropertyPrefix.shared() : refusal.prefix).property("options"));
		}
		if (!sockets.listenOptions().isEmpty()) {
			throw refusal.of(refusal.prefix.property("listen-options"));
		}
		if (sockets.eventLoop() != null) {
			throw refusal.of(refusal.prefix.property("event-loop"));
		}
		if (sockets.compression().isOn()) {
			boolean shared = own.compression() == null || own.compression().type() == null;
			throw refusal.of((shared ? PropertyPrefix.shared() : refusal.prefix).property("compression.type"));
		}
		if (!sockets.pipeline().isEmpty()) {
			throw refusal.of(sockets.pipeline().get(0));
		}
	}

	/**
	 * Makes a client or server, and finds the property if its sockets can't be so.
	 * @param prefix the client or server
	 * @param own what it sets for itself
	 * @param maker makes it
	 * @param <T> what is made
	 * @return what was made
	 */
	static <T> T make(PropertyPrefix prefix, ConnectionOverrides own, Supplier<T> maker) {
		try {
			return maker.get();
		}
		catch (InvalidSocketOptionException ex) {
			String property = (isOwn(ex.property(), own) ? prefix : PropertyPrefix.shared()).property(ex.property());
			throw new NetAsyncConfigurationException(property,
					"The property '%s' %s.".formatted(property, ex.problem()), ex.remedy() + ".", ex);
		}
	}

	private static boolean isOwn(String property, ConnectionOverrides own) {
		if (property.equals("event-loop.transport")) {
			return own.eventLoop() != null && own.eventLoop().transport() != null;
		}
		return !property.startsWith("options.") || own.options()
			.keySet()
			.stream()
			.anyMatch((name) -> property.endsWith("." + SocketSpec.optionName(name)));
	}

	/**
	 * Says why connections of Spring Integration's own factories can't have something.
	 *
	 * @param prefix the client or server
	 * @param transport the property that names their transport
	 * @param kind the transport
	 */
	private record Refusal(PropertyPrefix prefix, String transport, Kind kind) {

		NetAsyncConfigurationException of(String property) {
			return new NetAsyncConfigurationException(property,
					"The property '%s' needs connections on Netty, but '%s' is '%s'.".formatted(property,
							this.transport, value()),
					"Set '%s' to 'netty', or leave out '%s'.".formatted(this.transport, property), null);
		}

		NetAsyncConfigurationException of(ChannelPipelineCustomizer customizer) {
			return new NetAsyncConfigurationException(this.transport,
					"The property '%s' is '%s', whose connections have no pipeline for the customizer %s."
						.formatted(this.transport, value(), customizer.getClass().getName()),
					"Set '%s' to 'netty', or have 'appliesTo' of the customizer return false for '%s'."
						.formatted(this.transport, this.prefix.name().replaceFirst(".*[.]", "")),
					null);
		}

		private String value() {
			return this.kind.name().toLowerCase(Locale.ROOT);
		}

	}

}
