package io.netasync.zeromq.engine;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

import io.netasync.buffer.DropReason;
import io.netasync.buffer.SendRefusedException;
import io.netasync.buffer.SendRefusedException.Reason;
import org.zeromq.ZMQ;
import org.zeromq.ZMQException;

/**
 * Each message goes to the peer that its first frame names, so that a peer that takes
 * nothing holds up only what is for itself; what is for a peer that is not there is
 * refused.
 *
 * @author net-async
 */
final class RouterLine extends Line {

	private final Map<ByteBuffer, Deque<Parcel>> kept = new LinkedHashMap<>();

	private final int most;

	/**
	 * Creates it.
	 * @param socket the socket
	 * @param most how many messages are kept for each peer; further ones are dropped
	 */
	RouterLine(ZMQ.Socket socket, int most) {
		super(socket);
		this.most = most;
	}

	@Override
	void send(Parcel message) {
		ByteBuffer peer = peer(message);
		Deque<Parcel> before = this.kept.get(peer);
		if (before != null) {
			keep(before, message);
		}
		else if (route(message)) {
			message.written();
		}
		else {
			this.kept.computeIfAbsent(peer, (key) -> new ArrayDeque<>()).add(message);
		}
	}

	private void keep(Deque<Parcel> waiting, Parcel message) {
		if (waiting.size() < this.most) {
			waiting.add(message);
		}
		else {
			message.drop(DropReason.SHED);
		}
	}

	private static ByteBuffer peer(Parcel message) {
		return ByteBuffer.wrap(message.frames().parts()[0]);
	}

	private boolean route(Parcel message) {
		try {
			return offer(message);
		}
		catch (ZMQException ex) {
			if (ex.getErrorCode() == ZMQ.Error.EHOSTUNREACH.getCode()) {
				throw new SendRefusedException(Reason.NO_CONNECTION,
						"No peer has the identity that the message is for: it has gone, or never came");
			}
			throw ex;
		}
	}

	@Override
	void retry() {
		Iterator<Deque<Parcel>> peers = this.kept.values().iterator();
		while (peers.hasNext()) {
			Deque<Parcel> waiting = peers.next();
			retry(waiting);
			if (waiting.isEmpty()) {
				peers.remove();
			}
		}
	}

	private void retry(Deque<Parcel> waiting) {
		for (Parcel message = waiting.peek(); message != null; message = waiting.peek()) {
			try {
				if (!route(message)) {
					return;
				}
				message.written();
			}
			catch (RuntimeException ex) {
				message.refused(ex);
			}
			waiting.remove();
		}
	}

	@Override
	boolean isOpenForMore() {
		return true;
	}

	/**
	 * Tries again what is kept, as a router never says that it takes nothing.
	 * @param reads whether messages are received now
	 * @return {@code true} if all was taken, or messages have come
	 */
	@Override
	boolean goesOn(boolean reads) {
		if (this.kept.isEmpty()) {
			return false;
		}
		retry();
		return this.kept.isEmpty() || (reads && isReady(ZMQ.Poller.POLLIN));
	}

}
