package io.netasync.autoconfigure;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * Tests that ZeroMQ sockets that can't work fail start-up and say what to write instead.
 *
 * @author net-async
 */
@ExtendWith(OutputCaptureExtension.class)
class ZeroMqBadInputTests {

	private static final String JOBS = "netasync.zeromq.socket.jobs.";

	private final CapturedOutput output;

	ZeroMqBadInputTests(CapturedOutput output) {
		this.output = output;
	}

	@ParameterizedTest
	@MethodSource({ "socketProperties", "groupProperties", "sharedProperties" })
	void failsStartUp(String property, String description, String action) {
		fails(Application.class, "The property " + description, action, JOBS + "type=pull", property);
	}

	static Stream<Arguments> socketProperties() {
		return Stream.of(
				Arguments.of("netasync.zeromq.socket.more.bind=inproc://a",
						"'netasync.zeromq.socket.more.type' is not set.",
						"Set 'netasync.zeromq.socket.more.type' to one of 'pair', 'req', 'rep', 'dealer', 'router', "
								+ "'pub', 'sub', 'xpub', 'xsub', 'push', 'pull'."),
				Arguments.of(JOBS + "bind=localhost:5555",
						"'netasync.zeromq.socket.jobs.bind' must be an address such as 'tcp://*:5555' or "
								+ "'inproc://name', not 'localhost:5555'.",
						"Set 'netasync.zeromq.socket.jobs.bind' to a value that is an address such as"),
				Arguments.of(JOBS + "topics=news",
						"'netasync.zeromq.socket.jobs.topics' must not be set for a 'pull', which does not subscribe.",
						"Remove 'netasync.zeromq.socket.jobs.topics'."),
				Arguments.of(JOBS + "send-hwm=-1", "'netasync.zeromq.socket.jobs.send-hwm' must not be negative.",
						"Set 'netasync.zeromq.socket.jobs.send-hwm' to a value that is not negative."),
				Arguments.of(JOBS + "max-size=0", "'netasync.zeromq.socket.jobs.max-size' must be greater than 0.",
						"Set 'netasync.zeromq.socket.jobs.max-size' to a value that is greater than 0."),
				Arguments.of(JOBS + "worker-threads=0",
						"'netasync.zeromq.socket.jobs.worker-threads' must be greater than 0.",
						"Set 'netasync.zeromq.socket.jobs.worker-threads' to a value that is greater than 0."),
				Arguments.of(JOBS + "options.sndhwm=5",
						"'netasync.zeromq.socket.jobs.options' must not have 'sndhwm', for which there is the "
								+ "property 'send-hwm'.",
						"Set 'netasync.zeromq.socket.jobs.options' to a value that does not have 'sndhwm'"));
	}

	static Stream<Arguments> groupProperties() {
		return Stream.of(
				Arguments.of(JOBS + "heartbeat.timeout=3s",
						"'netasync.zeromq.socket.jobs.heartbeat.timeout' must be greater than "
								+ "'netasync.zeromq.socket.jobs.heartbeat.interval'.",
						"Set 'netasync.zeromq.socket.jobs.heartbeat.timeout' to a value that is greater than "
								+ "'netasync.zeromq.socket.jobs.heartbeat.interval'."),
				Arguments.of(JOBS + "reconnect.max-delay=1ms",
						"'netasync.zeromq.socket.jobs.reconnect.max-delay' must not be less than "
								+ "'netasync.zeromq.socket.jobs.reconnect.delay'.",
						"Set 'netasync.zeromq.socket.jobs.reconnect.max-delay' to a value that is not less than"),
				Arguments.of(JOBS + "security.mechanism=plain",
						"'netasync.zeromq.socket.jobs.security.username' must be set for a client with "
								+ "'mechanism: plain'.",
						"Set 'netasync.zeromq.socket.jobs.security.username'."),
				Arguments.of(JOBS + "request.retry-after=-1s",
						"'netasync.zeromq.socket.jobs.request.retry-after' must not be negative.",
						"Set 'netasync.zeromq.socket.jobs.request.retry-after' to a value that is not negative."),
				Arguments.of(JOBS + "send-buffer.max-messages=0",
						"'netasync.zeromq.socket.jobs.send-buffer.max-messages' must be greater than 0.",
						"Set 'netasync.zeromq.socket.jobs.send-buffer.max-messages' to a value that is greater than 0."),
				Arguments.of(JOBS + "conflation-key=payload[",
						"'netasync.zeromq.socket.jobs.conflation-key' is not an expression: ",
						"Set 'netasync.zeromq.socket.jobs.conflation-key' to a SpEL expression on the message"),
				Arguments.of(JOBS + "payload=orders",
						"'netasync.zeromq.socket.jobs.payload' is 'orders', which is neither a conversion nor a "
								+ "MessageConverter bean.",
						"Set 'netasync.zeromq.socket.jobs.payload' to 'bytes', 'string', 'json' or the name of a"));
	}

