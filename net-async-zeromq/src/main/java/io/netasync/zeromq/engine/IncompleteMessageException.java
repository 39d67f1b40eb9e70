package io.netasync.zeromq.engine;

/**
 * A message of several frames that ends before its last one, because JeroMQ gave its
 * connection up while it was being read. What came of it is lost.
 *
 * @author net-async
 */
final class IncompleteMessageException extends IllegalStateException {

	private static final long serialVersionUID = 1L;

	IncompleteMessageException(int frames) {
		super("A message was lost: its connection ended behind frame %d, and there are more".formatted(frames));
	}

}
