package io.netasync.zeromq.engine;

import io.netasync.buffer.SendRefusedException;
import io.netasync.buffer.SendRefusedException.Reason;
import io.netasync.zeromq.message.Frames;
import org.jspecify.annotations.Nullable;
import org.zeromq.SocketType;
import org.zeromq.ZMQ;

/**
 * Sends and receives in turns, as ZeroMQ's own {@code REQ} and {@code REP} do, and asks
 * each time whose turn it is. A request out of turn waits; a reply to nobody is refused,
 * as it would be the reply to the next request.
 *
 * @author net-async
 */
final class LockStepLine extends QueueLine {

	private final boolean answers;

	LockStepLine(ZMQ.Socket socket) {
		super(socket);
		this.answers = socket.getSocketType() == SocketType.REP;
	}

	@Override
	void send(Parcel message) {
		if (this.answers && !isReady(ZMQ.Poller.POLLOUT)) {
			throw new SendRefusedException(Reason.NO_CONNECTION, "There is no request that this would be the reply to");
		}
		super.send(message);
	}

	@Override
	boolean isOpenForMore() {
		return this.answers ? !keeps() : super.isOpenForMore() && isReady(ZMQ.Poller.POLLOUT);
	}

	@Override
	@Nullable Frames receive() {
		return isReady(ZMQ.Poller.POLLIN) ? super.receive() : null;
	}

}
