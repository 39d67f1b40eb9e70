package io.netasync.request;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Replies come in the order in which the requests were handed over. A request that has
 * ended keeps its place, so that its late reply is not taken for the next one's.
 *
 * @author net-async
 */
sealed class InOrder implements Correlator permits OneByOne {

	private final int maxOverdue;

	InOrder(int maxOverdue) {
		this.maxOverdue = maxOverdue;
	}

	@Override
	public boolean admit(Request request) {
		return true;
	}

	@Override
	public void handed(Request request, RequestConnection connection) {
		connection.owed().addLast(request);
	}

	@Override
	public void notWritten(Request request, RequestConnection connection) {
		connection.owed().removeLastOccurrence(request);
		request.settle();
	}

	@Override
	public @Nullable Request match(RequestConnection connection, @Nullable Object key) {
		Request request = connection.owed().pollFirst();
		if (request != null) {
			if (request.hasEnded()) {
				connection.overdue(-1);
			}
			request.settle();
		}
		return request;
	}

	@Override
	public boolean ended(Request request) {
		RequestConnection connection = request.connection();
		return connection == null || connection.overdue(1) <= this.maxOverdue;
	}

	@Override
	public boolean owes(RequestConnection connection) {
		return connection.owed().size() > connection.overdue(0);
	}

	@Override
	public List<Request> gone(RequestConnection connection) {
		List<Request> alive = new ArrayList<>(connection.owed().size());
		for (Request request : connection.owed()) {
			request.settle();
			if (!request.hasEnded()) {
				alive.add(request);
			}
		}
		connection.owed().clear();
		return alive;
	}

}
