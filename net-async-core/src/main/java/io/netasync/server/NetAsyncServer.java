package io.netasync.server;

import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

import io.netasync.buffer.SendBufferPolicy;
import io.netasync.event.Endpoint;
import io.netasync.frame.FrameException;
import io.netasync.mailbox.SendResult;
import io.netasync.transport.Acceptor;
import io.netasync.transport.RateLimit;

import org.springframework.messaging.Message;

/**
 * A server that accepts connections and addresses one or all of them.
 *
 * @author net-async
 * @since 0.1.0
 */
public sealed interface NetAsyncServer extends AutoCloseable permits ListeningServer {

	/**
	 * Creates a server, not yet started.
	 * @param options how it behaves
	 * @param acceptor what accepts its connections; closed with the server
	 * @param runtime what it needs of the world around it
	 * @param listener hears of it
	 * @param whenClosed runs once, as the last thing of all
	 * @return the server
	 */
	static NetAsyncServer create(ServerOptions options, Acceptor acceptor, ServerRuntime runtime,
			ServerListener listener, Runnable whenClosed) {
		return new ListeningServer(options, acceptor, runtime, listener, whenClosed);
	}

	/**
	 * Returns the name of the server.
	 * @return the name, as configured
	 */
	String name();

	/**
	 * Listens. Returns when connections are accepted.
	 * @throws io.netasync.transport.BindFailedException if the address can't be bound
	 */
	void start();

	/**
	 * Returns the port the server listens on.
	 * @return the port, -1 before it is started and 0 with a Unix socket
	 */
	int port();

	/**
	 * Returns where the server listens.
	 * @return the local address and port, {@code 0.0.0.0} for all addresses, or the Unix
	 * socket; empty before it is started
	 */
	Optional<Endpoint> endpoint();

	/**
	 * Tells whether connections are accepted.
	 * @return {@code false} before it is started and once it is stopping
	 */
	boolean isListening();

	/**
	 * Returns the connections there are now.
	 * @return the connections
	 */
	Collection<NetAsyncConnection> connections();

	/**
	 * Finds a connection.
	 * @param connectionId its id, as in the header {@code ip_connectionId}
	 * @return the connection, if it is there
	 */
	Optional<NetAsyncConnection> connection(String connectionId);

	/**
	 * Accepts a message for sending to the connection that its header
	 * {@code ip_connectionId} names.
	 * @param message the message
	 * @return what became of it, off the event loop: written when its last byte has
	 * reached the kernel. Never completes exceptionally
	 */
	CompletionStage<SendResult> send(Message<?> message);

	/**
	 * Makes a request of the peer of the connection that its header
	 * {@code ip_connectionId} names, as {@link NetAsyncConnection#request(Message)} does.
	 * @param message what to send
	 * @return the reply
	 */
	CompletionStage<Message<?>> request(Message<?> message);

	/**
	 * Accepts a message for sending, as {@link #send(Message)} does, without telling what
	 * becomes of it: the errors channel does if it is given up. This is what the outbound
	 * channel does.
	 * @param message the message
	 * @throws FrameException if it can't be sent
	 * @throws NoSuchConnectionException if there is no such connection
	 * @throws io.netasync.buffer.SendRefusedException if there is no room for it
	 */
	void accept(Message<?> message) throws FrameException;

	/**
	 * Sends a message to all connections there are now. Never waits: a connection whose
	 * send buffer is full does not get it.
	 * @param message the message
	 * @return how many connections accepted it: none if no bytes can be made of its
	 * payload, which the errors channel then tells
	 */
	int broadcast(Message<?> message);

	/**
	 * Returns whom the server admits and what its connections may do.
	 * @return the limits as they are now
	 */
	ServerLimits limits();

	/**
	 * Changes the limits. They hold at once for connections that are there, too, except
	 * that none is closed because there are too many.
	 * @param limits the new limits
	 */
	void limits(ServerLimits limits);

	/**
	 * Changes how fast each connection may be; it holds within a second, for those that
	 * are there, too.
	 * @param limit the limit from now on
	 */
	void rateLimit(RateLimit limit);

	/**
	 * Returns what is known of the server at this moment. Touches no socket.
	 * @return the snapshot
	 */
	ServerSnapshot snapshot();

	/**
	 * Stops accepting; the connections stay and are served. What can still be done before
	 * {@link #close()}.
	 */
	void stopAccepting();

	/**
	 * Changes how much may wait to be sent, for each connection there is and will be.
	 * What waits stays.
	 * @param policy how much, and what happens to the rest
	 */
	void sendBuffer(SendBufferPolicy policy);

	/**
	 * Reads nothing more from the connections and writes nothing more to them, and turns
	 * new ones away. The connections stay, heartbeats go on, and what is sent waits in
	 * the send buffers. Writing stops at once, reading a moment later, and what was read
	 * before is still delivered. A peer that closes is not noticed until
	 * {@link #resume()}. With {@code transport: net} or {@code nio} reading goes on.
	 */
	void pause();

	/**
	 * Goes on after {@link #pause()}.
	 */
	void resume();

	/**
	 * Tells whether the server is paused.
	 * @return {@code true} between {@link #pause()} and {@link #resume()}
	 */
	boolean isPaused();

	/**
	 * Stops accepting for good, lets what is being handled be answered and what waits be
	 * written, and says goodbye to all connections. Waits for that, for the drain timeout
	 * at most; a paused server goes on for it. The server stays until {@link #close()}.
	 */
	void drain();

	/**
	 * Stops accepting, lets what is being handled be answered and what waits be written,
	 * for the drain timeout at most, and closes all connections.
	 */
	@Override
	void close();

}
