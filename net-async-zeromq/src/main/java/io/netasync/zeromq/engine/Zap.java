package io.netasync.zeromq.engine;

import java.nio.channels.SelectionKey;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import io.netasync.zeromq.engine.SocketSecurity.Mechanism;
import io.netasync.zeromq.message.Frames;
import org.jspecify.annotations.Nullable;
import org.zeromq.SocketType;
import org.zeromq.ZMQ;

/**
 * Answers JeroMQ, which asks whether a peer may come in, as
 * <a href="https://rfc.zeromq.org/spec/27/">ZAP</a> has it: version, request id, domain,
 * address, identity, mechanism, credentials. The domain is the name of the socket. Where
 * no socket has said whom it lets in, everybody may.
 *
 * @author net-async
 */
final class Zap extends SocketLoop.Served {

	private static final int DOMAIN = 2;

	private static final int ADDRESS = 3;

	private static final int CREDENTIALS = 6;

	private final SocketLoop loop;

	private final Map<String, Guarded> sockets = new HashMap<>();

	private final ZMQ.Socket socket;

	private final SelectionKey key;

	private final Line line;

	Zap(SocketLoop loop) {
		this.loop = loop;
		this.socket = loop.socket(SocketType.REP);
		this.socket.setLinger(0);
		this.socket.bind("inproc://zeromq.zap.01");
		this.key = loop.register(this, this.socket.getFD());
		this.line = new LockStepLine(this.socket);
	}

	/**
	 * Guards a socket.
	 * @param name the socket
	 * @param security whom it lets in
	 * @param refused is told the addresses of others, which JeroMQ has no event for
	 */
	void add(String name, SocketSecurity security, Consumer<String> refused) {
		this.sockets.put(name, new Guarded(security, refused));
	}

	void forget(String name) {
		this.sockets.remove(name);
	}

	@Override
	boolean turn() {
		for (Frames request = this.line.receive(); request != null; request = this.line.receive()) {
			answer(request.parts());
		}
		return false;
	}

	private void answer(byte[][] request) {
		String user = user(request);
		byte[] none = new byte[0];
		byte[] id = (request.length > 1) ? request[1] : none;
		List<byte[]> reply = (user != null) ? List.of(bytes("1.0"), id, bytes("200"), bytes("OK"), bytes(user), none)
				: List.of(bytes("1.0"), id, bytes("400"), bytes("No access"), none, none);
		for (int index = 0; index < reply.size(); index++) {
			this.socket.send(reply.get(index), (index < reply.size() - 1) ? ZMQ.SNDMORE : 0);
		}
	}

	/**
	 * Finds out who asks to come in.
	 * @param request the question
	 * @return the name or key of the peer, {@code null} if it may not
	 */
	private @Nullable String user(byte[][] request) {
		if (request.length < CREDENTIALS) {
			return null;
		}
		Guarded socket = this.sockets.get(text(request[DOMAIN]));
		if (socket == null) {
			return "";
		}
		String user = user(socket.security(), request);
		if (user == null) {
			socket.refused().accept(text(request[ADDRESS]));
		}
		return user;
	}

	private static @Nullable String user(SocketSecurity security, byte[][] request) {
		if (security.mechanism() == Mechanism.PLAIN) {
			return (request.length == CREDENTIALS + 2) ? known(security, request[CREDENTIALS], request[CREDENTIALS + 1])
					: null;
		}
		String peer = (request.length > CREDENTIALS) ? ZMQ.Curve.z85Encode(request[CREDENTIALS]) : "";
		return security.clientKeys().contains(peer) ? peer : null;
	}

	private static @Nullable String known(SocketSecurity security, byte[] username, byte[] password) {
		String name = text(username);
		String expected = security.users().get(name);
		// in constant time, whoever asks
		return (expected != null && MessageDigest.isEqual(bytes(expected), password)) ? name : null;
	}

	private static String text(byte[] bytes) {
		return new String(bytes, StandardCharsets.UTF_8);
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	void close() {
		this.loop.unregister(this.key);
		this.socket.close();
	}

	/**
	 * A socket that does not let everybody in.
	 *
	 * @param security whom it lets in
	 * @param refused is told the addresses of others
	 */
	private record Guarded(SocketSecurity security, Consumer<String> refused) {
	}

}
