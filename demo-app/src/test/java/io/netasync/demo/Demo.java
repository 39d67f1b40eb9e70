package io.netasync.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.test.util.TestSocketUtils;
import org.springframework.web.client.RestClient;

/**
 * The whole demo in this process, on free ports.
 *
 * @author net-async
 */
record Demo(ConfigurableApplicationContext context) implements AutoCloseable {

	static Demo start(String... arguments) {
		List<String> all = new ArrayList<>(List.of(arguments));
		all.add("--server.port=0");
		List<Integer> ports = freePorts();
		for (String server : List.of("a", "b")) {
			int listen = ports.get(server.equals("a") ? 2 : 3);
			all.add("--netasync.server." + server + ".port=" + listen);
			all.add("--demo.proxies." + server + ".server=127.0.0.1:" + listen);
		}
		all.add("--netasync.client.feed.addresses=localhost:" + ports.get(0) + ",localhost:" + ports.get(1));
		all.add("--netasync.zeromq.socket.prices.bind=tcp://127.0.0.1:" + ports.get(4));
		all.add("--netasync.zeromq.socket.board.connect=tcp://127.0.0.1:" + ports.get(4));
		all.add("--demo.proxies.a.port=" + ports.get(0));
		all.add("--demo.proxies.b.port=" + ports.get(1));
		return new Demo(SpringApplication.run(DemoApplication.class, all.toArray(String[]::new)));
	}

	private static List<Integer> freePorts() {
		return Stream.generate(TestSocketUtils::findAvailableTcpPort).distinct().limit(5).toList();
	}

	String address() {
		return "http://127.0.0.1:" + this.context.getEnvironment().getProperty("local.server.port");
	}

	RestClient http() {
		return RestClient.create(address());
	}

	@Override
	public void close() {
		this.context.close();
	}

}
