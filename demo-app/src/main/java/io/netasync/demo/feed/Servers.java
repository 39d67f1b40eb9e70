package io.netasync.demo.feed;

import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.integration.dsl.IntegrationFlow;
import org.springframework.integration.handler.LoggingHandler;
import org.springframework.integration.ip.IpHeaders;

/**
 * The servers {@code a} and {@code b}, those of them that have a port. They note what
 * arrives and answer each message with itself.
 *
 * @author net-async
 */
@Configuration(proxyBeanMethods = false)
class Servers {

	@Bean
	@ConditionalOnProperty("netasync.server.a.port")
	IntegrationFlow serverA(Tally tally) {
		return echo("a", tally);
	}

	@Bean
	@ConditionalOnProperty("netasync.server.b.port")
	IntegrationFlow serverB(Tally tally) {
		return echo("b", tally);
	}

	@Bean
	@ConditionalOnProperty("netasync.server.a.port")
	IntegrationFlow errorsOfA() {
		return logged("a");
	}

	@Bean
	@ConditionalOnProperty("netasync.server.b.port")
	IntegrationFlow errorsOfB() {
		return logged("b");
	}

	private static IntegrationFlow echo(String server, Tally tally) {
		return IntegrationFlow.from(server + ".inbound").handle(byte[].class, (payload, headers) -> {
			String connection = headers.get(IpHeaders.CONNECTION_ID, String.class);
			tally.received(String.valueOf(connection), Numbered.parse(payload).number());
			return payload;
		}).channel(server + ".outbound").get();
	}

	private static IntegrationFlow logged(String server) {
		// mostly answers to a client that has gone elsewhere
		return IntegrationFlow.from(server + ".errors").log(LoggingHandler.Level.DEBUG).nullChannel();
	}

}
