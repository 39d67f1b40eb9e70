package io.netasync.zeromq;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.netasync.zeromq.Interop.Binder;
import io.netasync.zeromq.ZeroMqSpec.Requests;
import io.netasync.zeromq.message.ZeroMqType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.messaging.Message;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of requests to libzmq, and of its requests to us.
 *
 * @author net-async
 */
@RequiresLibzmq
@Timeout(60)
class LibzmqRequestTests {

	private final Interop interop = new Interop();

	@AfterEach
	void close() {
		this.interop.close();
	}

	/**
	 * Makes all requests at once and checks each reply.
	 */
	private void requestAll() throws Exception {
		List<CompletableFuture<Message<?>>> replies = new ArrayList<>();
		for (int number = 0; number < Numbered.COUNT; number++) {
			replies.add(this.interop.socket().request(Numbered.payload(number)).toCompletableFuture());
		}
		for (int number = 0; number < Numbered.COUNT; number++) {
			assertThat(Numbered.text(replies.get(number).get(30, TimeUnit.SECONDS))).isEqualTo(Numbered.text(number));
		}
		assertThat(this.interop.socket().snapshot().requests().replied()).isEqualTo(Numbered.COUNT);
	}

	private static void manyAtATime(ZeroMqBuilder builder) {
		Requests defaults = Requests.defaults();
		builder.requests(new Requests(defaults.timeout().multipliedBy(3), Numbered.COUNT, defaults.retryAfter(), 0));
	}

	@ParameterizedTest
	@CsvSource({ "REP,OURS", "REP,LIBZMQ", "ROUTER,OURS", "ROUTER,LIBZMQ", "DEALER,OURS", "DEALER,LIBZMQ" })
	void manyRequestsAtATimeAreAnsweredByLibzmq(String theirs, Binder binder) throws Exception {
		this.interop.open(binder, ZeroMqType.REQ, LibzmqRequestTests::manyAtATime, "type=" + theirs, "do=echo");
		requestAll();
	}

	@ParameterizedTest
	@CsvSource({ "REP,OURS", "REP,LIBZMQ", "ROUTER,OURS", "ROUTER,LIBZMQ" })
	void strictRequestsAreAnsweredByLibzmq(String theirs, Binder binder) throws Exception {
		this.interop.open(binder, ZeroMqType.REQ, (builder) -> {
			manyAtATime(builder);
			builder.lockStep(true);
		}, "type=" + theirs, "do=echo");
		requestAll();
	}

	@ParameterizedTest
	@CsvSource({ "REP,true,OURS", "REP,true,LIBZMQ", "REP,false,OURS", "REP,false,LIBZMQ", "ROUTER,false,OURS",
			"ROUTER,false,LIBZMQ" })
	void aReqOfLibzmqIsAnswered(ZeroMqType ours, boolean lockStep, Binder binder) {
		this.interop.open(binder, ours, (builder) -> this.interop.echoes(builder.lockStep(lockStep)), "type=REQ",
				"do=request", count());
		this.interop.peer().awaitDone(Numbered.COUNT);
	}

	@ParameterizedTest
	@CsvSource({ "REP,true,OURS", "REP,true,LIBZMQ", "REP,false,OURS", "REP,false,LIBZMQ", "ROUTER,false,OURS",
			"ROUTER,false,LIBZMQ" })
	void aDealerOfLibzmqWithManyRequestsUnderWayIsAnswered(ZeroMqType ours, boolean lockStep, Binder binder) {
		this.interop.open(binder, ours, (builder) -> this.interop.echoes(builder.lockStep(lockStep)), "type=DEALER",
				"do=request", "delimiter=true", "window=100", count());
		this.interop.peer().awaitDone(Numbered.COUNT);
	}

	@ParameterizedTest
	@EnumSource
	void aDealerOfLibzmqWithoutADelimiterIsAnsweredByARouter(Binder binder) {
		this.interop.open(binder, ZeroMqType.ROUTER, this.interop::echoes, "type=DEALER", "do=request", "window=100",
				count());
		this.interop.peer().awaitDone(Numbered.COUNT);
	}

	private static String count() {
		return "count=" + Numbered.COUNT;
	}

}
