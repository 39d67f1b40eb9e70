package io.netasync.channel;

import java.util.concurrent.locks.ReentrantLock;

import io.netasync.buffer.SendRefusedException;
import io.netasync.event.ConnectionStatus;
import io.netasync.event.DisconnectReason;
import io.netasync.event.NetAsyncEvent;
import io.netasync.mailbox.Recipient;
import io.netasync.server.NetAsyncConnection;
import io.netasync.server.Reception;
import io.netasync.transport.Connection;
import org.jspecify.annotations.Nullable;

import org.springframework.integration.channel.DirectChannel;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageChannel;
import org.springframework.messaging.PollableChannel;
import org.springframework.messaging.SubscribableChannel;

/**
 * Passes on what an accepted connection has to say: to the channels of the server, until
 * somebody takes the connection over.
 *
 * @author net-async
 */
final class ConnectionReception implements Reception, Recipient {

	private final ChannelListener shared;

	private final InboxFactory inboxes;

	private final NetAsyncConnection connection;

	private final Connection transport;

	private final Recipient recipient;

	private final ReentrantLock lock = new ReentrantLock();

	private volatile MessageChannel entrance;

	private volatile @Nullable DirectChannel inbound;

	private volatile @Nullable InboundQueueChannel queue;

	private @Nullable DirectChannel outbound;

	ConnectionReception(ChannelListener shared, InboxFactory inboxes, NetAsyncConnection connection,
			Connection transport) {
		this.shared = shared;
		this.inboxes = inboxes;
		this.connection = connection;
		this.transport = transport;
		MessageChannel common = shared.channels().inbound();
		this.entrance = inboxes.entrance(common, transport.dispatcher(), shared, this::overflow);
		this.recipient = inboxes.recipient(this, common, this::overflow);
	}

	private void overflow(SendRefusedException cause) {
		this.transport.close(DisconnectReason.OVERLOADED, cause);
	}

	@Override
	public Recipient recipient() {
		return this.recipient;
	}

	@Override
	public void received(Message<?> message) {
		this.shared.deliver(message, target());
	}

	private MessageChannel target() {
		DirectChannel own = this.inbound;
		return (own != null && own.getSubscriberCount() > 0) ? own : this.entrance;
	}

	@Override
	public void status(ConnectionStatus status, @Nullable String connectionId) {
		if (status == ConnectionStatus.CONNECTED) {
			this.shared.connected(this.connection);
		}
		this.shared.status(status, connectionId, target());
		if (status == ConnectionStatus.CLOSED) {
			settle();
		}
	}

	private void settle() {
		InboundQueueChannel own = this.queue;
		if (own != null) {
			own.settle();
		}
	}

	@Override
	public void event(NetAsyncEvent event) {
		this.shared.event(event);
	}

	@Override
	public void failed(@Nullable Message<?> message, Throwable cause) {
		this.shared.failed(message, cause);
	}

	@Override
	public SubscribableChannel inbound() {
		this.lock.lock();
		try {
			DirectChannel own = this.inbound;
			if (own == null) {
				own = named("inbound");
				this.inbound = own;
			}
			return own;
		}
		finally {
			this.lock.unlock();
		}
	}

	@Override
	public PollableChannel inboundQueue() {
		this.lock.lock();
		try {
			InboundQueueChannel own = this.queue;
			if (own == null) {
				own = new InboundQueueChannel();
				this.queue = own;
				this.entrance = this.inboxes.entrance(own, this.transport.dispatcher(), this.shared, this::overflow);
			}
			return own;
		}
		finally {
			this.lock.unlock();
		}
	}

	@Override
	public MessageChannel outbound() {
		this.lock.lock();
		try {
			DirectChannel own = this.outbound;
			if (own == null) {
				own = named("outbound");
				own.subscribe(new OutboundHandler(this.connection.id(), this.connection::accept));
				this.outbound = own;
			}
			return own;
		}
		finally {
			this.lock.unlock();
		}
	}

	private DirectChannel named(String name) {
		DirectChannel channel = new DirectChannel();
		channel.setComponentName(this.connection.id() + "." + name);
		return channel;
	}

}
