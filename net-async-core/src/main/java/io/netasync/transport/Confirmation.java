package io.netasync.transport;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/**
 * Waits until a message is written.
 *
 * @author net-async
 */
final class Confirmation implements WriteCallback {

	private final CompletableFuture<Boolean> written = new CompletableFuture<>();

	@Override
	public void deferred() {
	}

	@Override
	public void written() {
		this.written.complete(true);
	}

	@Override
	public void unwritten() {
		this.written.complete(false);
	}

	@Override
	public void refused(Throwable cause) {
		this.written.completeExceptionally(cause);
	}

	/**
	 * Waits until the message is written.
	 * @throws IOException if it will not be
	 * @throws InterruptedException if interrupted
	 */
	void await() throws IOException, InterruptedException {
		try {
			if (!this.written.get()) {
				throw new IOException("The connection was closed before the message was out");
			}
		}
		catch (ExecutionException ex) {
			throw new IOException("A handler of the channel pipeline could not write the message", ex.getCause());
		}
	}

}
