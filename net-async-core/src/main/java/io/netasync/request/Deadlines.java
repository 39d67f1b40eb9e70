package io.netasync.request;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.concurrent.Future;

import io.netasync.request.RequestRuntime.Alarm;
import org.jspecify.annotations.Nullable;

/**
 * The deadlines of all requests under one alarm, set for the earliest. It is not moved
 * when that request ends, but when it rings: with one timeout for all it is set once a
 * timeout and not once a request. Guarded by the lock of the {@link Requests}.
 *
 * @author net-async
 */
final class Deadlines {

	private static final Comparator<Request> EARLIEST_FIRST = (one, other) -> {
		long difference = one.deadline() - other.deadline();
		return (difference != 0) ? Long.signum(difference) : Long.compare(one.number(), other.number());
	};

	private final Alarm alarm;

	private final Runnable wake;

	private final NavigableSet<Request> requests = new TreeSet<>(EARLIEST_FIRST);

	private @Nullable Future<?> set;

	private long setFor;

	/**
	 * Creates it without any.
	 * @param alarm what wakes up
	 * @param wake called, without the lock, when a request may be due
	 */
	Deadlines(Alarm alarm, Runnable wake) {
		this.alarm = alarm;
		this.wake = wake;
	}

	void add(Request request, long now) {
		this.requests.add(request);
		if (this.set == null || request.deadline() - this.setFor < 0) {
			set(request.deadline(), now);
		}
	}

	void remove(Request request) {
		this.requests.remove(request);
	}

	/**
	 * Returns those whose time is over, and sets the alarm for the next. To be called
	 * when the alarm rings.
	 * @param now the time now
	 * @return the requests, the earliest first; to be removed by the caller
	 */
	List<Request> due(long now) {
		List<Request> due = new ArrayList<>();
		cancel();
		for (Request request : this.requests) {
			if (request.deadline() - now > 0) {
				set(request.deadline(), now);
				break;
			}
			due.add(request);
		}
		return due;
	}

	/**
	 * Lets go of all.
	 * @return the requests, the earliest first
	 */
	List<Request> clear() {
		cancel();
		List<Request> all = List.copyOf(this.requests);
		this.requests.clear();
		return all;
	}

	private void cancel() {
		if (this.set != null) {
			this.set.cancel(false);
			this.set = null;
		}
	}

	private void set(long deadline, long now) {
		cancel();
		this.setFor = deadline;
		this.set = this.alarm.set(this.wake, Math.max(0, deadline - now));
	}

}
