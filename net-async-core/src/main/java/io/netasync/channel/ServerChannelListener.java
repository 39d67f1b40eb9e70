package io.netasync.channel;

import io.netasync.server.NetAsyncConnection;
import io.netasync.server.Reception;
import io.netasync.server.ServerListener;
import io.netasync.transport.Connection;

import org.springframework.context.ApplicationEventPublisher;

/**
 * Passes on to the channels what a server and its connections have to say.
 *
 * @author net-async
 */
final class ServerChannelListener extends ChannelListener implements ServerListener {

	private final InboxFactory inboxes;

	ServerChannelListener(String name, Channels channels, boolean statusInInbound, ApplicationEventPublisher publisher,
			InboxFactory inboxes) {
		super(name, channels, statusInInbound, publisher);
		this.inboxes = inboxes;
	}

	@Override
	public Reception accepted(NetAsyncConnection connection, Connection transport) {
		return new ConnectionReception(this, this.inboxes, connection, transport);
	}

}
