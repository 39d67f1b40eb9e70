package io.netasync.server;

import java.util.concurrent.CompletableFuture;

import io.netasync.buffer.MessageTerms.Claim;
import io.netasync.buffer.SendRefusedException;
import io.netasync.buffer.SendRefusedException.Reason;
import io.netasync.frame.FrameException;
import io.netasync.mailbox.EncodedMessage;
import io.netasync.mailbox.Reports;
import io.netasync.mailbox.SendResult;
import io.netasync.payload.NodeIpcPayloads;
import io.netasync.request.RequestFailedException;
import io.netasync.transport.ReceivedMessage;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.integration.ip.IpHeaders;
import org.springframework.messaging.Message;

/**
 * The way out of a server: to the connection that a message names, or to all of them.
 *
 * @param options how the server behaves
 * @param counters knows the connections by their ids
 * @param peers knows them by the ids that their peers gave themselves
 * @param reports are told of what reaches no connection
 * @author net-async
 */
record ServerOutbound(ServerOptions options, ServerCounters counters, Peers peers, Reports reports) {

	private static final Log logger = LogFactory.getLog(NetAsyncServer.class);

	CompletableFuture<SendResult> send(Message<?> message) {
		try {
			return addressed(message).send(message);
		}
		catch (NoSuchConnectionException ex) {
			return CompletableFuture.completedFuture(new SendResult.Failed(Reason.NO_CONNECTION, ex));
		}
	}

	void accept(Message<?> message) throws FrameException {
		addressed(message).accept(message, Claim.WAIT);
	}

	CompletableFuture<Message<?>> request(Message<?> message) {
		try {
			return addressed(message).request(message);
		}
		catch (NoSuchConnectionException ex) {
			return CompletableFuture.failedFuture(new RequestFailedException(RequestFailedException.Reason.REFUSED,
					false, "The request was not sent: " + ex.getMessage(), ex));
		}
	}

	private ServerConnection addressed(Message<?> message) {
		Object id = ReceivedMessage.header(message, IpHeaders.CONNECTION_ID);
		ServerConnection connection = (id != null) ? this.counters.connection(id.toString())
				: this.peers.addressed(message);
		if (connection == null) {
			NoSuchConnectionException cause = new NoSuchConnectionException(this.options.name(),
					(id != null) ? id : ReceivedMessage.header(message, NodeIpcPayloads.PEER));
			this.reports.failed(message, 0, cause);
			throw cause;
		}
		return connection;
	}

	int broadcast(Message<?> message) {
		Message<?> encoded;
		try {
			encoded = EncodedMessage.forMany(message, this.options.outbox().payloads());
		}
		catch (FrameException ex) {
			this.reports.failed(message, 0, ex);
			return 0;
		}
		int count = 0;
		for (ServerConnection connection : this.counters.connections()) {
			try {
				connection.accept(encoded, Claim.NOW);
				count++;
			}
			catch (FrameException | SendRefusedException ex) {
				logger.debug("A broadcast of server '%s' passed %s by".formatted(this.options.name(), connection.id()),
						ex);
			}
		}
		return count;
	}

}
