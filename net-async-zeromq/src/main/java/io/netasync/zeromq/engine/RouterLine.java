package io.netasync.zeromq.engine;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

import io.netasync.buffer.SendRefusedException;
import io.netasync.buffer.SendRefusedException.Reason;
import io.netasync.mailbox.Outgoing;
import io.netasync.zeromq.message.Frames;
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

	private final Map<ByteBuffer, Deque<Outgoing>> kept = new LinkedHashMap<>();

	RouterLine(ZMQ.Socket socket) {
		super(socket);
	}

	@Override
	void send(Outgoing message) {
		ByteBuffer peer = peer(message);
		Deque<Outgoing> before = this.kept.get(peer);
		if (before != null) {
			before.add(message);
		}
		else if (route(message)) {
			message.written();
		}
		else {
			this.kept.computeIfAbsent(peer, (key) -> new ArrayDeque<>()).add(message);
		}
	}

	private static ByteBuffer peer(Outgoing message) {
		return ByteBuffer.wrap(((Frames) message.getPayload()).parts()[0]);
	}

	private boolean route(Outgoing message) {
		try {
			return offer(message);
		}
		catch (ZMQException ex) {
			if (ex.getErrorCode() == ZMQ.Error.EHOSTUNREACH.getCode()) {
				throw new SendRefusedException(Reason.NO_CONNECTION,
						"No peer has the identity that the message is for: it has gone, or never came", ex);
			}
			throw ex;
		}
	}

	@Override
	void retry() {
		Iterator<Deque<Outgoing>> peers = this.kept.values().iterator();
		while (peers.hasNext()) {
			Deque<Outgoing> waiting = peers.next();
			retry(waiting);
			if (waiting.isEmpty()) {
				peers.remove();
			}
		}
	}

	private void retry(Deque<Outgoing> waiting) {
		for (Outgoing message = waiting.peek(); message != null; message = waiting.peek()) {
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

}
