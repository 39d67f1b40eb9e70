package io.netasync.transport;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.netasync.transport.Spi.Kind;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.beans.DirectFieldAccessor;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.integration.channel.DirectChannel;
import org.springframework.integration.channel.QueueChannel;
import org.springframework.integration.ip.IpHeaders;
import org.springframework.integration.ip.tcp.connection.AbstractClientConnectionFactory;
import org.springframework.integration.ip.tcp.connection.AbstractConnectionFactory;
import org.springframework.integration.ip.tcp.connection.AbstractServerConnectionFactory;
import org.springframework.integration.ip.tcp.connection.CachingClientConnectionFactory;
import org.springframework.integration.ip.tcp.connection.FailoverClientConnectionFactory;
import org.springframework.integration.ip.tcp.connection.TcpConnectionInterceptorFactory;
import org.springframework.integration.ip.tcp.connection.TcpConnectionInterceptorFactoryChain;
import org.springframework.integration.ip.tcp.connection.TcpConnectionInterceptorSupport;
import org.springframework.integration.ip.tcp.inbound.TcpInboundGateway;
import org.springframework.integration.ip.tcp.inbound.TcpReceivingChannelAdapter;
import org.springframework.integration.ip.tcp.outbound.TcpOutboundGateway;
import org.springframework.integration.ip.tcp.outbound.TcpSendingMessageHandler;
import org.springframework.integration.support.MessageBuilder;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageChannel;
import org.springframework.messaging.MessageHandler;
import org.springframework.messaging.support.GenericMessage;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of the connection factories under Spring Integration's own endpoints.
 *
 * @author net-async
 */