	static Stream<Arguments> sharedProperties() {
		return Stream.of(
				Arguments.of("netasync.zeromq.context.fast.io-threads=0",
						"'netasync.zeromq.context.fast.io-threads' must be greater than 0.",
						"Set 'netasync.zeromq.context.fast.io-threads' to a value that is greater than 0."),
				Arguments.of("netasync.frame.max-size=0", "'netasync.frame.max-size' must be greater than 0.",
						"Set 'netasync.frame.max-size' to a value that is greater than 0."),
				Arguments.of("netasync.heartbeat.interval=20s",
						"'netasync.heartbeat.timeout' must be greater than 'netasync.heartbeat.interval'.",
						"Set 'netasync.heartbeat.timeout' to a value that is greater than "
								+ "'netasync.heartbeat.interval'."));
	}

	@Test
	void failsStartUpOnATypeThatIsNotThere() {
		fails(Application.class, "The property 'netasync.zeromq.socket.jobs.type' has a value it can't have.",
				"Set 'netasync.zeromq.socket.jobs.type' to one of 'pair', 'req', 'rep', 'dealer', 'router', 'pub', "
						+ "'sub', 'xpub', 'xsub', 'push', 'pull'.",
				JOBS + "type=queue");
	}

	@Test
	void failsStartUpOnAKeyThatIsNoneWithoutShowingIt() {
		fails(Application.class,
				"The property 'netasync.zeromq.socket.jobs.security.secret-key' must be a key of 40 characters in Z85.",
				"Set 'netasync.zeromq.socket.jobs.security.secret-key' to a value that is a key of 40 characters in "
						+ "Z85.",
				JOBS + "type=pull", JOBS + "security.mechanism=curve", JOBS + "security.server=true",
				JOBS + "security.secret-key=s3cr3t");
		assertThat(this.output).doesNotContain("s3cr3t").contains("Value: \"******\"");
	}

	@Test
	void failsStartUpOnAPortInUse() throws IOException {
		try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			int port = taken.getLocalPort();
			fails(Application.class,
					"The ZeroMQ socket 'jobs' could not bind to port %d: the address is already in use."
						.formatted(port),
					"Stop the process that listens on port %d, or set 'netasync.zeromq.socket.jobs.bind' to another port (0 picks a free one)."
						.formatted(port),
					JOBS + "type=pull", JOBS + "bind=tcp://127.0.0.1:" + port);
		}
	}

	@Test
	void failsStartUpOnAnAddressOfAnotherMachine() {
		fails(Application.class,
				"The ZeroMQ socket 'jobs' could not bind to tcp://192.0.2.1:5555: that is no address of this machine.",
				"Set 'netasync.zeromq.socket.jobs.bind' to an address of this machine, or to 'tcp://*:5555' to "
						+ "listen on all.",
				JOBS + "type=pull", JOBS + "bind=tcp://192.0.2.1:5555");
	}

	@Test
	void failsStartUpOnANameThatIsTaken() {
		fails(Application.class,
				"The ZeroMQ socket 'jobs' could not bind to inproc://a: the name is taken or can't be.",
				"Set 'netasync.zeromq.socket.jobs.bind' to another name.", JOBS + "type=pull",
				JOBS + "bind=inproc://a,inproc://a");
	}

	@Test
	void failsStartUpOnOneNameForTwo() {
		fails(Application.class,
				"The name 'jobs' is used twice, by 'netasync.client.jobs' and by 'netasync.zeromq.socket.jobs'.",
				"Rename one of the two: a client and a ZeroMQ socket have channels of their own, such as "
						+ "'jobs.inbound'.",
				JOBS + "type=pull", "netasync.client.jobs.addresses=localhost:7000");
	}

	@Test
	void failsStartUpOnOneNameForAServerToo() {
		fails(Application.class,
				"The name 'jobs' is used twice, by 'netasync.server.jobs' and by 'netasync.zeromq.socket.jobs'.",
				"Rename one of the two: a server and a ZeroMQ socket have channels of their own", JOBS + "type=pull",
				"netasync.server.jobs.port=0");
	}

	@Test
	void failsStartUpOnABeanOfAnotherTypeWithTheNameOfASocket() {
		fails(StringForSocket.class,
				"The bean 'jobs.zeromq' is a java.lang.String, but 'netasync.zeromq.socket.jobs' needs a ZeroMqSocket of this name.",
				"Make the bean 'jobs.zeromq' a ZeroMqSocket, or rename the bean or 'netasync.zeromq.socket.jobs'.",
				JOBS + "type=pull");
	}

	private void fails(Class<?> application, String description, String action, String... properties) {
		SpringApplicationBuilder builder = new SpringApplicationBuilder(application).web(WebApplicationType.NONE)
			.properties(properties);
		assertThatException().isThrownBy(builder::run);
		assertThat(this.output).contains("APPLICATION FAILED TO START").contains(description).contains(action);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class StringForSocket {

		@Bean("jobs.zeromq")
		String socket() {
			return "mine";
		}

	}

}
