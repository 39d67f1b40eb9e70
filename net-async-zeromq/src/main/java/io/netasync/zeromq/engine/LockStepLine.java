package io.netasync.zeromq.engine;

import io.netasync.zeromq.message.Frames;
import org.jspecify.annotations.Nullable;
import org.zeromq.ZMQ;

/**
 * Sends and receives in turns, as ZeroMQ's own {@code REQ} and {@code REP} do, and asks
 * each time whose turn it is: what is out of turn waits.
 *
 * @author net-async
 */
final class LockStepLine extends QueueLine {

	LockStepLine(ZMQ.Socket socket) {
		super(socket);
	}

	@Override
	boolean isOpenForMore() {
		return super.isOpenForMore() && (socket().getEvents() & ZMQ.Poller.POLLOUT) != 0;
	}

	@Override
	@Nullable Frames receive() {
		return ((socket().getEvents() & ZMQ.Poller.POLLIN) != 0) ? super.receive() : null;
	}

}
