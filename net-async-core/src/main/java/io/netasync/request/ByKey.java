package io.netasync.request;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

import io.netasync.request.RequestFailedException.Reason;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.messaging.Message;

/**
 * Request and reply carry the same key.
 *
 * @author net-async
 */
final class ByKey implements Correlator {

	private static final Log logger = LogFactory.getLog(Requests.class);

	private final Function<Message<?>, @Nullable Object> requestKey;

	private final Function<Message<?>, @Nullable Object> replyKey;

	private final Map<Object, Request> requests = new LinkedHashMap<>();

	ByKey(RequestPolicy policy) {
		this.requestKey = policy.requestKey();
		this.replyKey = policy.replyKey();
	}

	@Override
	public Object requestKey(Message<?> message) {
		Object key;
		try {
			key = this.requestKey.apply(message);
		}
		catch (RuntimeException ex) {
			throw new RequestFailedException(Reason.NO_KEY, false, "'request-key' failed for the request", ex);
		}
		if (key == null) {
			throw new RequestFailedException(Reason.NO_KEY, false, "'request-key' finds no key in the request", null);
		}
		return key;
	}

	@Override
	public @Nullable Object replyKey(Message<?> message) {
		try {
			return this.replyKey.apply(message);
		}
		catch (RuntimeException ex) {
			logger.debug("'reply-key' failed for a message, which is taken to be no reply", ex);
			return null;
		}
	}

	@Override
	public boolean admit(Request request) {
		Object key = Objects.requireNonNull(request.key());
		if (this.requests.putIfAbsent(key, request) != null) {
			throw new RequestFailedException(Reason.DUPLICATE_KEY, false,
					"A request with the key '%s' is under way".formatted(key), null);
		}
		return true;
	}

	@Override
	public void handed(Request request, RequestConnection connection) {
	}

	@Override
	public void notWritten(Request request, RequestConnection connection) {
		request.settle();
	}

	@Override
	public @Nullable Request match(RequestConnection connection, @Nullable Object key) {
		Request request = (key != null) ? this.requests.get(key) : null;
		if (request == null || request.connection() != connection) {
			return null;
		}
		request.settle();
		return request;
	}

	@Override
	public boolean ended(Request request) {
		this.requests.remove(request.key());
		return true;
	}

	@Override
	public boolean owes(RequestConnection connection) {
		return this.requests.values().stream().anyMatch((request) -> request.connection() == connection);
	}

	@Override
	public List<Request> gone(RequestConnection connection) {
		List<Request> alive = new ArrayList<>();
		for (Request request : this.requests.values()) {
			if (request.connection() == connection) {
				request.settle();
				alive.add(request);
			}
		}
		return alive;
	}

}
