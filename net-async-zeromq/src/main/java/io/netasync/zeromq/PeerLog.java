package io.netasync.zeromq;

import java.net.InetSocketAddress;
import java.nio.channels.SelectableChannel;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

import io.netasync.event.ConnectionStatus;
import io.netasync.event.DisconnectReason;
import io.netasync.event.Endpoint;
import io.netasync.event.NetAsyncEvent;
import io.netasync.mailbox.Recipient;
import io.netasync.zeromq.engine.SocketEvent;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * The connections of a socket as its monitor tells of them: what becomes statuses, events
 * and lines of the log. Events come from the thread that owns the socket.
 *
 * @author net-async
 */
final class PeerLog {

	private static final Log logger = LogFactory.getLog(ZeroMqSocket.class);

	private final String name;

	/** Runs what is told, in order with the messages. */
	private final Consumer<Consumer<Recipient>> teller;

	private final ReentrantLock lock = new ReentrantLock();

	private final Map<SelectableChannel, Peer> peers = new HashMap<>();

	private long numbers;

	private long disconnects;

	private long handshakesFailed;

	private int attempts;

	private boolean refused;

	private long since = System.nanoTime();

	private @Nullable String lastFailure;

	private @Nullable String warned;

	PeerLog(String name, Consumer<Consumer<Recipient>> teller) {
		this.name = name;
		this.teller = teller;
	}

