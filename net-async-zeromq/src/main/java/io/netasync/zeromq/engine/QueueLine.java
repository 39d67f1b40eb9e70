package io.netasync.zeromq.engine;

import org.jspecify.annotations.Nullable;
import org.zeromq.ZMQ;

/**
 * Messages go to whichever peer takes them, so all wait for the first.
 *
 * @author net-async
 */
class QueueLine extends Line {

	private @Nullable Parcel kept;

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
		Parcel message = this.kept;
		if (message == null) {
			return;
		}
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

	@Override
	boolean isOpenForMore() {
		return this.kept == null;
	}

	@Override
	boolean goesOn(boolean reads) {
		int wanted = reads ? ZMQ.Poller.POLLOUT | ZMQ.Poller.POLLIN : ZMQ.Poller.POLLOUT;
		return this.kept != null && (socket().getEvents() & wanted) != 0;
	}

}
