package io.netasync.zeromq;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import io.netasync.buffer.Overflow;
import io.netasync.buffer.ReceiveBufferPolicy;
import io.netasync.zeromq.Interop.Binder;
import io.netasync.zeromq.engine.SocketSecurity;
import io.netasync.zeromq.engine.SocketSecurity.Mechanism;
import io.netasync.zeromq.message.ZeroMqType;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.zeromq.ZMQ.Curve;
import org.zeromq.ZMQ.Curve.KeyPair;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of libzmq proving who it is, and asking for proof.
 *
 * @author net-async
 */
@RequiresLibzmq
@Timeout(60)
class LibzmqSecurityTests {

	private static final KeyPair SERVER = Curve.generateKeyPair();

	private static final KeyPair CLIENT = Curve.generateKeyPair();

	private static final KeyPair STRANGER = Curve.generateKeyPair();

	private final Interop interop = new Interop();

	@AfterEach
	void close() {
		this.interop.close();
	}

	private static SocketSecurity plainServer() {
		return new SocketSecurity(Mechanism.PLAIN, true, null, null, Map.of("ann", "secret"), null, null, null,
				List.of());
	}

	private static SocketSecurity plainClient(String password) {
		return new SocketSecurity(Mechanism.PLAIN, false, "ann", password, Map.of(), null, null, null, List.of());
	}

	private static SocketSecurity curveServer() {
		return new SocketSecurity(Mechanism.CURVE, true, null, null, Map.of(), null, SERVER.secretKey, null,
				List.of(CLIENT.publicKey));
	}

	private static SocketSecurity curveClient(KeyPair client, KeyPair server) {
		return new SocketSecurity(Mechanism.CURVE, false, null, null, Map.of(), client.publicKey, client.secretKey,
				server.publicKey, List.of());
	}

	private static String[] curvePeer(KeyPair client, KeyPair server) {
		return new String[] { "public=" + client.publicKey, "secret=" + client.secretKey,
				"serverkey=" + server.publicKey };
	}

	private void weReceive(Binder binder, SocketSecurity security, String... peer) {
		List<String> does = new ArrayList<>(List.of(peer));
		does.addAll(List.of("type=PUSH", "do=send", "count=" + Numbered.COUNT));
		this.interop.open(binder, ZeroMqType.PULL,
				(builder) -> builder.security(security).handler(this.interop.received()::add),
				does.toArray(String[]::new));
	}

	private void weSend(Binder binder, SocketSecurity security, String deadline, String... peer) {
		List<String> does = new ArrayList<>(List.of(peer));
		does.addAll(List.of("type=PULL", "do=receive", "deadline=" + deadline, "count=" + Numbered.COUNT));
		this.interop.open(binder, ZeroMqType.PUSH, (builder) -> builder.security(security),
				does.toArray(String[]::new));
	}

	private void awaitRefusal() {
		Awaitility.await()
			.untilAsserted(() -> assertThat(this.interop.socket().snapshot().handshakesFailed()).isPositive());
		assertThat(this.interop.socket().snapshot().lastFailure()).isNotNull();
		Awaitility.await().during(Duration.ofMillis(300)).until(() -> this.interop.received().isEmpty());
	}

	@ParameterizedTest
	@CsvSource({ "secret,OURS", "secret,LIBZMQ", "wrong,OURS", "wrong,LIBZMQ" })
	void libzmqSaysItsPassword(String password, Binder binder) {
		weReceive(binder, plainServer(), "username=ann", "password=" + password);
		if (password.equals("secret")) {
			this.interop.awaitAll();
		}
		else {
			awaitRefusal();
		}
	}

	@ParameterizedTest
	@CsvSource({ "OURS", "LIBZMQ" })
	void libzmqWithoutAPasswordIsRefused(Binder binder) {
		weReceive(binder, plainServer());
		Awaitility.await().untilAsserted(() -> assertThat(this.interop.socket().snapshot().disconnects()).isPositive());
		assertThat(this.interop.socket().snapshot().lastFailure()).isNotNull();
		assertThat(this.interop.received()).isEmpty();
	}

