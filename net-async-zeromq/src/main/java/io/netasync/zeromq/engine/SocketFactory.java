package io.netasync.zeromq.engine;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Consumer;

import io.netasync.zeromq.engine.SocketSecurity.Mechanism;
import io.netasync.zeromq.engine.SocketSettings.Heartbeat;
import io.netasync.zeromq.message.ZeroMqType;
import org.jspecify.annotations.Nullable;
import org.zeromq.SocketType;
import org.zeromq.ZMQ;
import org.zeromq.ZMQException;

/**
 * Makes JeroMQ sockets as they are configured.
 *
 * @author net-async
 */
final class SocketFactory {

	private static final Set<ZeroMqType> SUBSCRIBES_OR_PULLS = EnumSet.of(ZeroMqType.PULL, ZeroMqType.SUB,
			ZeroMqType.XSUB);

	/**
	 * JeroMQ waits 30 s for the handshake, and now and then makes none, so that is how
	 * long a connection may be of no use; this is what connecting by TCP may take.
	 */
	private static final int HANDSHAKE_MILLIS = 5000;

	private SocketFactory() {
	}

	/**
	 * Makes a socket. On the thread that is to own it.
	 * @param loop that thread
	 * @param name the name of the socket
	 * @param settings how it is configured
	 * @param refused is told of peers that are not let in
	 * @return the socket, neither bound nor connected
	 */
	static ZMQ.Socket create(SocketLoop loop, String name, SocketSettings settings, Consumer<SocketEvent> refused) {
		ZMQ.Socket socket = open(loop, settings);
		try {
			apply(settings, socket);
			loop.lingers(millis(settings.linger()));
			secure(settings.security(), socket);
			if (settings.security().asksZap()) {
				socket.setZapDomain(name);
				loop.zap().add(name, settings.security(), (address) -> refused.accept(SocketEvent.refused(address)));
			}
			settings.options().forEach((option, value) -> SocketOption.set(socket, option, value));
			BoundedAllocator.install(socket, settings.maxSize());
			return socket;
		}
		catch (RuntimeException ex) {
			socket.close();
			throw ex;
		}
	}

	private static SocketType type(SocketSettings settings) {
		return switch (settings.type()) {
			case REQ -> settings.lockStep() ? SocketType.REQ : SocketType.DEALER;
			case REP -> reply(settings);
			case PUB, XPUB -> SocketType.XPUB;
			case PAIR -> SocketType.PAIR;
			case DEALER -> SocketType.DEALER;
			case ROUTER -> SocketType.ROUTER;
			case SUB -> SocketType.SUB;
			case XSUB -> SocketType.XSUB;
			case PUSH -> SocketType.PUSH;
			case PULL -> SocketType.PULL;
		};
	}

	private static ZMQ.Socket open(SocketLoop loop, SocketSettings settings) {
		try {
			return loop.socket(type(settings));
		}
		catch (ZMQException ex) {
			if (ex.getErrorCode() == ZMQ.Error.EMFILE.getCode()) {
				throw new IllegalStateException(
						"The ZeroMQ context has as many sockets as it may: raise its 'max-sockets'", ex);
			}
			throw ex;
		}
	}

	private static SocketType reply(SocketSettings settings) {
		if (settings.worker()) {
			return SocketType.DEALER;
		}
		return settings.lockStep() ? SocketType.REP : SocketType.ROUTER;
	}

	private static void apply(SocketSettings settings, ZMQ.Socket socket) {
		socket.setSndHWM(settings.sendHwm());
		// at its mark, JeroMQ 0.6.0 delivers a message as it came: encrypted
		boolean encrypted = settings.security().mechanism() == Mechanism.CURVE;
		socket.setRcvHWM(encrypted ? 0 : settings.receiveHwm());
		socket.setMaxMsgSize(settings.maxSize());
		socket.setLinger(millis(settings.linger()));
		socket.setHandshakeIvl(HANDSHAKE_MILLIS);
		socket.setReconnectIVL(millis(settings.reconnect().delay()));
		socket.setReconnectIVLMax(millis(settings.reconnect().maxDelay()));
		// JeroMQ's flag is the opposite of ZeroMQ's; with it a connection that ends takes
		// what was not read yet with it, which those that don't send need not put up with
		socket.setImmediate(!settings.immediate() || SUBSCRIBES_OR_PULLS.contains(settings.type()));
		if (settings.identity() != null) {
			socket.setIdentity(settings.identity().getBytes(ZMQ.CHARSET));
		}
		if (!settings.heartbeat().interval().isZero()) {
			heartbeat(settings.heartbeat(), socket);
		}
		if (socket.getSocketType() == SocketType.ROUTER) {
			socket.setRouterMandatory(true);
		}
		if (settings.lastValueCache()) {
			socket.setXpubVerbose(true);
		}
	}

	/**
	 * Has dead peers found. JeroMQ 0.6.0 loses the alarm of a heartbeat if the one before
	 * was answered and would not have been due yet, so each is due before the next.
	 * @param heartbeat when a peer is dead
	 * @param socket finds it in the interval and JeroMQ's timeout, together
	 */
	private static void heartbeat(Heartbeat heartbeat, ZMQ.Socket socket) {
		int timeout = millis(heartbeat.timeout());
		int interval = Math.max(millis(heartbeat.interval()), timeout / 2);
		socket.setHeartbeatIvl(interval);
		socket.setHeartbeatTimeout(Math.max(1, Math.min(timeout - interval, interval - 1)));
		socket.setHeartbeatTtl(millis(heartbeat.ttl()));
	}

	private static int millis(Duration duration) {
		return (int) Math.min(Integer.MAX_VALUE, duration.toMillis());
	}

	private static void secure(SocketSecurity security, ZMQ.Socket socket) {
		if (security.mechanism() == Mechanism.PLAIN) {
			if (security.server()) {
				socket.setPlainServer(true);
			}
			else {
				socket.setPlainUsername(security.username());
				socket.setPlainPassword(security.password());
			}
		}
		else if (security.mechanism() == Mechanism.CURVE) {
			curve(security, socket);
		}
	}

	private static void curve(SocketSecurity security, ZMQ.Socket socket) {
		socket.setCurveSecretKey(key(security.secretKey()));
		if (security.publicKey() != null) {
			socket.setCurvePublicKey(key(security.publicKey()));
		}
		if (security.server()) {
			socket.setCurveServer(true);
		}
		else {
			socket.setCurveServerKey(key(security.serverKey()));
		}
	}

	private static byte @Nullable [] key(@Nullable String text) {
		return (text != null) ? ZMQ.Curve.z85Decode(text) : null;
	}

}
