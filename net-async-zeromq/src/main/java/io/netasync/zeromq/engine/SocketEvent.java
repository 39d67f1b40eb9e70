package io.netasync.zeromq.engine;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.channels.SelectableChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

import org.jspecify.annotations.Nullable;
import org.zeromq.ZEvent;

/**
 * What a socket's monitor tells.
 *
 * @param kind what happened
 * @param address the address it happened to, as JeroMQ spells it
 * @param channel the connection or the listening socket, {@code null} if there is none
 * @param peer the other end of the connection, {@code null} if there is none or it isn't
 * known
 * @param detail the {@link java.time.Duration} before a retry, or why something failed
 * @author net-async
 * @since 0.1.0
 */
public record SocketEvent(Kind kind, String address, @Nullable SelectableChannel channel,
		@Nullable InetSocketAddress peer, @Nullable Object detail) {

	static @Nullable SocketEvent of(ZEvent event) {
		Kind kind = switch (event.getEvent()) {
			case LISTENING -> Kind.LISTENING;
			case CONNECTED -> Kind.CONNECTED;
			case ACCEPTED -> Kind.ACCEPTED;
			case DISCONNECTED -> Kind.DISCONNECTED;
			case CONNECT_RETRIED -> Kind.RETRYING;
			case CLOSED -> Kind.CLOSED;
			case BIND_FAILED -> Kind.BIND_FAILED;
			case ACCEPT_FAILED -> Kind.ACCEPT_FAILED;
			case HANDSHAKE_FAILED_PROTOCOL, HANDSHAKE_FAILED_AUTH, HANDSHAKE_FAILED_NO_DETAIL -> Kind.HANDSHAKE_FAILED;
			default -> null;
		};
		if (kind == null) {
			return null;
		}
		Object value = event.getValue();
		SelectableChannel channel = (value instanceof SelectableChannel known) ? known : null;
		return new SocketEvent(kind, event.getAddress(), channel, peer(channel), (channel != null) ? null : value);
	}

	static SocketEvent refused(String address) {
		return new SocketEvent(Kind.HANDSHAKE_FAILED, address, null, null, "it may not come in");
	}

	private static @Nullable InetSocketAddress peer(@Nullable SelectableChannel channel) {
		try {
			SocketAddress address = null;
			if (channel instanceof SocketChannel connection) {
				address = connection.getRemoteAddress();
			}
			else if (channel instanceof ServerSocketChannel listening) {
				address = listening.getLocalAddress();
			}
			return (address instanceof InetSocketAddress known) ? known : null;
		}
		catch (IOException ex) {
			return null;
		}
	}

	/**
	 * Tells whether this ends a connection: what came over it comes before this.
	 * @return {@code true} if it does
	 */
	boolean isEnd() {
		return this.kind == Kind.DISCONNECTED;
	}

	/**
	 * Kinds of events.
	 */
	public enum Kind {

		/** The socket listens. */
		LISTENING,

		/** A connection to a peer was made. */
		CONNECTED,

		/** A connection of a peer was accepted. */
		ACCEPTED,

		/** A connection is gone. */
		DISCONNECTED,

		/** A connection could not be made, and is tried again later. */
		RETRYING,

		/** The peer speaks another protocol, or is refused. */
		HANDSHAKE_FAILED,

		/** The socket can't listen. */
		BIND_FAILED,

		/** A connection of a peer could not be accepted. */
		ACCEPT_FAILED,

		/** A connection that was being made, or the listening socket, is closed. */
		CLOSED

	}

}
