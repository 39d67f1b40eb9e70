package io.netasync.benchmarks;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

import io.netasync.client.NetAsyncClient;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.integration.annotation.ServiceActivator;
import org.springframework.integration.ip.tcp.connection.AbstractClientConnectionFactory;
import org.springframework.integration.ip.tcp.connection.TcpNetClientConnectionFactory;
import org.springframework.integration.ip.tcp.outbound.TcpOutboundGateway;
import org.springframework.integration.ip.tcp.serializer.ByteArrayLengthHeaderSerializer;
import org.springframework.messaging.MessageChannel;

/**
 * The JVM of one that asks. Takes times from its standard input and answers each with how
 * long it took and how many requests were answered.
 *
 * @author net-async
 */
final class RequestClient {

	private RequestClient() {
	}

	static void serve(RequestContender contender, int port) throws Exception {
		PrintStream answers = System.out;
		System.setOut(System.err);
		RequestLoad load = load(contender, port);
		BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
		answers.println("ready");
		for (String line = commands.readLine(); line != null; line = commands.readLine()) {
			long start = System.nanoTime();
			long answered = load.ask(TimeUnit.MILLISECONDS.toNanos(Long.parseLong(line)));
			answers.println((System.nanoTime() - start) + " " + answered);
		}
		System.exit(0);
	}

	private static RequestLoad load(RequestContender contender, int port) throws InterruptedException {
		if (contender == RequestContender.TCP_OUTBOUND_GATEWAY) {
			ConfigurableApplicationContext context = new SpringApplicationBuilder(Gateway.class)
				.run("--netasync.enabled=false", "--peer.port=" + port);
			return new ChannelLoad(context.getBean("requests", MessageChannel.class));
		}
		ConfigurableApplicationContext context = new SpringApplicationBuilder(Client.class)
			.run("--netasync.client.feed.addresses=127.0.0.1:" + port);
		NetAsyncClient client = context.getBean("feed", NetAsyncClient.class);
		if (!client.awaitConnected(Duration.ofSeconds(30))) {
			throw new IllegalStateException("Not connected");
		}
		return (contender == RequestContender.CLIENT) ? new CallbackLoad(client)
				: new ChannelLoad(context.getBean("feed.request", MessageChannel.class));
	}

	/**
	 * A client of net-async.
	 */
	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Client {

	}

	/**
	 * Spring Integration's gateway on a connection that all requests share.
	 */
	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Gateway {

		@Bean
		AbstractClientConnectionFactory connections(@Value("${peer.port}") int port) {
			TcpNetClientConnectionFactory factory = new TcpNetClientConnectionFactory("127.0.0.1", port);
			factory.setSingleUse(false);
			factory.setSoTcpNoDelay(true);
			factory.setSerializer(new ByteArrayLengthHeaderSerializer());
			factory.setDeserializer(new ByteArrayLengthHeaderSerializer());
			return factory;
		}

		@Bean
		@ServiceActivator(inputChannel = "requests")
		TcpOutboundGateway gateway(AbstractClientConnectionFactory connections) {
			TcpOutboundGateway gateway = new TcpOutboundGateway();
			gateway.setConnectionFactory(connections);
			gateway.setRemoteTimeout(30_000);
			gateway.setRequestTimeout(30_000);
			return gateway;
		}

	}

}
