package io.netasync.autoconfigure;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.netasync.autoconfigure.ConnectionOverrides.ReceiveBuffer;
import io.netasync.autoconfigure.ConnectionOverrides.SendBuffer;
import io.netasync.channel.ConnectionSpec.Inbound;
import io.netasync.zeromq.engine.SocketSecurity.Mechanism;
import io.netasync.zeromq.message.ZeroMqType;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Properties of one ZeroMQ socket.
 *
 * @param type type of the socket
 * @param context name of the ZeroMQ context it is in; 'inproc' addresses are those of a
 * context
 * @param bind addresses to listen at, such as 'tcp://*:5555' or 'inproc://name'; port 0
 * for any free one
 * @param connect addresses of peers, which need not be there
 * @param topics what is subscribed to, by the first bytes of a message; without it a
 * 'sub' gets everything, and with an empty value nothing
 * @param identity what routers know the socket as; without it, each connection is another
 * @param sendHwm number of messages that ZeroMQ keeps for each peer, 0 for any number
 * @param receiveHwm number of messages that ZeroMQ keeps of each peer, 0 for any number
 * @param maxSize largest frame that is received; a peer that sends a larger one is
 * disconnected
 * @param linger longest time closing waits for what is still to be sent
 * @param heartbeat when heartbeats are sent and when a peer is dead
 * @param reconnect when connections are made again
 * @param immediate whether messages go to complete connections only
 * @param lockStep whether a 'req' or 'rep' does one thing at a time
 * @param lastValueCache whether a 'pub' sends the last message of a topic to those who
 * subscribe
 * @param worker whether a 'rep' is the worker of a paranoid pirate queue
 * @param security who the peers are
 * @param options further options by their names in ZeroMQ, such as 'tcp-keepalive'
 * @param sendBuffer what may wait to be sent, before ZeroMQ's own mark
 * @param receiveBuffer what may wait to be handled, behind ZeroMQ's own mark
 * @param request how requests behave, for a 'req'
 * @param payload how payloads are made into bytes and back: 'bytes', 'string', 'json' or
 * the name of a MessageConverter bean
 * @param payloadType name of the class that is made of what is received
 * @param conflationKey SpEL expression that finds the key of a message, for buffers with
 * the overflow policy 'conflate'
 * @param inboundChannel kind of the inbound channel
 * @param statusInInbound whether connection statuses are also sent to the inbound channel
 * @param workerThreads number of requests that a 'rep' handles at a time
 * @author net-async
 * @since 0.1.0
 */
public record ZeroMqSocketProperties(@Nullable ZeroMqType type, @DefaultValue("default") String context,
		@DefaultValue List<String> bind, @DefaultValue List<String> connect, @Nullable List<String> topics,
		@Nullable String identity, @DefaultValue("1000") int sendHwm, @DefaultValue("1000") int receiveHwm,
		@Nullable DataSize maxSize, @DefaultValue("1s") Duration linger, @Nullable Heartbeat heartbeat,
		@Nullable Reconnect reconnect, @DefaultValue("true") boolean immediate, @DefaultValue("false") boolean lockStep,
		@DefaultValue("false") boolean lastValueCache, @DefaultValue("false") boolean worker,
		@DefaultValue Security security, @DefaultValue Map<String, String> options, @Nullable SendBuffer sendBuffer,
		@Nullable ReceiveBuffer receiveBuffer, @Nullable Request request, @Nullable String payload,
		@Nullable String payloadType, @Nullable String conflationKey, @Nullable Inbound inboundChannel,
		@Nullable Boolean statusInInbound, @DefaultValue("16") int workerThreads) {

	/**
	 * When heartbeats are sent and when a peer is dead.
	 *
	 * @param interval time after which a heartbeat is sent, 0 for no heartbeats
	 * @param timeout silence after which a peer is dead
	 * @param ttl silence after which the peer is to give the connection up, 0 to leave
	 * that to the peer
	 */
	public record Heartbeat(@Nullable Duration interval, @Nullable Duration timeout, @DefaultValue("0s") Duration ttl) {
	}

	/**
	 * When connections are made again.
	 *
	 * @param delay wait before the next attempt, which doubles each time
	 * @param maxDelay longest wait
	 */
	public record Reconnect(@Nullable Duration delay, @Nullable Duration maxDelay) {
	}

	/**
	 * Who the peers are.
	 *
	 * @param mechanism how they prove it
	 * @param server whether this side asks for the proof, whoever connects
	 * @param username name of a client; for 'plain'
	 * @param password password of a client; for 'plain'
	 * @param users passwords of the clients that a server lets in, by name; for 'plain'
	 * @param publicKey public key of this side, 40 characters of Z85; for 'curve'
	 * @param secretKey secret key of this side, 40 characters of Z85; for 'curve'
	 * @param serverKey public key of the server, for a client; for 'curve'
	 * @param clientKeys public keys of the clients that a server lets in, without which
	 * it lets in all that know its own; for 'curve'
	 */
	public record Security(@DefaultValue("none") Mechanism mechanism, @DefaultValue("false") boolean server,
			@Nullable String username, @Nullable String password, @DefaultValue Map<String, String> users,
			@Nullable String publicKey, @Nullable String secretKey, @Nullable String serverKey,
			@DefaultValue List<String> clientKeys) {

		@Override
		public String toString() {
			return "Security[mechanism=%s, server=%s]".formatted(this.mechanism, this.server);
		}

	}

	/**
	 * How requests behave.
	 *
	 * @param timeout time after which a request without a reply fails
	 * @param maxPending number of requests that may be under way at a time
	 * @param retryAfter time without a reply after which an idempotent request is sent
	 * again, 0 for never
	 * @param maxRetries number of times an idempotent request is sent again
	 */
	public record Request(@Nullable Duration timeout, @Nullable Integer maxPending,
			@DefaultValue("2500ms") Duration retryAfter, @Nullable Integer maxRetries) {
	}

}
