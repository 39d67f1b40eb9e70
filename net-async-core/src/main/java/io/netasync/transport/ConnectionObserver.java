package io.netasync.transport;

import org.jspecify.annotations.Nullable;

/**
 * Is told at once, by any thread, what happens to a {@link NettyTcpConnection}. Must not
 * block.
 *
 * @author net-async
 */
interface ConnectionObserver {

	/** Takes no interest. */
	ConnectionObserver NONE = new ConnectionObserver() {

		@Override
		public void heard() {
		}

		@Override
		public void writable() {
		}

		@Override
		public void closed(@Nullable Throwable cause) {
		}

	};

	void heard();

	void writable();

	void closed(@Nullable Throwable cause);

}
