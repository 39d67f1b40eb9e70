package io.netasync.benchmarks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.integration.channel.DirectChannel;
import org.springframework.integration.dsl.IntegrationFlow;
import org.springframework.integration.dsl.context.IntegrationFlowContext;
import org.springframework.integration.dsl.context.IntegrationFlowContext.IntegrationFlowRegistration;
import org.springframework.integration.zeromq.dsl.ZeroMq;
import org.springframework.integration.zeromq.dsl.ZeroMqMessageHandlerSpec;
import org.springframework.integration.zeromq.inbound.ZeroMqMessageProducer;
import org.springframework.messaging.support.GenericMessage;

/**
 * Spring Integration's channel adapters for ZeroMQ, as they are shipped: with a second
 * between two looks for messages where there was none.
 *
 * @author net-async
 */
final class SpringZeroMqLibrary implements ZeroMqLibrary {

	private final ConfigurableApplicationContext application = new SpringApplicationBuilder(Application.class)
		.run("--netasync.enabled=false");

	private final IntegrationFlowContext flows = this.application.getBean(IntegrationFlowContext.class);

	private final List<IntegrationFlowRegistration> registrations = new ArrayList<>();

	private ZContext context = new ZContext();

	@Override
	public int receive(boolean published, Consumer<byte[]> handler) throws Exception {
		ZeroMqMessageProducer producer = ZeroMq
			.inboundChannelAdapter(this.context, published ? SocketType.SUB : SocketType.PULL)
			.socketConfigurer((socket) -> socket.setHandshakeIvl(HANDSHAKE))
			.topics(published ? new String[] { "" } : new String[0])
			.getObject();
		register(IntegrationFlow.from(producer)
			.handle((message) -> handler.accept((byte[]) message.getPayload()))
			.get());
		long until = System.nanoTime() + Duration.ofSeconds(30).toNanos();
		while (producer.getBoundPort() == 0 && System.nanoTime() - until < 0) {
			TimeUnit.MILLISECONDS.sleep(1);
		}
		return producer.getBoundPort();
	}

	@Override
	public Consumer<byte[]> send(boolean published, int port) {
		ZeroMqMessageHandlerSpec adapter = ZeroMq.outboundChannelAdapter(this.context, "tcp://127.0.0.1:" + port,
				published ? SocketType.PUB : SocketType.PUSH);
		if (published) {
			adapter.topic("");
		}
		adapter.socketConfigurer((socket) -> configure(socket, published));
		DirectChannel outbound = new DirectChannel();
		register(IntegrationFlow.from(outbound).handleReactive(adapter));
		return (payload) -> outbound.send(new GenericMessage<>(payload));
	}

	private static void configure(ZMQ.Socket socket, boolean published) {
		socket.setHandshakeIvl(HANDSHAKE);
		if (published) {
			socket.setXpubNoDrop(true);
		}
	}

	private void register(IntegrationFlow flow) {
		this.registrations.add(this.flows.registration(flow).register());
	}

	@Override
	public int answer() {
		throw new UnsupportedOperationException("There is no REP");
	}

	@Override
	public void ask(int port, ZeroMqExchange exchange) {
		throw new UnsupportedOperationException("There is no REQ");
	}

	@Override
	public void close() {
		this.registrations.forEach(IntegrationFlowRegistration::destroy);
		this.registrations.clear();
		this.context.close();
		this.context = new ZContext();
	}

	/**
	 * An application without beans of its own.
	 */
	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

}
