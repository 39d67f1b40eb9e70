package io.netasync.channel;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;

import io.netasync.channel.ConnectionSpec.Kind;
import io.netasync.client.ClientSnapshot;
import io.netasync.client.NetAsyncClient;
import io.netasync.event.Endpoint;
import io.netasync.event.NetAsyncEvent.Connected;
import io.netasync.test.ScriptedConnection;
import io.netasync.test.ScriptedPeer;
import io.netasync.transport.ClientProxy;
import io.netasync.transport.ClientProxy.Type;
import io.netasync.transport.NoLeaks;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.messaging.support.GenericMessage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests of clients that connect through a proxy, which here says what the test wants.
 *
 * @author net-async
 */
@Timeout(60)
@ExtendWith({ NoLeaks.class, OutputCaptureExtension.class })
class ClientProxyTests {

	/** A name that nobody but the proxy can resolve. */
	private static final Endpoint FEED = new Endpoint("feed.invalid", 7000);

	private static final String ESTABLISHED = "HTTP/1.1 200 Connection established\r\n\r\n";

	private static final String CONNECT_TO_FEED = "05010003" + "0c" + "666565642e696e76616c6964" + "1b58";

	private static final String CONNECTED = "05000001" + "00000000" + "0000";

	private final TestNetAsync net = new TestNetAsync();

	private final ScriptedPeer proxy = ScriptedPeer.listen();

	private final Channels channels = TestNetAsync.channels();

	private final List<String> received = TestSpecs.texts(this.channels);

	@AfterEach
	void close() {
		this.net.close();
		this.proxy.close();
	}

	private NetAsyncClient client(Type type, @Nullable String username, @Nullable String password) {
		return client(ConnectionSpec.defaults(),
				new ClientProxy(type, TestSpecs.at(this.proxy.port()), username, password), FEED);
	}

	private NetAsyncClient client(ConnectionSpec connection, ClientProxy through, Endpoint endpoint) {
		ClientSpec spec = TestSpecs.client(connection, endpoint);
		return this.net.client(new ClientSpec(spec.name(), spec.endpoints(), connection, Duration.ofMillis(500),
				spec.reconnect(), spec.failover(), spec.closeTimeout(), through), this.channels);
	}

	private static void await(Callable<Boolean> condition) {
		Awaitility.await().atMost(Duration.ofSeconds(10)).until(condition);
	}

	private static String request(ScriptedConnection connection) {
		StringBuilder request = new StringBuilder();
		while (request.indexOf("\r\n\r\n") < 0) {
			request.append(new String(connection.receive(), StandardCharsets.ISO_8859_1));
		}
		return request.toString();
	}

	private static void answer(ScriptedConnection connection, String text) {
		connection.send(text.getBytes(StandardCharsets.ISO_8859_1));
	}

	private void echo(NetAsyncClient client, ScriptedConnection connection) {
		client.send(new GenericMessage<>("hello".getBytes(StandardCharsets.UTF_8)));
		connection.sendFrame(connection.expectFrame());
		await(() -> this.received.contains("hello"));
	}

	private String failure(NetAsyncClient client) {
		await(() -> client.snapshot().lastFailure() != null);
		return String.valueOf(client.snapshot().lastFailure());
	}

	@Test
	void asksAnHttpProxyForTheNameOfTheServer() {
		NetAsyncClient client = client(Type.HTTP, "me", "secret");
		ScriptedConnection connection = this.proxy.accept();
		assertThat(request(connection)).startsWith("CONNECT feed.invalid:7000 HTTP/1.1\r\n")
			.contains("\r\nproxy-authorization: Basic bWU6c2VjcmV0\r\n");
		answer(connection, ESTABLISHED);
		echo(client, connection);
		assertThat(this.net.events(Connected.class)).extracting(Connected::endpoint).containsExactly(FEED);
	}

	@Test
	void asksASocksProxyForTheNameOfTheServer() {
		NetAsyncClient client = client(Type.SOCKS5, "me", "secret");
		ScriptedConnection connection = this.proxy.accept();
		connection.expectHex("05020002").sendHex("0502");
		connection.expectHex("01" + "02" + "6d65" + "06" + "736563726574").sendHex("0100");
		connection.expectHex(CONNECT_TO_FEED).sendHex(CONNECTED);
		echo(client, connection);
		assertThat(client.snapshot().endpoint()).isEqualTo(FEED);
	}

	@Test
	void asksForAnAddressAsOne() {
		client(ConnectionSpec.defaults(), new ClientProxy(Type.SOCKS5, TestSpecs.at(this.proxy.port()), null, null),
				new Endpoint("192.0.2.1", 7000));
		ScriptedConnection connection = this.proxy.accept();
		connection.expectHex("050100").sendHex("0500");
		connection.expectHex("05010001" + "c0000201" + "1b58");
	}

	@Test
	void losesNothingOfAServerThatSpeaksFirst() {
		client(Type.HTTP, null, null);
		ScriptedConnection connection = this.proxy.accept();
		request(connection);
		answer(connection, ESTABLISHED + "\0\0\0\5early\0\0\0\4and ");
		connection.sendFrame("more");
		await(() -> this.received.equals(List.of("early", "and ", "more")));
	}

	@Test
	void losesNothingOfAServerThatSpeaksFirstBehindSocks() {
		client(Type.SOCKS5, null, null);
		ScriptedConnection connection = this.proxy.accept();
		connection.expectHex("050100").sendHex("0500");
		connection.expectHex(CONNECT_TO_FEED).sendHex(CONNECTED + "00000005" + "6561726c79");
		await(() -> this.received.equals(List.of("early")));
	}

