package io.netasync.client;

import io.netasync.event.ConnectionState;
import io.netasync.event.Endpoint;
import io.netasync.reconnect.Reconnection;
import org.jspecify.annotations.Nullable;

/**
 * Where a client is between two inputs. Numbers are those of connections, 0 for none.
 *
 * @param phase what users see
 * @param reconnection where and when to try next
 * @param last the highest number given
 * @param opening the connection being opened while there is none
 * @param active the connection over which messages flow
 * @param candidate the connection that may take over: to the preferred endpoint or, where
 * the one there is is not wanted any more, to another
 * @param candidateOpen whether the candidate is open
 * @param retiring whether the active connection is retiring in favour of the candidate
 * @param endpoint the endpoint of the active or else the last active connection
 * @param target the endpoint of the connection being opened or of the candidate
 * @author net-async
 */
record ClientState(ConnectionState phase, Reconnection reconnection, long last, long opening, long active,
		long candidate, boolean candidateOpen, boolean retiring, @Nullable Endpoint endpoint,
		@Nullable Endpoint target) {

	static ClientState initial(Reconnection reconnection) {
		return new ClientState(ConnectionState.DISCONNECTED, reconnection, 0, 0, 0, 0, false, false, null, null);
	}

	ClientState phase(ConnectionState value) {
		return new ClientState(value, this.reconnection, this.last, this.opening, this.active, this.candidate,
				this.candidateOpen, this.retiring, this.endpoint, this.target);
	}

	ClientState reconnection(Reconnection value) {
		return new ClientState(this.phase, value, this.last, this.opening, this.active, this.candidate,
				this.candidateOpen, this.retiring, this.endpoint, this.target);
	}

	ClientState opening(Endpoint at) {
		return new ClientState(this.phase, this.reconnection, this.last + 1, this.last + 1, 0, 0, false, false,
				this.endpoint, at);
	}

	ClientState active(long number, Endpoint at) {
		return new ClientState(ConnectionState.CONNECTED, this.reconnection, this.last, 0, number, 0, false, false, at,
				null);
	}

	ClientState withoutActive(ConnectionState value) {
		return new ClientState(value, this.reconnection, this.last, 0, 0, 0, false, false, this.endpoint, null);
	}

	ClientState withCandidate(Endpoint at) {
		return new ClientState(this.phase, this.reconnection, this.last + 1, this.opening, this.active, this.last + 1,
				false, false, this.endpoint, at);
	}

	ClientState withCandidate(boolean open, boolean handingOver) {
		return new ClientState(this.phase, this.reconnection, this.last, this.opening, this.active, this.candidate,
				open, handingOver, this.endpoint, this.target);
	}

	ClientState withoutCandidate() {
		return new ClientState(this.phase, this.reconnection, this.last, this.opening, this.active, 0, false, false,
				this.endpoint, null);
	}

	ClientState candidateIsOpening() {
		return new ClientState(ConnectionState.RECONNECTING, this.reconnection, this.last, this.candidate, 0, 0, false,
				false, this.endpoint, this.target);
	}

}
