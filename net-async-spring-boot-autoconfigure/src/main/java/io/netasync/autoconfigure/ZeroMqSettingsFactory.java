package io.netasync.autoconfigure;

import java.time.Duration;
import java.util.List;

import io.netasync.zeromq.engine.SocketSecurity;
import io.netasync.zeromq.engine.SocketSettings;
import io.netasync.zeromq.engine.SocketSettings.Heartbeat;
import io.netasync.zeromq.engine.SocketSettings.Reconnect;
import io.netasync.zeromq.message.ZeroMqType;
import org.jspecify.annotations.Nullable;

import org.springframework.util.StringUtils;
import org.springframework.util.unit.DataSize;

/**
 * Makes the settings of JeroMQ's sockets of the properties: those of a socket or of a
 * side of a broker over the shared ones.
 *
 * @param shared the shared properties
 * @author net-async
 */
record ZeroMqSettingsFactory(NetAsyncProperties shared) {

	/**
	 * Makes a socket with channels.
	 * @param prefix where its properties stand
	 * @param type its type
	 * @param socket its properties
	 * @return the settings
	 */
	SocketSettings socket(PropertyPrefix prefix, ZeroMqType type, ZeroMqSocketProperties socket) {
		List<String> topics = or(socket.topics(), SocketSettings.of(type).topics());
		Heartbeat heartbeat = heartbeat(prefix, socket.heartbeat());
		Reconnect reconnect = reconnect(prefix, socket.reconnect());
		SocketSecurity security = security(prefix.group("security"), socket.security());
		long maxSize = maxSize(socket.maxSize());
		return prefix.makeQuoting(() -> new SocketSettings(type, socket.bind(), socket.connect(), topics,
				socket.identity(), socket.sendHwm(), socket.receiveHwm(), maxSize, socket.linger(), heartbeat,
				reconnect, socket.immediate(), socket.lockStep(), socket.lastValueCache(), socket.worker(), security,
				socket.options()));
	}

	/**
	 * Makes a socket of a broker.
	 * @param prefix where its properties stand
	 * @param type its type
	 * @param side its properties
	 * @return the settings
	 */
	SocketSettings side(PropertyPrefix prefix, ZeroMqType type, ZeroMqProxyProperties.Side side) {
		Heartbeat heartbeat = heartbeat(prefix, side.heartbeat());
		Reconnect reconnect = reconnect(prefix, side.reconnect());
		SocketSecurity security = security(prefix.group("security"), side.security());
		long maxSize = maxSize(side.maxSize());
		return prefix.makeQuoting(() -> new SocketSettings(type, side.bind(), side.connect(), List.of(), null,
				side.sendHwm(), side.receiveHwm(), maxSize, side.linger(), heartbeat, reconnect, true, false, false,
				false, security, side.options()));
	}

	private long maxSize(@Nullable DataSize own) {
		if (own != null) {
			return own.toBytes();
		}
		long shared = this.shared.frame().maxSize().toBytes();
		PropertyPrefix.shared().group("frame").require("max-size", shared > 0, "must be greater than 0");
		return shared;
	}

	private Heartbeat heartbeat(PropertyPrefix prefix, ZeroMqSocketProperties.@Nullable Heartbeat own) {
		NetAsyncProperties.Heartbeat shared = this.shared.heartbeat();
		Duration interval = or((own != null) ? own.interval() : null, shared.interval());
		Duration timeout = or((own != null) ? own.timeout() : null, shared.timeout());
		return ConnectionSpecFactory.place(prefix, own, "heartbeat")
			.make(() -> new Heartbeat(interval, timeout, (own != null) ? own.ttl() : Duration.ZERO));
	}

	private Reconnect reconnect(PropertyPrefix prefix, ZeroMqSocketProperties.@Nullable Reconnect own) {
		NetAsyncProperties.Reconnect shared = this.shared.reconnect();
		Duration delay = or((own != null) ? own.delay() : null, shared.delay());
		Duration maxDelay = or((own != null) ? own.maxDelay() : null, shared.maxDelay());
		return ConnectionSpecFactory.place(prefix, own, "reconnect").make(() -> new Reconnect(delay, maxDelay));
	}

	private static SocketSecurity security(PropertyPrefix place, ZeroMqSocketProperties.Security security) {
		return place.make(() -> new SocketSecurity(security.mechanism(), security.server(), text(security.username()),
				text(security.password()), security.users(), text(security.publicKey()), text(security.secretKey()),
				text(security.serverKey()), security.clientKeys()));
	}

	private static @Nullable String text(@Nullable String value) {
		return StringUtils.hasLength(value) ? value : null;
	}

	private static <T> T or(@Nullable T own, T shared) {
		return ConnectionSpecFactory.or(own, shared);
	}

}
