package io.netasync.zeromq;

import java.util.Map;

import io.netasync.zeromq.Interop.Binder;
import io.netasync.zeromq.message.ZeroMqHeaders;
import io.netasync.zeromq.message.ZeroMqType;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.messaging.Message;
import org.springframework.messaging.support.GenericMessage;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of routers that speak first, to a peer of libzmq with an identity.
 *
 * @author net-async
 */
@RequiresLibzmq
@Timeout(60)
class LibzmqRouterTests {

	private static final String PEER = "theirs";

	private final Interop interop = new Interop();

	@AfterEach
	void close() {
		this.interop.close();
	}

	private static Message<?> toPeer(Object payload) {
		return new GenericMessage<>(payload, Map.of(ZeroMqHeaders.IDENTITY, PEER));
	}

	@ParameterizedTest
	@CsvSource({ "DEALER,OURS", "DEALER,LIBZMQ", "ROUTER,OURS", "ROUTER,LIBZMQ" })
	void aRouterFindsAPeerByItsIdentity(String theirs, Binder binder) {
		this.interop.open(binder, ZeroMqType.ROUTER, "type=" + theirs, "do=echo", "identity=" + PEER);
		Awaitility.await()
			.until(() -> this.interop.socket().send(toPeer("probe")).toCompletableFuture().get().isWritten());
		Awaitility.await().until(() -> !this.interop.received().isEmpty());
		this.interop.received().clear();
		this.interop.sendAll((number) -> toPeer(Numbered.payload(number)));
		this.interop.awaitAll();
		assertThat((byte[]) this.interop.received().getFirst().getHeaders().get(ZeroMqHeaders.IDENTITY)).asString()
			.isEqualTo(PEER);
	}

}