@ExtendWith(NoLeaks.class)
class EndpointTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(10);

	private static final List<String> LIFE = List.of("TcpConnectionOpenEvent", "TcpConnectionCloseEvent");

	private final Spi spi = new Spi();

	@AfterEach
	void close() {
		this.spi.close();
	}

	@ParameterizedTest
	@EnumSource(value = Kind.class, names = { "NETTY", "NETTY_NIO" })
	void inboundGatewayAnswersOutboundGateway(Kind kind) {
		AbstractServerConnectionFactory server = echoGateway(kind);
		TcpOutboundGateway gateway = outboundGateway(this.spi.client(kind, server.getPort()));
		for (int i = 0; i < 100; i++) {
			assertThat(ask(gateway, "ping " + i)).isEqualTo("ping " + i);
		}
		assertThat(this.spi.eventThreads()).noneMatch((thread) -> thread.startsWith("netasync-io"));
	}

	@ParameterizedTest
	@EnumSource(value = Kind.class, names = { "NETTY", "NETTY_NIO" })
	void singleUseGatewayTakesAConnectionARequest(Kind kind) {
		AbstractServerConnectionFactory server = echoGateway(kind);
		AbstractClientConnectionFactory client = this.spi.client(kind, server.getPort());
		client.setSingleUse(true);
		TcpOutboundGateway gateway = outboundGateway(client);
		for (int i = 0; i < 20; i++) {
			assertThat(ask(gateway, "ping " + i)).isEqualTo("ping " + i);
		}
		Awaitility.await().atMost(TIMEOUT).until(() -> closes() == 40);
		assertThat(client.getOpenConnectionIds()).isEmpty();
		assertThat(server.getOpenConnectionIds()).isEmpty();
	}

	private long closes() {
		return this.spi.eventsOf("TcpConnectionCloseEvent").size();
	}

	@ParameterizedTest
	@EnumSource(value = Kind.class, names = { "NETTY", "NETTY_NIO" })
	void eventsComeOnceAndInOrder(Kind kind) {
		AbstractServerConnectionFactory server = echoGateway(kind);
		TcpOutboundGateway gateway = outboundGateway(this.spi.client(kind, server.getPort()));
		ask(gateway, "ping");
		gateway.stop();
		Awaitility.await().atMost(TIMEOUT).until(() -> closes() == 2);
		server.stop();
		assertThat(this.spi.eventsOf("factory=client")).isEqualTo(LIFE);
		assertThat(this.spi.eventsOf("factory=server")).isEqualTo(LIFE);
		assertThat(this.spi.eventsOf("ListeningEvent")).hasSize(1);
		assertThat(this.spi.events()).hasSize(5);
	}

	@ParameterizedTest
	@EnumSource(value = Kind.class, names = { "NETTY", "NETTY_NIO" })
	void setsTheHeadersThatNetSets(Kind kind) {
		Map<String, String> stock = headers(Kind.NET);
		assertThat(stock).hasSizeGreaterThan(5);
		assertThat(headers(kind)).isEqualTo(stock);
	}

	private Map<String, String> headers(Kind kind) {
		try (Spi other = new Spi()) {
			AbstractServerConnectionFactory server = other.server(kind);
			QueueChannel received = new QueueChannel();
			receiver(other, "receiver", server, received).start();
			awaitListening(server);
			TcpSendingMessageHandler sender = sender(other, other.client(kind, server.getPort()));
			sender.start();
			sender.handleMessage(new GenericMessage<>("hello"));
			Message<?> message = received.receive(TIMEOUT.toMillis());
			assertThat(message).isNotNull();
			assertThat(message.getPayload()).isEqualTo("hello".getBytes());
			String id = String.valueOf(message.getHeaders().get(IpHeaders.CONNECTION_ID));
			assertThat(id).matches("127.0.0.1:%s:%d:[-0-9a-f]{36}"
				.formatted(message.getHeaders().get(IpHeaders.REMOTE_PORT), server.getPort()));
			Map<String, String> headers = new TreeMap<>();
			message.getHeaders()
				.forEach((name, value) -> headers.put(name,
						List.of("ip_hostname", "ip_address", "ip_localInetAddress").contains(name) ? value.toString()
								: value.getClass().getName()));
			sender.stop();
			return headers;
		}
	}

	@ParameterizedTest
	@EnumSource(value = Kind.class, names = { "NETTY", "NETTY_NIO" })
	void collaboratingAdaptersForgetTheirConnections(Kind kind) {
		AbstractServerConnectionFactory server = this.spi.server(kind);
		DirectChannel requests = new DirectChannel();
		TcpSendingMessageHandler replier = this.spi.bean("replier", new TcpSendingMessageHandler());
		replier.setConnectionFactory(server);
		requests.subscribe(replier);
		receiver(this.spi, "serverReceiver", server, requests).start();
		AbstractClientConnectionFactory client = this.spi.client(kind, server.getPort());
		QueueChannel replies = new QueueChannel();
		TcpSendingMessageHandler sender = sender(this.spi, client);
		TcpReceivingChannelAdapter receiver = receiver(this.spi, "clientReceiver", client, replies);
		receiver.start();
		sender.start();
		for (int i = 0; i < 50; i++) {
			sender.handleMessage(new GenericMessage<>("message " + i));
			assertThat(payload(replies.receive(TIMEOUT.toMillis()))).isEqualTo("message " + i);
		}
		assertThat(connections(replier)).hasSize(1);
		client.closeConnection(client.getOpenConnectionIds().get(0));
		Awaitility.await().atMost(TIMEOUT).until(() -> connections(replier).isEmpty() && closes() == 2);
		assertThat(client.getOpenConnectionIds()).isEmpty();
		assertThat(server.getOpenConnectionIds()).isEmpty();
	}

	@ParameterizedTest
	@EnumSource(value = Kind.class, names = { "NETTY", "NETTY_NIO" })
	void clientModeConnectsAndReconnects(Kind kind) {
		AbstractServerConnectionFactory server = echoGateway(kind);
		AbstractClientConnectionFactory client = this.spi.client(kind, server.getPort());
		TcpReceivingChannelAdapter receiver = receiver(this.spi, "clientReceiver", client, new QueueChannel());
		receiver.setClientMode(true);
		receiver.setRetryInterval(100);
		receiver.start();
		Awaitility.await().atMost(TIMEOUT).until(receiver::isClientModeConnected);
		Awaitility.await().atMost(TIMEOUT).until(() -> !server.getOpenConnectionIds().isEmpty());
		String first = server.getOpenConnectionIds().get(0);
		assertThat(server.closeConnection(first)).isTrue();
		Awaitility.await().atMost(TIMEOUT).until(() -> server.getOpenConnectionIds().size() == 1);
		assertThat(server.getOpenConnectionIds()).doesNotContain(first);
		receiver.stop();
	}

	@Test
	void failsOverToTheNextFactory() {
		AbstractServerConnectionFactory server = echoGateway(Kind.NETTY);
		int taken = this.spi.configured("closed", new NettyServerConnectionFactory(0)).getPort();
		AbstractClientConnectionFactory first = this.spi.client("first", Kind.NETTY, (taken > 0) ? taken : 1);
		AbstractClientConnectionFactory second = this.spi.client("second", Kind.NETTY, server.getPort());
		TcpOutboundGateway gateway = outboundGateway(
				this.spi.bean("failover", new FailoverClientConnectionFactory(List.of(first, second))));
		for (int i = 0; i < 5; i++) {
			assertThat(ask(gateway, "ping " + i)).isEqualTo("ping " + i);
		}
		server.closeConnection(server.getOpenConnectionIds().get(0));
		Awaitility.await().atMost(TIMEOUT).until(() -> second.getOpenConnectionIds().isEmpty());
		assertThat(ask(gateway, "again")).isEqualTo("again");
		assertThat(this.spi.eventsOf("TcpConnectionFailedEvent")).isNotEmpty();
	}

	@Test
	void failsOverBehindInterceptorsWithoutLosingTheFirstMessage() throws Exception {
		AbstractServerConnectionFactory server = echoGateway(Kind.NETTY);
		AbstractClientConnectionFactory client = this.spi.client(Kind.NETTY, server.getPort());
		intercept(client, new CopyOnWriteArrayList<>(), "a", "b");
		TcpOutboundGateway gateway = outboundGateway(
				this.spi.bean("failover", new FailoverClientConnectionFactory(List.of(client))));
		assertThat(ask(gateway, "ping")).isEqualTo("ping");
	}

	@ParameterizedTest
	@EnumSource(value = Kind.class, names = { "NETTY", "NETTY_NIO" })
	void cachesConnections(Kind kind) {
		AbstractServerConnectionFactory server = echoGateway(kind);
		AbstractClientConnectionFactory target = this.spi.client(kind, server.getPort());
		CachingClientConnectionFactory caching = this.spi.bean("caching",
				new CachingClientConnectionFactory(target, 2));
		TcpOutboundGateway gateway = outboundGateway(caching);
		for (int i = 0; i < 10; i++) {
			assertThat(ask(gateway, "ping " + i)).isEqualTo("ping " + i);
		}
		assertThat(caching.getIdleCount()).isEqualTo(1);
		server.closeConnection(server.getOpenConnectionIds().get(0));
		Awaitility.await().atMost(TIMEOUT).until(() -> closes() == 2);
		assertThat(ask(gateway, "again")).isEqualTo("again");
		assertThat(caching.getIdleCount()).isEqualTo(1);
		caching.stop();
		Awaitility.await().atMost(TIMEOUT).until(() -> closes() == 4);
		assertThat(this.spi.eventsOf("factory=client")).hasSize(4);
	}

	@ParameterizedTest
	@EnumSource(Kind.class)
	void interceptorsSeeBothDirections(Kind kind) {
		AbstractServerConnectionFactory server = this.spi.server(kind);
		List<String> inbound = new CopyOnWriteArrayList<>();
		intercept(server, inbound, "a", "b");
		inboundGateway(server);
		AbstractClientConnectionFactory client = this.spi.client(kind, server.getPort());
		List<String> outbound = new CopyOnWriteArrayList<>();
		intercept(client, outbound, "c", "d");
		TcpOutboundGateway gateway = outboundGateway(client);
		assertThat(ask(gateway, "ping")).isEqualTo("ping");
		assertThat(inbound).containsExactly("a in", "b in", "b out", "a out");
		assertThat(outbound).containsExactly("d out", "c out", "c in", "d in");
		gateway.stop();
		Awaitility.await().atMost(TIMEOUT).until(() -> closes() == 2);
		if (kind.isNetty()) {
			assertThat(this.spi.eventsOf("factory=client")).isEqualTo(LIFE);
			assertThat(this.spi.eventsOf("factory=server")).isEqualTo(LIFE);
		}
		Awaitility.await().atMost(TIMEOUT).until(() -> server.getOpenConnectionIds().isEmpty());
	}

	private AbstractServerConnectionFactory echoGateway(Kind kind) {
		AbstractServerConnectionFactory server = this.spi.server(kind);
		inboundGateway(server);
		return server;
	}

	private void inboundGateway(AbstractServerConnectionFactory server) {
		DirectChannel requests = this.spi.bean("requests", new DirectChannel());
		TcpInboundGateway gateway = new TcpInboundGateway();
		gateway.setConnectionFactory(server);
		gateway.setRequestChannel(requests);
		DirectChannel replies = this.spi.bean("replies", new DirectChannel());
		gateway.setReplyChannel(replies);
		requests.subscribe((message) -> replies.send(message));
		this.spi.bean("inboundGateway", gateway).start();
		awaitListening(server);
	}

	private static void awaitListening(AbstractServerConnectionFactory server) {
		Awaitility.await().atMost(TIMEOUT).until(server::isListening);
	}

	private TcpOutboundGateway outboundGateway(AbstractClientConnectionFactory client) {
		TcpOutboundGateway gateway = new TcpOutboundGateway();
		gateway.setConnectionFactory(client);
		gateway.setRemoteTimeout(TIMEOUT.toMillis());
		this.spi.bean("outboundGateway", gateway).start();
		return gateway;
	}

	private static TcpReceivingChannelAdapter receiver(Spi spi, String name, AbstractConnectionFactory factory,
			MessageChannel channel) {
		TcpReceivingChannelAdapter receiver = new TcpReceivingChannelAdapter();
		receiver.setConnectionFactory(factory);
		receiver.setOutputChannel(channel);
		return spi.bean(name, receiver);
	}

	private static TcpSendingMessageHandler sender(Spi spi, AbstractConnectionFactory factory) {
		TcpSendingMessageHandler sender = new TcpSendingMessageHandler();
		sender.setConnectionFactory(factory);
		return spi.bean("sender", sender);
	}

	private static Map<?, ?> connections(TcpSendingMessageHandler handler) {
		return (Map<?, ?>) new DirectFieldAccessor(handler).getPropertyValue("connections");
	}

	private static @Nullable String ask(MessageHandler gateway, String request) {
		BlockingQueue<Message<?>> replies = new LinkedBlockingQueue<>();
		DirectChannel channel = new DirectChannel();
		channel.subscribe(replies::add);
		gateway.handleMessage(MessageBuilder.withPayload(request).setReplyChannel(channel).build());
		try {
			return payload(replies.poll(TIMEOUT.toSeconds(), TimeUnit.SECONDS));
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static @Nullable String payload(@Nullable Message<?> message) {
		return (message != null) ? new String((byte[]) message.getPayload()) : null;
	}

	private void intercept(AbstractConnectionFactory factory, List<String> calls, String... names) {
		TcpConnectionInterceptorFactoryChain chain = new TcpConnectionInterceptorFactoryChain();
		chain.setInterceptors(Arrays.stream(names)
			.map((name) -> (TcpConnectionInterceptorFactory) () -> new Recorder(name, calls,
					(event) -> this.spi.publish(event)))
			.toArray(TcpConnectionInterceptorFactory[]::new));
		factory.setInterceptorFactoryChain(chain);
	}

	private static final class Recorder extends TcpConnectionInterceptorSupport {

		private final String name;

		private final List<String> calls;

		Recorder(String name, List<String> calls, ApplicationEventPublisher publisher) {
			super(publisher);
			this.name = name;
			this.calls = calls;
		}

		@Override
		public void send(Message<?> message) {
			this.calls.add(this.name + " out");
			super.send(message);
		}

		@Override
		public void onMessage(Message<?> message) {
			if (message.getPayload() instanceof byte[]) {
				this.calls.add(this.name + " in");
			}
			super.onMessage(message);
		}

	}

}
