package io.netasync.transport;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.netasync.transport.NettyConnections.OptionSetter;
import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelOption;
import io.netty.channel.ReflectiveChannelFactory;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.socket.nio.NioChannelOption;
import io.netty.channel.uring.IoUringChannelOption;

/**
 * The options that one kind of sockets has on this machine: those a new channel lists,
 * with the types of their values. What is to be set is tried on that channel, which is
 * then closed.
 *
 * @author net-async
 */
final class SocketOptions implements AutoCloseable {

	/** Those that Netty has and does not list. */
	private static final List<ChannelOption<?>> UNLISTED = List.of(EpollChannelOption.TCP_USER_TIMEOUT,
			IoUringChannelOption.TCP_USER_TIMEOUT);

	private static final List<ChannelOption<Integer>> BUFFERS = List.of(ChannelOption.SO_RCVBUF,
			ChannelOption.SO_SNDBUF);

	private static final String READING = "Set 'receive-buffer' and 'memory-budget' to bound what is read";

	private static final String WRITING = "Set 'send-buffer' to bound what waits to be sent";

	private static final String NONE = "Leave it out";

	/** What net-async sets itself, and what to write instead. */
	private static final Map<String, String> RESERVED = Map.ofEntries(Map.entry("AUTO_READ", READING),
			Map.entry("ALLOCATOR", READING), Map.entry("RECVBUF_ALLOCATOR", READING),
			Map.entry("MAX_MESSAGES_PER_READ", READING), Map.entry("WRITE_BUFFER_WATER_MARK", WRITING),
			Map.entry("WRITE_BUFFER_HIGH_WATER_MARK", WRITING), Map.entry("WRITE_BUFFER_LOW_WATER_MARK", WRITING),
			Map.entry("MESSAGE_SIZE_ESTIMATOR", WRITING),
			Map.entry("CONNECT_TIMEOUT_MILLIS", "Set 'connect-timeout' of the client"), Map.entry("AUTO_CLOSE", NONE),
			Map.entry("ALLOW_HALF_CLOSURE", NONE), Map.entry("SINGLE_EVENTEXECUTOR_PER_GROUP", NONE));

	private final Channel channel;

	private final Map<String, ChannelOption<?>> options = new TreeMap<>();

	/**
	 * Opens a channel to see which options there are.
	 * @param type the kind of sockets
	 */
	SocketOptions(Class<? extends Channel> type) {
		this.channel = new ReflectiveChannelFactory<>(type).newChannel();
		listed().forEach(this::add);
		UNLISTED.forEach((option) -> add(option, this.channel.config().getOption(option)));
	}

	private Map<ChannelOption<?>, Object> listed() {
		try {
			return this.channel.config().getOptions();
		}
		catch (ChannelException ex) {
			// the JDK can't tell whom a Unix socket belongs to that is not connected
			Map<ChannelOption<?>, Object> buffers = new HashMap<>();
			BUFFERS.forEach((option) -> buffers.put(option, this.channel.config().getOption(option)));
			return buffers;
		}
	}

	private void add(ChannelOption<?> option, Object value) {
		String name = option.name().substring(option.name().indexOf('#') + 1);
		boolean text = value instanceof Boolean || value instanceof Integer || value instanceof Long;
		if (text && !RESERVED.containsKey(name)) {
			// of two for the same, the one that is not the JDK's is what else is set
			this.options.merge(name, option, (one, other) -> (one instanceof NioChannelOption) ? other : one);
		}
	}

	/**
	 * Makes settings of text.
	 * @param group what the options are called together
	 * @param wanted the values by the names of the options
	 * @return the settings
	 * @throws InvalidSocketOptionException if there is no such option or it can't have
	 * the value
	 */
	List<Setting<?>> settings(String group, Map<String, String> wanted) {
		List<Setting<?>> settings = new ArrayList<>();
		wanted.forEach((name, text) -> settings.add(setting(group + "." + name, name, text)));
		return settings;
	}

	/**
	 * Leaves out the options that there are not.
	 * @param wanted the values by the names of the options
	 * @return those of them that can be set here
	 */
	Map<String, String> known(Map<String, String> wanted) {
		Map<String, String> known = new TreeMap<>(wanted);
		known.keySet().retainAll(this.options.keySet());
		return known;
	}

	private Setting<?> setting(String property, String name, String text) {
		if (RESERVED.containsKey(name)) {
			throw new InvalidSocketOptionException(property, "is set by net-async itself", RESERVED.get(name));
		}
		ChannelOption<?> option = this.options.get(name);
		if (option == null) {
			throw new InvalidSocketOptionException(property,
					"is no option of %s".formatted(this.channel.getClass().getSimpleName()),
					"There are " + String.join(", ", this.options.keySet()));
		}
		return tried(property, option, text);
	}

	@SuppressWarnings("unchecked")
	private <T> Setting<T> tried(String property, ChannelOption<T> option, String text) {
		T value = (T) value(property, this.channel.config().getOption(option), text);
		try {
			this.channel.config().setOption(option, value);
			return new Setting<>(option, value);
		}
		catch (ChannelException | IllegalArgumentException | IllegalStateException | UnsupportedOperationException ex) {
			Throwable cause = (ex.getCause() != null) ? ex.getCause() : ex;
			throw new InvalidSocketOptionException(property, "can't be %s: %s".formatted(value, cause.getMessage()),
					"Set it to a value that this machine allows, or leave it out");
		}
	}

	private static Object value(String property, Object before, String text) {
		if (before instanceof Boolean) {
			if (text.equals("true") || text.equals("false")) {
				return Boolean.valueOf(text);
			}
			throw new InvalidSocketOptionException(property, "is not true or false: '%s'".formatted(text),
					"Set it to true or false");
		}
		try {
			return (before instanceof Long) ? (Object) Long.valueOf(text) : Integer.valueOf(text);
		}
		catch (NumberFormatException ex) {
			throw new InvalidSocketOptionException(property, "is not a whole number: '%s'".formatted(text),
					"Set it to a whole number");
		}
	}

	/**
	 * Makes settings of what the kernel is to find out about a peer, as far as it can.
	 * @param keepAlive what is wanted
	 * @return the settings
	 */
	List<Setting<?>> settings(KeepAlive keepAlive) {
		Map<String, String> wanted = new TreeMap<>();
		if (keepAlive.isProbing()) {
			wanted.put("SO_KEEPALIVE", "true");
			wanted.put("TCP_KEEPIDLE", seconds(keepAlive.idle()));
			// of Netty's sockets and of the JDK's
			wanted.put("TCP_KEEPINTVL", seconds(keepAlive.interval()));
			wanted.put("TCP_KEEPINTERVAL", seconds(keepAlive.interval()));
			wanted.put("TCP_KEEPCNT", String.valueOf(keepAlive.count()));
			wanted.put("TCP_KEEPCOUNT", String.valueOf(keepAlive.count()));
		}
		if (!keepAlive.userTimeout().isZero()) {
			wanted.put("TCP_USER_TIMEOUT", String.valueOf(Math.max(1, keepAlive.userTimeout().toMillis())));
		}
		return settings("keep-alive", known(wanted));
	}

	private static String seconds(Duration duration) {
		return String.valueOf(duration.plusNanos(999_999_999).toSeconds());
	}

	@Override
	public void close() {
		this.channel.unsafe().closeForcibly();
	}

	/**
	 * A value for an option.
	 *
	 * @param option the option
	 * @param value its value
	 * @param <T> the type of the value
	 */
	record Setting<T>(ChannelOption<T> option, T value) {

		void applyTo(OptionSetter setter) {
			setter.set(this.option, this.value);
		}

	}

}