	@ParameterizedTest
	@ValueSource(strings = { "407 Proxy Authentication Required", "403 Filtered", "502 Bad Gateway" })
	void triesAgainWhenAnHttpProxyRefuses(String status, CapturedOutput output) {
		NetAsyncClient client = client(Type.HTTP, "me", "s3cr3t");
		ScriptedConnection connection = this.proxy.accept();
		request(connection);
		answer(connection, "HTTP/1.1 " + status + "\r\nContent-Length: 0\r\n\r\n");
		connection.expectClosed();
		assertThat(failure(client))
			.isEqualTo("the proxy http://127.0.0.1:%d did not connect to feed.invalid:7000: status: %s"
				.formatted(this.proxy.port(), status));
		connection = this.proxy.accept();
		request(connection);
		answer(connection, ESTABLISHED);
		echo(client, connection);
		assertThat(output.toString() + this.net.events() + client.snapshot()).contains("did not connect")
			.doesNotContain("s3cr3t")
			.doesNotContain("bWU6czNjcjN0");
	}

	@Test
	void triesAgainWhenASocksProxyRefuses(CapturedOutput output) {
		NetAsyncClient client = client(Type.SOCKS5, "me", "s3cr3t");
		ScriptedConnection connection = this.proxy.accept();
		connection.expectHex("05020002").sendHex("0502");
		connection.receive();
		connection.sendHex("0101").expectClosed();
		assertThat(failure(client)).contains("the proxy socks5://127.0.0.1:").contains("authStatus");
		connection = this.proxy.accept();
		connection.expectHex("05020002").sendHex("0500");
		connection.expectHex(CONNECT_TO_FEED).sendHex(CONNECTED);
		echo(client, connection);
		assertThat(output.toString() + this.net.events() + client.snapshot()).doesNotContain("s3cr3t");
	}

	@Test
	void givesUpAnAttemptAtTheConnectTimeout() {
		NetAsyncClient client = client(Type.HTTP, null, null);
		ScriptedConnection silent = this.proxy.accept();
		request(silent);
		silent.expectClosed();
		assertThat(failure(client)).endsWith("did not connect to feed.invalid:7000: no connection within 500 ms");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "0", "ff", "050305", "0501", "48656c6c6f0d0a0d0a", "0a0a0a0a0a0a0a0a0a0a0a" })
	void triesAgainWhateverAProxySays(String hex) {
		NetAsyncClient client = client((hex.length() % 2 == 0) ? Type.SOCKS5 : Type.HTTP, null, null);
		ScriptedConnection connection = this.proxy.accept();
		connection.receive();
		connection.sendHex((hex.length() % 2 == 0) ? hex : hex + "0").halfClose();
		assertThat(failure(client)).contains("did not connect to feed.invalid:7000");
		this.proxy.accept();
	}

	@Test
	void cutsWhatAProxySays() {
		NetAsyncClient client = client(Type.HTTP, null, null);
		ScriptedConnection connection = this.proxy.accept();
		request(connection);
		answer(connection, "HTTP/1.1 500 " + "no\u001b[1m".repeat(200) + "\r\n\r\n");
		assertThat(failure(client)).hasSizeLessThan(400).doesNotContain("\u001b");
	}

	@Test
	void triesAgainWhenTheProxyIsNotThere() {
		int port = TestSpecs.freePort();
		NetAsyncClient client = client(ConnectionSpec.defaults(),
				new ClientProxy(Type.HTTP, TestSpecs.at(port), null, null), FEED);
		assertThat(failure(client)).contains("Connection refused").contains("127.0.0.1:" + port);
		await(() -> client.snapshot().failures() > 2);
		assertThat(client.snapshot()).extracting(ClientSnapshot::connects).isEqualTo(0L);
	}

	@ParameterizedTest
	@EnumSource(names = { "NET", "NIO" })
	void isRefusedOverOtherTransports(Kind kind) {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> client(TestSpecs.connection(kind), new ClientProxy(Type.HTTP, FEED, null, null), FEED))
			.withMessage("'proxy' must not be set unless 'transport' is netty");
	}

	@Test
	void tellsNobodyThePassword() {
		ClientProxy through = new ClientProxy(Type.SOCKS5, FEED, "me", "s3cr3t");
		assertThat(through).hasToString("socks5://feed.invalid:7000");
		ClientSpec spec = ClientSpec.of("feed", FEED);
		assertThat(new ClientSpec("feed", List.of(FEED), spec.connection(), spec.connectTimeout(), spec.reconnect(),
				spec.failover(), spec.closeTimeout(), through)
			.toString()).doesNotContain("s3cr3t");
	}

	@Test
	void refusesNamesAndPasswordsThatCanNotBeSent() {
		assertThatIllegalArgumentException().isThrownBy(() -> new ClientProxy(Type.SOCKS5, FEED, null, "secret"))
			.withMessage("'username' must be set where 'password' is");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new ClientProxy(Type.SOCKS5, FEED, "me", "\u00e4".repeat(128)))
			.withMessage("'password' must be 1 to 255 bytes long");
		assertThatIllegalArgumentException().isThrownBy(() -> new ClientProxy(Type.HTTP, FEED, "m:e", "secret"))
			.withMessageContaining("'username' must be without a colon");
	}

}
