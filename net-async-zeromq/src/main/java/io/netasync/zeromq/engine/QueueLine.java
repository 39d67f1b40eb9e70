package io.netasync.zeromq.engine;

import org.jspecify.annotations.Nullable;
import org.zeromq.ZMQ;

/**
 * Messages go to whichever peer takes them, so all wait for the first. None is asked for
 * while ZeroMQ has no room, so that what waits can still expire or be taken back.
 *
 * @author net-async
 */
class QueueLine extends Line {

	private @Nullable Parcel kept;

	private boolean hasRoom;

	QueueLine(ZMQ.Socket socket) {
		super(socket);
	}

	@Override
	void send(Parcel message) {
		if (offer(message)) {
			message.written();
		}
		else {
			this.kept = message;
		}
	}

	@Override
	void retry() {
		if (this.kept != null) {
			retry(this.kept);
		}
		this.hasRoom = this.kept == null && isReady(ZMQ.Poller.POLLOUT);
	}

	private void retry(Parcel message) {
		try {
			if (offer(message)) {
				this.kept = null;
				message.written();
			}
		}
		catch (RuntimeException ex) {
			this.kept = null;
			message.refused(ex);
		}
	}

	boolean keeps() {
		return this.kept != null;
	}

	@Override
	boolean isOpenForMore() {
		return this.kept == null && this.hasRoom;
	}

	@Override
	boolean goesOn(boolean reads) {
		int wanted = reads ? ZMQ.Poller.POLLOUT | ZMQ.Poller.POLLIN : ZMQ.Poller.POLLOUT;
		return !isOpenForMore() && isReady(wanted);
	}

}
