package io.netasync.transport;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * What may be set of the sockets of one client or server, on Netty only.
 *
 * @param pipeline add handlers to the pipeline of each connection, in this order
 * @param options socket options by their names in Netty, such as {@code TCP_QUICKACK};
 * lower case and hyphens mean the same
 * @param listenOptions the same for the socket that a server listens on
 * @param keepAlive what the kernel is to find out about a silent peer
 * @param eventLoop event loops of its own, {@code null} for those that all share
 * @param compression whether what is sent is compressed
 * @author net-async
 * @since 0.1.0
 */
public record SocketSpec(List<ChannelPipelineCustomizer> pipeline, Map<String, String> options,
		Map<String, String> listenOptions, KeepAlive keepAlive, @Nullable EventLoopSpec eventLoop,
		Compression compression) {

	public SocketSpec {
		pipeline = List.copyOf(pipeline);
		options = canonical(options);
		listenOptions = canonical(listenOptions);
	}

	private static Map<String, String> canonical(Map<String, String> options) {
		Map<String, String> canonical = new TreeMap<>();
		options.forEach((name, value) -> canonical.put(optionName(name), value));
		return Map.copyOf(canonical);
	}

	/**
	 * Returns how Netty writes the name of an option.
	 * @param name the name as somebody has written it
	 * @return the name in upper case with underscores
	 */
	public static String optionName(String name) {
		return name.toUpperCase(Locale.ROOT).replace('-', '_').replace('.', '_');
	}

	/**
	 * Returns sockets of which nothing is set.
	 * @return the defaults
	 */
	public static SocketSpec defaults() {
		return new SocketSpec(List.of(), Map.of(), Map.of(), KeepAlive.NONE, null, Compression.none());
	}

	/**
	 * Adds a customizer behind those there are.
	 * @param customizer the customizer
	 * @return the same sockets with it
	 */
	public SocketSpec pipeline(ChannelPipelineCustomizer customizer) {
		return new SocketSpec(Stream.concat(this.pipeline.stream(), Stream.of(customizer)).toList(), this.options,
				this.listenOptions, this.keepAlive, this.eventLoop, this.compression);
	}

	/**
	 * Sets socket options; others stay.
	 * @param values their values by their names
	 * @return the same sockets with them
	 */
	public SocketSpec options(Map<String, String> values) {
		return new SocketSpec(this.pipeline, merged(this.options, values), this.listenOptions, this.keepAlive,
				this.eventLoop, this.compression);
	}

	/**
	 * Sets options of the socket that a server listens on; others stay.
	 * @param values their values by their names
	 * @return the same sockets with them
	 */
	public SocketSpec listenOptions(Map<String, String> values) {
		return new SocketSpec(this.pipeline, this.options, merged(this.listenOptions, values), this.keepAlive,
				this.eventLoop, this.compression);
	}

	/**
	 * Sets what the kernel is to find out about a silent peer.
	 * @param value what it is
	 * @return the same sockets with it
	 */
	public SocketSpec keepAlive(KeepAlive value) {
		return new SocketSpec(this.pipeline, this.options, this.listenOptions, value, this.eventLoop, this.compression);
	}

	/**
	 * Sets event loops of its own.
	 * @param value the event loops, {@code null} for those that all share
	 * @return the same sockets with them
	 */
	public SocketSpec eventLoop(@Nullable EventLoopSpec value) {
		return new SocketSpec(this.pipeline, this.options, this.listenOptions, this.keepAlive, value, this.compression);
	}

	/**
	 * Sets whether what is sent is compressed.
	 * @param value how
	 * @return the same sockets with it
	 */
	public SocketSpec compression(Compression value) {
		return new SocketSpec(this.pipeline, this.options, this.listenOptions, this.keepAlive, this.eventLoop, value);
	}

	private static Map<String, String> merged(Map<String, String> before, Map<String, String> values) {
		Map<String, String> merged = new TreeMap<>(before);
		merged.putAll(canonical(values));
		return merged;
	}

}
