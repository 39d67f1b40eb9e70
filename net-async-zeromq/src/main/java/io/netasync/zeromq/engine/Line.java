package io.netasync.zeromq.engine;

import java.util.ArrayList;
import java.util.List;

import io.netasync.buffer.SendRefusedException;
import io.netasync.buffer.SendRefusedException.Reason;
import io.netasync.zeromq.message.Frames;
import org.jspecify.annotations.Nullable;
import org.zeromq.SocketType;
import org.zeromq.ZMQ;

/**
 * How messages get into and out of one type of JeroMQ socket without waiting. Used by the
 * thread that owns the socket only.
 *
 * @author net-async
 */
abstract class Line {

	private final ZMQ.Socket socket;

	private final boolean receives;

	Line(ZMQ.Socket socket) {
		this.socket = socket;
		this.receives = socket.getSocketType() != SocketType.PUSH;
	}

	static Line of(SocketSettings settings, ZMQ.Socket socket) {
		return switch (settings.type()) {
			case ROUTER -> new RouterLine(socket, Integer.MAX_VALUE);
			case REP -> reply(settings, socket);
			case REQ -> settings.lockStep() ? new LockStepLine(socket) : new QueueLine(socket);
			case PUB, XPUB -> new PublisherLine(socket, settings);
			default -> new QueueLine(socket);
		};
	}

	private static Line reply(SocketSettings settings, ZMQ.Socket socket) {
		if (settings.worker()) {
			return new WorkerLine(socket, settings);
		}
		return settings.lockStep() ? new LockStepLine(socket) : new RouterLine(socket, Integer.MAX_VALUE);
	}

	ZMQ.Socket socket() {
		return this.socket;
	}

	/**
	 * Has JeroMQ hear of what it has signalled. Unless it is asked for something the
	 * signal stays, and the thread that waits for it would find it again and again: while
	 * there is no room to receive, or nothing to send.
	 */
	void hear() {
		this.socket.getEvents();
	}

	/**
	 * Sends a message, or keeps it until that can be done.
	 * @param message the message
	 * @throws SendRefusedException if it can't be done
	 */
	abstract void send(Parcel message);

	/**
	 * Tries again what was kept.
	 */
	abstract void retry();

	/**
	 * Tells whether another message is welcome.
	 * @return {@code false} while one is kept that comes first
	 */
	abstract boolean isOpenForMore();

	/**
	 * Looks once more for a way on, if something is kept, after messages were received.
	 * JeroMQ signals once that a peer takes messages again, and hears of it whatever it
	 * is asked: receiving may have taken the signal that what is kept waits for.
	 * @param reads whether messages are received now
	 * @return {@code true} if another turn gets on
	 */
	abstract boolean goesOn(boolean reads);

	/**
	 * Tells whether there is a message to receive. As it hears of all that JeroMQ has
	 * signalled, it is to be asked last.
	 * @return {@code true} if {@link #receive()} returns one
	 */
	boolean hasInput() {
		return this.receives && isReady(ZMQ.Poller.POLLIN);
	}

	/**
	 * Asks JeroMQ, which hears then of all that it has signalled.
	 * @param ways {@code POLLIN}, {@code POLLOUT} or both
	 * @return {@code true} if one of them is open
	 */
	final boolean isReady(int ways) {
		return (this.socket.getEvents() & ways) != 0;
	}

	/**
	 * Subscribes or unsubscribes.
	 * @param topic what messages begin with
	 * @param on whether to subscribe
	 */
	void subscribe(byte[] topic, boolean on) {
		if (this.socket.getSocketType() == SocketType.XSUB) {
			byte[] frame = new byte[topic.length + 1];
			frame[0] = (byte) (on ? 1 : 0);
			System.arraycopy(topic, 0, frame, 1, topic.length);
			this.socket.send(frame, ZMQ.DONTWAIT);
		}
		else if (on) {
			this.socket.subscribe(topic);
		}
		else {
			this.socket.unsubscribe(topic);
		}
	}

	/**
	 * Receives a message if there is one.
	 * @return the message, {@code null} if there is none now
	 * @throws IncompleteMessageException if the connection ended between two frames
	 */
	@Nullable Frames receive() {
		byte[] first = this.receives ? this.socket.recv(ZMQ.DONTWAIT) : null;
		if (first == null) {
			return null;
		}
		if (!this.socket.hasReceiveMore()) {
			return new Frames(new byte[][] { first });
		}
		List<byte[]> parts = new ArrayList<>();
		parts.add(first);
		do {
			byte[] next = this.socket.recv(ZMQ.DONTWAIT);
			if (next == null) {
				throw new IncompleteMessageException(parts.size());
			}
			parts.add(next);
		}
		while (this.socket.hasReceiveMore());
		return Frames.of(parts);
	}

	/**
	 * Gives a message to ZeroMQ, which takes all of its frames or none.
	 * @param message the message
	 * @return {@code false} if ZeroMQ takes none now
	 */
	boolean offer(Parcel message) {
		byte[][] parts = message.frames().parts();
		int last = parts.length - 1;
		for (int index = 0; index <= last; index++) {
			int flags = (index < last) ? ZMQ.DONTWAIT | ZMQ.SNDMORE : ZMQ.DONTWAIT;
			if (!this.socket.send(parts[index], flags)) {
				if (index > 0) {
					throw new SendRefusedException(Reason.WRITE_FAILED,
							"ZeroMQ did not take all frames of the message");
				}
				return false;
			}
		}
		return true;
	}

}
