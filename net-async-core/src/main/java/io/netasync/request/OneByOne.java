package io.netasync.request;

import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * One request at a time. Nothing tells the late reply of one that has ended from the
 * reply to the next, so the next waits until the connection is gone.
 *
 * @author net-async
 */
final class OneByOne extends InOrder {

	private final Set<Request> waiting = new LinkedHashSet<>();

	private @Nullable Request current;

	/** Where the reply to the current one is overdue. */
	private @Nullable RequestConnection useless;

	OneByOne(int maxOverdue) {
		super(maxOverdue);
	}

	@Override
	public boolean admit(Request request) {
		if (this.current == null) {
			this.current = request;
			return true;
		}
		this.waiting.add(request);
		return false;
	}

	@Override
	public boolean ended(Request request) {
		if (request != this.current) {
			this.waiting.remove(request);
			return true;
		}
		this.useless = request.connection();
		if (this.useless == null) {
			this.current = null;
		}
		return this.useless == null;
	}

	@Override
	public List<Request> gone(RequestConnection connection) {
		List<Request> alive = super.gone(connection);
		if (this.useless == connection) {
			this.useless = null;
			this.current = null;
		}
		return alive;
	}

	@Override
	public @Nullable Request next() {
		if (this.current != null || this.waiting.isEmpty()) {
			return null;
		}
		Iterator<Request> first = this.waiting.iterator();
		this.current = first.next();
		first.remove();
		return this.current;
	}

}
