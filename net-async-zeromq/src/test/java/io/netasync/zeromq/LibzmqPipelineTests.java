package io.netasync.zeromq;

import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.netasync.buffer.Overflow;
import io.netasync.buffer.ReceiveBufferPolicy;
import io.netasync.zeromq.Interop.Binder;
import io.netasync.zeromq.message.ZeroMqType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.messaging.support.GenericMessage;

/**
 * Tests of messages to and from libzmq that name no peer: push and pull, pairs, dealers.
 *
 * @author net-async
 */
@RequiresLibzmq
@Timeout(60)
class LibzmqPipelineTests {

	private final Interop interop = new Interop();

	@AfterEach
	void close() {
		this.interop.close();
	}

	@ParameterizedTest
	@EnumSource
	void whatIsPushedIsPulledByLibzmq(Binder binder) {
		this.interop.open(binder, ZeroMqType.PUSH, "type=PULL", "do=receive", count());
		this.interop.sendAll();
		this.interop.peer().awaitDone(Numbered.COUNT);
	}

	@ParameterizedTest
	@EnumSource
	void whatLibzmqPushesIsPulled(Binder binder) {
		this.interop.open(binder, ZeroMqType.PULL, "type=PUSH", "do=send", count());
		this.interop.awaitAll();
		this.interop.peer().awaitDone(Numbered.COUNT);
	}

	@ParameterizedTest
	@CsvSource({ "PULL,PUSH,OURS,true", "PULL,PUSH,LIBZMQ,true", "DEALER,DEALER,OURS,true",
			"DEALER,DEALER,LIBZMQ,false", "PAIR,PAIR,LIBZMQ,false" })
	void whatAPeerHasSentComesThoughItIsGone(ZeroMqType ours, String theirs, Binder binder, boolean immediate) {
		CompletableFuture<Void> gone = new CompletableFuture<>();
		this.interop.open(binder, ours, (builder) -> builder.immediate(immediate).hwm(0, 0).handler((message) -> {
			gone.join();
			this.interop.received().add(message);
		}).receiveBuffer(new ReceiveBufferPolicy(10, Long.MAX_VALUE, Overflow.BLOCK)), "type=" + theirs, "do=send",
				"exit=true", count());
		this.interop.peer().awaitDone(Numbered.COUNT);
		this.interop.peer().awaitExit();
		gone.complete(null);
		this.interop.awaitAll();
	}

	@ParameterizedTest
	@EnumSource
	void aPairSendsToLibzmq(Binder binder) {
		this.interop.open(binder, ZeroMqType.PAIR, "type=PAIR", "do=receive", count());
		this.interop.sendAll();
		this.interop.peer().awaitDone(Numbered.COUNT);
	}

	@ParameterizedTest
	@EnumSource
	void aPairReceivesFromLibzmq(Binder binder) {
		this.interop.open(binder, ZeroMqType.PAIR, "type=PAIR", "do=send", count());
		this.interop.awaitAll();
	}

	@ParameterizedTest
	@EnumSource
	void aPairSendsAndReceivesAtOnce(Binder binder) {
		this.interop.open(binder, ZeroMqType.PAIR, "type=PAIR", "do=echo", count());
		this.interop.sendAll();
		this.interop.awaitAll();
	}

	@ParameterizedTest
	@EnumSource
	void aDealerTalksToADealer(Binder binder) {
		this.interop.open(binder, ZeroMqType.DEALER, "type=DEALER", "do=echo", count());
		this.interop.sendAll();
		this.interop.awaitAll();
	}

	@ParameterizedTest
	@EnumSource
	void aDealerTalksToARouter(Binder binder) {
		this.interop.open(binder, ZeroMqType.DEALER, "type=ROUTER", "do=echo", count());
		this.interop.sendAll();
		this.interop.awaitAll();
	}

	@ParameterizedTest
	@EnumSource
	void aDealerWithADelimiterIsAnsweredByARep(Binder binder) {
		this.interop.open(binder, ZeroMqType.DEALER, (builder) -> builder.handler((message) -> {
			List<?> frames = (List<?>) message.getPayload();
			this.interop.received()
				.add(new GenericMessage<>((frames.size() > 2) ? frames.subList(1, frames.size()) : frames.get(1)));
		}), "type=REP", "do=echo", count());
		this.interop.sendAll((number) -> new GenericMessage<>(delimited(Numbered.payload(number))));
		this.interop.awaitAll();
	}

	private static List<?> delimited(Object payload) {
		return (payload instanceof List<?> frames) ? List.of("", frames.get(0), frames.get(1), frames.get(2))
				: List.of("", payload);
	}

	private static String count() {
		return "count=" + Numbered.COUNT;
	}

}