	@ParameterizedTest
	@CsvSource({ "OURS", "LIBZMQ" })
	void libzmqHearsThePassword(Binder binder) {
		weSend(binder, plainClient("secret"), "10000", "server=plain", "users=ann:secret");
		this.interop.sendAll();
		this.interop.peer().awaitDone(Numbered.COUNT);
	}

	@ParameterizedTest
	@CsvSource({ "OURS", "LIBZMQ" })
	void libzmqRefusesAWrongPassword(Binder binder) {
		weSend(binder, plainClient("wrong"), "1500", "server=plain", "users=ann:secret");
		awaitNothingGetsThrough();
	}

	@ParameterizedTest
	@CsvSource({ "OURS", "LIBZMQ" })
	void libzmqKnowsOurKeyAndIsKnown(Binder binder) {
		weReceive(binder, curveServer(), curvePeer(CLIENT, SERVER));
		this.interop.awaitAll();
	}

	@ParameterizedTest
	@CsvSource({ "OURS", "LIBZMQ" })
	void whatIsEncryptedIsReadableOverTheMark(Binder binder) {
		CompletableFuture<Void> sent = new CompletableFuture<>();
		List<String> does = new ArrayList<>(List.of(curvePeer(CLIENT, SERVER)));
		does.addAll(List.of("type=PUSH", "do=send", "count=" + Numbered.COUNT));
		this.interop.open(binder, ZeroMqType.PULL,
				(builder) -> builder.security(curveServer())
					.hwm(100, 100)
					.receiveBuffer(new ReceiveBufferPolicy(100, Long.MAX_VALUE, Overflow.BLOCK))
					.handler((message) -> {
						sent.join();
						this.interop.received().add(message);
					}),
				does.toArray(String[]::new));
		this.interop.peer().awaitDone(Numbered.COUNT);
		sent.complete(null);
		this.interop.awaitAll();
	}

	@ParameterizedTest
	@CsvSource({ "OURS", "LIBZMQ" })
	void libzmqWithAnUnknownKeyIsRefused(Binder binder) {
		weReceive(binder, curveServer(), curvePeer(STRANGER, SERVER));
		awaitRefusal();
	}

	@ParameterizedTest
	@CsvSource({ "OURS", "LIBZMQ" })
	void libzmqWithTheKeyOfAnotherServerIsRefused(Binder binder) {
		weReceive(binder, curveServer(), curvePeer(CLIENT, STRANGER));
		awaitRefusal();
	}

	@ParameterizedTest
	@CsvSource({ "OURS", "LIBZMQ" })
	void libzmqAsTheServerKnowsUs(Binder binder) {
		weSend(binder, curveClient(CLIENT, SERVER), "10000", curveServerOfLibzmq());
		this.interop.sendAll();
		this.interop.peer().awaitDone(Numbered.COUNT);
	}

	@ParameterizedTest
	@CsvSource({ "true,OURS", "true,LIBZMQ", "false,OURS", "false,LIBZMQ" })
	void libzmqAsTheServerRefusesStrangers(boolean knowsServer, Binder binder) {
		SocketSecurity security = knowsServer ? curveClient(STRANGER, SERVER) : curveClient(CLIENT, STRANGER);
		weSend(binder, security, "1500", curveServerOfLibzmq());
		awaitNothingGetsThrough();
	}

	private static String[] curveServerOfLibzmq() {
		return new String[] { "server=curve", "public=" + SERVER.publicKey, "secret=" + SERVER.secretKey,
				"clients=" + CLIENT.publicKey };
	}

	/**
	 * Waits until libzmq gives up to wait for a message. JeroMQ takes one as soon as
	 * there is a connection, before it knows that it is refused.
	 */
	private void awaitNothingGetsThrough() {
		this.interop.socket().send("secret");
		this.interop.peer().awaitNothingDone();
		assertThat(this.interop.socket().snapshot().disconnects()).isPositive();
		assertThat(this.interop.socket().snapshot().lastFailure()).isNotNull();
	}

}
