package io.netasync.zeromq;

import java.time.Duration;

import io.netasync.zeromq.message.ZeroMqType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of many connections to libzmq, one after the other.
 *
 * @author net-async
 */
@RequiresLibzmq
@Timeout(60)
class LibzmqConnectTests {

	private static final int CONNECTIONS = 200;

	@Test
	void noConnectionStandsStillBeforeItsGreeting() {
		try (TestZeroMq zmq = new TestZeroMq();
				LibzmqPeer peer = LibzmqPeer.start("type=REP", "bind=tcp://127.0.0.1:*", "do=echo")) {
			for (int number = 0; number < CONNECTIONS; number++) {
				try (ZeroMqSocket socket = zmq.open("req" + number, ZeroMqType.REQ,
						(builder) -> builder.connect(peer.address()))) {
					assertThat(socket.request("question").toCompletableFuture()).as("connection %d", number)
						.succeedsWithin(Duration.ofSeconds(5));
				}
			}
		}
	}

}
