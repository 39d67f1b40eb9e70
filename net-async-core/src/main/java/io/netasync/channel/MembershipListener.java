package io.netasync.channel;

/**
 * Hears which clients, servers and other things with channels there are. Called on the
 * thread that makes or closes one; must not block.
 *
 * @author net-async
 * @since 0.1.0
 */
public interface MembershipListener {

	/**
	 * Something is there. May be told twice of the same.
	 * @param member a {@link io.netasync.client.NetAsyncClient}, a
	 * {@link io.netasync.server.NetAsyncServer}, or what
	 * {@link NetAsync#open(String, java.util.function.Supplier, NetAsync.Maker)} made
	 */
	void added(AutoCloseable member);

	/**
	 * Something is closed.
	 * @param member what {@link #added} was told of
	 */
	void removed(AutoCloseable member);

}
