package io.netasync.transport;

import java.util.List;
import java.util.stream.Stream;

/**
 * What may be set of the sockets of one client or server, on Netty only.
 *
 * @param pipeline add handlers to the pipeline of each connection, in this order
 * @author net-async
 * @since 0.1.0
 */
public record SocketSpec(List<ChannelPipelineCustomizer> pipeline) {

	public SocketSpec {
		pipeline = List.copyOf(pipeline);
	}

	/**
	 * Returns sockets of which nothing is set.
	 * @return the defaults
	 */
	public static SocketSpec defaults() {
		return new SocketSpec(List.of());
	}

	/**
	 * Adds a customizer behind those there are.
	 * @param customizer the customizer
	 * @return the same sockets with it
	 */
	public SocketSpec pipeline(ChannelPipelineCustomizer customizer) {
		return new SocketSpec(Stream.concat(this.pipeline.stream(), Stream.of(customizer)).toList());
	}

}
