package io.netasync.channel;

import io.netasync.client.NetAsyncClient;
import io.netasync.server.NetAsyncServer;
import org.jspecify.annotations.Nullable;

/**
 * A client or a server with its channels.
 *
 * @param client the client, {@code null} for a server
 * @param server the server, {@code null} for a client
 * @param channels its channels
 * @author net-async
 */
record Member(@Nullable NetAsyncClient client, @Nullable NetAsyncServer server, Channels channels) {

	static Member of(NetAsyncClient client, Channels channels) {
		return new Member(client, null, channels);
	}

	static Member of(NetAsyncServer server, Channels channels) {
		return new Member(null, server, channels);
	}

	void close() {
		if (this.client != null) {
			this.client.close();
		}
		if (this.server != null) {
			this.server.close();
		}
	}

	void added(MembershipListener listener) {
		if (this.client != null) {
			listener.added(this.client);
		}
		if (this.server != null) {
			listener.added(this.server);
		}
	}

	void removed(MembershipListener listener) {
		if (this.client != null) {
			listener.removed(this.client);
		}
		if (this.server != null) {
			listener.removed(this.server);
		}
	}

}
