package io.netasync.autoconfigure;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.netasync.autoconfigure.ZeroMqSocketProperties.Heartbeat;
import io.netasync.autoconfigure.ZeroMqSocketProperties.Reconnect;
import io.netasync.autoconfigure.ZeroMqSocketProperties.Security;
import io.netasync.zeromq.ProxySpec.Type;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Properties of one broker between ZeroMQ sockets.
 *
 * @param type what it passes on
 * @param context name of the ZeroMQ context it is in
 * @param frontend socket for those who ask or publish
 * @param backend socket for those who answer or subscribe
 * @param capture publisher of all that passes
 * @author net-async
 * @since 0.1.0
 */
public record ZeroMqProxyProperties(@Nullable Type type, @DefaultValue("default") String context,
		@DefaultValue Side frontend, @DefaultValue Side backend, @Nullable Side capture) {

	/**
	 * A socket of a broker.
	 *
	 * @param bind addresses to listen at, such as 'tcp://*:5555'; port 0 for any free one
	 * @param connect addresses of peers, which need not be there
	 * @param sendHwm number of messages that are kept for each peer
	 * @param receiveHwm number of messages that ZeroMQ keeps of each peer, 0 for any
	 * number
	 * @param maxSize largest frame that is received; a peer that sends a larger one is
	 * disconnected
	 * @param linger longest time that what ZeroMQ still has to send may take after
	 * closing
	 * @param heartbeat when heartbeats are sent and when a peer is dead
	 * @param reconnect when connections are made again
	 * @param security who the peers are
	 * @param options further options by their names in ZeroMQ, such as 'tcp-keepalive'
	 */
	public record Side(@DefaultValue List<String> bind, @DefaultValue List<String> connect,
			@DefaultValue("1000") int sendHwm, @DefaultValue("1000") int receiveHwm, @Nullable DataSize maxSize,
			@DefaultValue("1s") Duration linger, @Nullable Heartbeat heartbeat, @Nullable Reconnect reconnect,
			@DefaultValue Security security, @DefaultValue Map<String, String> options) {
	}

}
