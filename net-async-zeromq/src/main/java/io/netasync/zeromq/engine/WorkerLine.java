package io.netasync.zeromq.engine;

import java.util.List;

import io.netasync.zeromq.message.Frames;
import org.jspecify.annotations.Nullable;
import org.zeromq.ZMQ;

/**
 * The worker's side of the guide's Paranoid Pirate Protocol: tells the queue that it is
 * ready, and from then on that it lives; a queue that is silent for too long is connected
 * to anew.
 *
 * @author net-async
 */
final class WorkerLine extends QueueLine {

	private final List<String> queues;

	private final long interval;

	private final long timeout;

	private boolean ready;

	private long next = System.nanoTime();

	private long heard = System.nanoTime();

	WorkerLine(ZMQ.Socket socket, SocketSettings settings) {
		super(socket);
		this.queues = settings.connect();
		this.interval = settings.heartbeat().interval().toNanos();
		this.timeout = settings.heartbeat().timeout().toNanos();
	}

	@Override
	void retry() {
		super.retry();
		long now = System.nanoTime();
		if (now - this.heard > this.timeout) {
			startOver(now);
		}
		if (now - this.next >= 0 || !this.ready) {
			signal(now);
		}
	}

	private void startOver(long now) {
		this.heard = now;
		this.ready = false;
		for (String queue : this.queues) {
			socket().disconnect(queue);
			socket().connect(queue);
		}
	}

	private void signal(long now) {
		byte signal = this.ready ? PirateQueue.HEARTBEAT : PirateQueue.READY;
		if (isOpenForMore() && socket().send(new byte[] { signal }, ZMQ.DONTWAIT)) {
			this.ready = true;
			this.next = now + this.interval;
		}
	}

	@Override
	@Nullable Frames receive() {
		Frames frames = super.receive();
		while (frames != null) {
			this.heard = System.nanoTime();
			if (frames.parts().length > 1 || !PirateQueue.isSignal(frames.parts()[0])) {
				return frames;
			}
			frames = super.receive();
		}
		return null;
	}

}
