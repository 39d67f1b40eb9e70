package io.netasync.transport;

import java.util.List;

import org.springframework.messaging.support.GenericMessage;

/**
 * A message that notes whether it was written.
 *
 * @author net-async
 */
final class Reported extends GenericMessage<byte[]> implements WriteCallback {

	private static final long serialVersionUID = 1L;

	private final int number;

	private final transient List<Integer> written;

	private final transient List<Integer> unwritten;

	Reported(int number, byte[] payload, List<Integer> written, List<Integer> unwritten) {
		super(payload);
		this.number = number;
		this.written = written;
		this.unwritten = unwritten;
	}

	@Override
	public void deferred() {
	}

	@Override
	public void written() {
		this.written.add(this.number);
	}

	@Override
	public void unwritten() {
		this.unwritten.add(this.number);
	}

}