	void happened(SocketEvent event) {
		this.lock.lock();
		try {
			switch (event.kind()) {
				case LISTENING -> listening(event);
				case CONNECTED, ACCEPTED -> connected(event);
				case DISCONNECTED -> disconnected(event);
				case RETRYING -> retrying(event);
				case HANDSHAKE_FAILED -> handshakeFailed(event);
				case ACCEPT_FAILED -> acceptFailed(event);
				default -> {
				}
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	private void listening(SocketEvent event) {
		Endpoint endpoint = endpoint(event.peer());
		if (endpoint != null) {
			logger.info("ZeroMQ socket '%s' listens at %s".formatted(this.name, endpoint));
			tell((recipient) -> recipient.event(new NetAsyncEvent.ServerListening(this.name, endpoint)));
		}
	}

	private void connected(SocketEvent event) {
		Endpoint endpoint = endpoint(event.peer());
		if (endpoint == null) {
			return;
		}
		boolean accepted = event.kind() == SocketEvent.Kind.ACCEPTED;
		String id = "%s:%s:%d".formatted(this.name, endpoint, ++this.numbers);
		if (this.peers.isEmpty()) {
			this.since = System.nanoTime();
		}
		this.peers.put(Objects.requireNonNull(event.channel()), new Peer(id, endpoint, accepted));
		this.attempts = 0;
		logger.info("ZeroMQ socket '%s' is connected %s %s".formatted(this.name, accepted ? "by" : "to", endpoint));
		tell((recipient) -> {
			recipient.status(ConnectionStatus.CONNECTED, id);
			recipient.event(accepted ? new NetAsyncEvent.ConnectionAccepted(this.name, id, endpoint)
					: new NetAsyncEvent.Connected(this.name, id, endpoint));
		});
	}

	private void disconnected(SocketEvent event) {
		Peer peer = this.peers.remove(event.channel());
		if (peer == null) {
			return;
		}
		DisconnectReason reason = this.refused ? DisconnectReason.HANDSHAKE_FAILED : DisconnectReason.CONNECTION_LOST;
		this.refused = false;
		this.disconnects++;
		this.lastFailure = "%s: %s".formatted(peer.endpoint(), reason);
		if (this.peers.isEmpty()) {
			this.since = System.nanoTime();
		}
		gone(peer, reason);
	}

	private void gone(Peer peer, DisconnectReason reason) {
		logger.info("ZeroMQ socket '%s' is disconnected from %s: %s".formatted(this.name, peer.endpoint(), reason));
		boolean forGood = peer.accepted() || reason == DisconnectReason.LOCAL_CLOSE;
		tell((recipient) -> {
			recipient.status(forGood ? ConnectionStatus.CLOSED : ConnectionStatus.DISCONNECTED, peer.id());
			recipient.event(new NetAsyncEvent.Disconnected(this.name, peer.id(), peer.endpoint(), reason, null));
		});
	}

	private void retrying(SocketEvent event) {
		this.attempts++;
		this.lastFailure = "%s can't be connected to".formatted(event.address());
		if (this.attempts == 1) {
			logger.warn("ZeroMQ socket '%s' can't connect to %s; further attempts are logged at DEBUG"
				.formatted(this.name, event.address()));
		}
		else {
			logger.debug("ZeroMQ socket '%s' can't connect to %s".formatted(this.name, event.address()));
		}
		Endpoint endpoint = endpoint(event.address());
		if (endpoint != null && event.detail() instanceof Duration delay) {
			int attempt = this.attempts;
			tell((recipient) -> recipient
				.event(new NetAsyncEvent.ReconnectScheduled(this.name, attempt, delay, endpoint)));
		}
	}

	/**
	 * Nobody knows the host of an address.
	 * @param address the address
	 */
	void unknown(String address) {
		this.lock.lock();
		try {
			String text = "%s: nobody knows this host".formatted(address);
			if (!text.equals(this.lastFailure)) {
				logger.warn("ZeroMQ socket '%s' can't connect to %s; it goes on trying".formatted(this.name, text));
			}
			this.lastFailure = text;
		}
		finally {
			this.lock.unlock();
		}
	}

	private void handshakeFailed(SocketEvent event) {
		this.handshakesFailed++;
		this.refused = true;
		this.lastFailure = "%s: the handshake failed (%s)".formatted(event.address(), event.detail());
		String text = "ZeroMQ socket '%s': %s".formatted(this.name, this.lastFailure);
		if (text.equals(this.warned)) {
			logger.debug(text);
		}
		else {
			// whoever may not come in comes again and again
			logger.warn(text + "; the same again is logged at DEBUG");
		}
		this.warned = text;
	}

	private void acceptFailed(SocketEvent event) {
		this.lastFailure = "%s: a connection could not be accepted (%s)".formatted(event.address(), event.detail());
		String text = this.lastFailure;
		tell((recipient) -> recipient.failed(null, new IllegalStateException(text)));
	}

	/**
	 * The socket is closed: so are all its connections.
	 */
	void closed() {
		this.lock.lock();
		try {
			this.peers.values().forEach((peer) -> gone(peer, DisconnectReason.LOCAL_CLOSE));
			this.peers.clear();
			this.since = System.nanoTime();
			tell((recipient) -> {
				recipient.status(ConnectionStatus.CLOSED, null);
				recipient.event(new NetAsyncEvent.Closed(this.name));
			});
		}
		finally {
			this.lock.unlock();
		}
	}

	private void tell(Consumer<Recipient> news) {
		this.teller.accept(news);
	}

	private static @Nullable Endpoint endpoint(@Nullable InetSocketAddress address) {
		return (address != null && address.getPort() > 0)
				? new Endpoint(address.getAddress().getHostAddress(), address.getPort()) : null;
	}

	private static @Nullable Endpoint endpoint(String address) {
		try {
			return address.startsWith("tcp://") ? Endpoint.parse(address.substring("tcp://".length())) : null;
		}
		catch (IllegalArgumentException ex) {
			return null;
		}
	}

	/**
	 * Returns what is known now.
	 * @return the counts
	 */
	Counts counts() {
		this.lock.lock();
		try {
			return new Counts(this.peers.size(), Duration.ofNanos(System.nanoTime() - this.since), this.lastFailure,
					this.numbers, this.disconnects, this.handshakesFailed);
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * A connection.
	 *
	 * @param id its id
	 * @param endpoint the other end
	 * @param accepted whether the other end has made it
	 */
	private record Peer(String id, Endpoint endpoint, boolean accepted) {
	}

	/**
	 * What is known of the connections.
	 *
	 * @param connections connections there are
	 * @param inState for how long there has been one, or none
	 * @param lastFailure what failed last
	 * @param connects connections made
	 * @param disconnects connections lost
	 * @param handshakesFailed peers refused
	 */
	record Counts(int connections, Duration inState, @Nullable String lastFailure, long connects, long disconnects,
			long handshakesFailed) {
	}

}
