package io.netasync.zeromq.engine;

import java.util.Collection;
import java.util.List;

import io.netasync.mailbox.Outgoing;
import io.netasync.zeromq.message.Frames;

/**
 * What a socket is there for. Called by the thread that owns the socket; must not block.
 *
 * @author net-async
 * @since 0.1.0
 */
public interface SocketHandler {

	/**
	 * Asks for messages: the socket takes some more.
	 */
	void resume();

	/**
	 * Tells whether a message is still to be sent. Called in the order of sending.
	 * @param message the message
	 * @return {@code false} if nobody wants that any more
	 */
	boolean isWanted(Outgoing message);

	/**
	 * ZeroMQ has taken messages.
	 * @param messages the messages, in order; of no use after the call
	 */
	void written(Collection<Outgoing> messages);

	/**
	 * Messages came.
	 * @param burst the messages, in order
	 */
	void received(List<Frames> burst);

	/**
	 * Something happened to the connections of the socket.
	 * @param event what
	 */
	void happened(SocketEvent event);

	/**
	 * Something went wrong that is no single message's fault; the socket goes on.
	 * @param cause what
	 */
	void failed(Throwable cause);

}
