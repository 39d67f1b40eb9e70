package io.netasync.client;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

import io.netasync.buffer.SendBufferPolicy;
import io.netasync.event.ConnectionState;
import io.netasync.event.DisconnectReason;
import io.netasync.event.Endpoint;
import io.netasync.frame.FrameException;
import io.netasync.mailbox.Recipient;
import io.netasync.mailbox.SendResult;
import io.netasync.reconnect.ReconnectPolicy;
import io.netasync.request.Requester;
import io.netasync.transport.Connector;
import io.netasync.transport.RateLimit;

import org.springframework.messaging.Message;

/**
 * A client that keeps one connection to one of its endpoints. The handle stays valid
 * whatever the network does: what is sent while there is no connection waits in the send
 * buffer.
 *
 * @author net-async
 * @since 0.1.0
 */
public sealed interface NetAsyncClient extends Requester, AutoCloseable permits ReconnectingClient {

	/**
	 * Creates a client, not yet started.
	 * @param options how it behaves
	 * @param runtime what it needs of the world around it
	 * @param connector what opens its connections; closed with the client
	 * @param recipient hears of it
	 * @return the client
	 */
	static NetAsyncClient create(ClientOptions options, ClientRuntime runtime, Connector connector,
			Recipient recipient) {
		return new ReconnectingClient(options, runtime, connector, recipient);
	}

	/**
	 * Returns the name of the client.
	 * @return the name, as configured
	 */
	String name();

	/**
	 * Begins to connect, and keeps doing so. Does not wait.
	 */
	void start();

	/**
	 * Returns the state of the client now.
	 * @return the state
	 */
	ConnectionState state();

	/**
	 * Waits until the client is connected.
	 * @param timeout how long to wait
	 * @return {@code false} if it is not, at the end of the timeout or because it is
	 * closed
	 * @throws InterruptedException if interrupted
	 */
	boolean awaitConnected(Duration timeout) throws InterruptedException;

	/**
	 * Accepts a payload for sending. With the overflow policy {@code block} this waits
	 * for room in the send buffer, up to its timeout, but never on an event loop.
	 * @param payload a {@code byte[]}, {@code String} or {@code ByteBuffer}; not to be
	 * changed afterwards
	 * @return what became of it, off the event loop: written when its last byte has
	 * reached the kernel. Never completes exceptionally
	 */
	CompletionStage<SendResult> send(Object payload);

	/**
	 * Accepts a message for sending, as {@link #send(Object)} does a payload.
	 * @param message the message
	 * @return what becomes of it
	 */
	CompletionStage<SendResult> send(Message<?> message);

	/**
	 * Accepts a message for sending, without telling what becomes of it: the errors
	 * channel does if it is given up. This is what the outbound channel does.
	 * @param message the message
	 * @throws FrameException if it can't be sent
	 * @throws io.netasync.buffer.SendRefusedException if there is no room for it
	 */
	void accept(Message<?> message) throws FrameException;

	/**
	 * Gives up the current connection for a new one, or tries at once where the client
	 * would have waited.
	 */
	default void reconnect() {
		reconnect(DisconnectReason.RECONNECT);
	}

	/**
	 * Gives up the current connection, as {@link #reconnect()} does.
	 * @param reason what events are to tell
	 */
	void reconnect(DisconnectReason reason);

	/**
	 * Changes how much may wait to be sent, and what happens when more comes. What waits
	 * stays.
	 * @param policy the new bounds
	 */
	void sendBuffer(SendBufferPolicy policy);

	/**
	 * Changes how fast the connection may be; it holds within a second.
	 * @param limit the limit from now on
	 */
	void rateLimit(RateLimit limit);

	/**
	 * Changes when the client tries again, from the next attempt on.
	 * @param policy when to try
	 */
	void reconnect(ReconnectPolicy policy);

	/**
	 * Changes where the client connects. An attempt to an address that is no longer among
	 * them is given up for one to the first of the new ones, at once. If the client is
	 * connected to such an address it changes over without losing a message, as in a
	 * failback: a connection to a new address takes over once its peer has been heard and
	 * the old one has written what it was given and fallen quiet, and if none can be
	 * connected the old one stays. Does not wait.
	 * @param addresses where to connect, the preferred one first
	 * @throws IllegalArgumentException if there are none or one is there twice, or a Unix
	 * socket where there is TLS or a transport other than Netty
	 */
	void addresses(List<Endpoint> addresses);

	/**
	 * Returns where the client connects.
	 * @return the addresses, the preferred one first; those set last may be missing for a
	 * moment
	 */
	List<Endpoint> addresses();

	/**
	 * Reads nothing more from the connection and writes nothing more to it. It stays,
	 * heartbeats go on, and what is sent waits in the send buffer. Writing stops at once,
	 * reading a moment later, and what was read before is still delivered. A peer that
	 * closes is not noticed until {@link #resume()}. Reconnecting goes on. With
	 * {@code transport: net} or {@code nio} reading does, too.
	 */
	void pause();

	/**
	 * Goes on after {@link #pause()}.
	 */
	void resume();

	/**
	 * Tells whether the client is paused.
	 * @return {@code true} from {@link #pause()} until a moment after {@link #resume()}
	 */
	boolean isPaused();

	/**
	 * Returns what is underneath the connection that the client has now: Netty's
	 * {@code Channel}, a {@code java.net.Socket} to look at addresses and options, or
	 * Spring Integration's {@code TcpConnection}. With {@code transport: net} or
	 * {@code nio} only the last is there.
	 * <p>
	 * Good for what net-async does not offer, such as an option or an attribute of the
	 * channel. What is written to it directly comes between the frames, and what is read
	 * from it is missing there; its handlers, {@code AUTO_READ} and the allocators are
	 * net-async's. Closing it ends the connection with {@code LOCAL_CLOSE}.
	 * @param type the type that is wanted
	 * @param <T> the type that is wanted
	 * @return what is there of that type, empty if nothing is or the client is not
	 * connected
	 */
	<T> Optional<T> unwrap(Class<T> type);

	/**
	 * Returns what is known of the client at this moment. Touches no socket.
	 * @return the snapshot
	 */
	ClientSnapshot snapshot();

	/**
	 * Writes what is in the send buffer, if there is a connection, and closes for good.
	 * What can't be written within the close timeout fails.
	 */
	@Override
	void close();

}
