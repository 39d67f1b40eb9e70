package io.netasync.buffer;

import java.time.Duration;
import java.util.Comparator;
import java.util.PriorityQueue;

/**
 * A timer that a test moves.
 *
 * @author net-async
 */
public final class ManualTimer implements BufferTimer {

	private final PriorityQueue<Call> calls = new PriorityQueue<>(Comparator.comparingLong(Call::at));

	private long now;

	@Override
	public long now() {
		return this.now;
	}

	@Override
	public Runnable after(long nanos, Runnable task) {
		Call call = new Call(this.now + nanos, task);
		this.calls.add(call);
		return () -> this.calls.remove(call);
	}

	public int calls() {
		return this.calls.size();
	}

	public void pass(Duration time) {
		long until = this.now + time.toNanos();
		while (!this.calls.isEmpty() && this.calls.peek().at() <= until) {
			Call call = this.calls.remove();
			this.now = call.at();
			call.task().run();
		}
		this.now = until;
	}

	private record Call(long at, Runnable task) {
	}

}
