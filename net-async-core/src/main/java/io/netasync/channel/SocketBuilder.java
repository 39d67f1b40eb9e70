package io.netasync.channel;

import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

import io.netasync.transport.ChannelPipelineCustomizer;
import io.netasync.transport.Compression;
import io.netasync.transport.EventLoopSpec;
import io.netasync.transport.SocketSpec;

/**
 * What is set of the sockets of clients and servers that are made at run time.
 *
 * @param <B> the builder itself
 * @author net-async
 * @since 0.1.0
 */
public abstract sealed class SocketBuilder<B extends SocketBuilder<B>> permits ConnectionBuilder {

	private static final Pattern FIRST_QUOTE = Pattern.compile("^'");

	private SocketSpec sockets;

	SocketBuilder(SocketSpec from) {
		this.sockets = from;
	}

	/**
	 * Sets a socket option; others stay.
	 * @param name its name in Netty, such as {@code TCP_QUICKACK}
	 * @param value its value
	 * @return this
	 */
	public B option(String name, Object value) {
		return options(Map.of(name, String.valueOf(value)));
	}

	/**
	 * Sets socket options; others stay.
	 * @param values their values by their names in Netty
	 * @return this
	 */
	public B options(Map<String, String> values) {
		return sockets((before) -> before.options(values));
	}

	/**
	 * Adds handlers to the pipeline of each connection, behind those of the application's
	 * customizers.
	 * @param customizer adds them
	 * @return this
	 */
	public B pipeline(ChannelPipelineCustomizer customizer) {
		return sockets((before) -> before.pipeline(customizer));
	}

	/**
	 * Sets event loops of its own, which end with the client or server.
	 * @param options sets them
	 * @return this
	 */
	public B eventLoop(Consumer<EventLoopBuilder> options) {
		EventLoopBuilder builder = new EventLoopBuilder(this.sockets.eventLoop());
		options.accept(builder);
		EventLoopSpec own = valid("event-loop", builder::build);
		return sockets((before) -> before.eventLoop(own));
	}

	/**
	 * Sets whether what is sent is compressed.
	 * @param options sets it
	 * @return this
	 */
	public B compression(Consumer<CompressionBuilder> options) {
		CompressionBuilder builder = new CompressionBuilder(this.sockets.compression());
		options.accept(builder);
		Compression compression = valid("compression", builder::build);
		return sockets((before) -> before.compression(compression));
	}

	/**
	 * Makes something of what was set. What rejects it knows only the last part of its
	 * name, quoted; this completes it.
	 * @param group where it is set
	 * @param maker makes it
	 * @param <T> what is made
	 * @return what was made
	 */
	static <T> T valid(String group, Supplier<T> maker) {
		try {
			return maker.get();
		}
		catch (IllegalArgumentException ex) {
			String message = String.valueOf(ex.getMessage());
			throw new IllegalArgumentException(FIRST_QUOTE.matcher(message).replaceFirst("'" + group + "."), ex);
		}
	}

	B sockets(UnaryOperator<SocketSpec> change) {
		this.sockets = change.apply(this.sockets);
		return self();
	}

	SocketSpec sockets() {
		return this.sockets;
	}

	abstract B self();

}
