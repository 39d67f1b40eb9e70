package io.netasync.autoconfigure;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

import io.netasync.client.NetAsyncClient;
import io.netasync.event.ConnectionStatus;
import io.netasync.event.NetAsyncEvent;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;
import org.springframework.integration.annotation.ServiceActivator;
import org.springframework.integration.ip.IpHeaders;
import org.springframework.integration.support.MessageBuilder;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageChannel;
import org.springframework.messaging.support.GenericMessage;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Lines of text to and from programs that are not ours: an IRC server and an SMTP client.
 *
 * @author net-async
 */
@Timeout(90)
class TextPeerTests {

	private static final String[] LINES = { "netasync.frame.format=line", "netasync.frame.line-ending=crlf" };

	/** The server takes three lines a second of each client. */
	private static final int MESSAGES = 20;

	@TempDir
	private Path folder;

	@Test
	@RequiresPrograms("ngircd")
	void clientsChatThroughAnIrcServer() throws Exception {
		int port = TestPorts.free();
		Process ircd = startIrcServer(port);
		try (ConfigurableApplicationContext alice = chat("alice", "500ms", port);
				ConfigurableApplicationContext bob = chat("bob", "0s", port)) {
			Irc first = joined(alice);
			Irc second = joined(bob);
			for (int i = 0; i < MESSAGES; i++) {
				first.send("PRIVMSG #room :h\u00e9llo \u20ac " + i);
				second.send("PRIVMSG alice :" + i);
			}
			Awaitility.await()
				.atMost(Duration.ofSeconds(30))
				.until(() -> first.count("PRIVMSG alice :") == MESSAGES
						&& second.count("PRIVMSG #room :h\u00e9llo \u20ac ") == MESSAGES);
			assertThat(second.lines.stream().filter((line) -> line.contains("PRIVMSG")).toList())
				.allMatch((line) -> line.startsWith(":alice!"))
				.last()
				.asString()
				.endsWith(" " + (MESSAGES - 1));
			Awaitility.await()
				.atMost(Duration.ofSeconds(30))
				.until(() -> second.count("PING ") > 1 && first.count("PONG irc.example.net") > 2);
			assertThat(first.disconnected).isEmpty();
			assertThat(first.count("ERROR")).isZero();
		}
		finally {
			ircd.destroyForcibly().waitFor();
		}
	}

	private Process startIrcServer(int port) throws IOException {
		Path configuration = Files.writeString(this.folder.resolve("ngircd.conf"), """
				[Global]
				Name = irc.example.net
				Info = test
				Listen = 127.0.0.1
				Ports = %d
				[Limits]
				MaxConnectionsIP = 0
				MaxPenaltyTime = 0
				PingTimeout = 2
				PongTimeout = 20
				[Options]
				DNS = no
				Ident = no
				PAM = no
				""".formatted(port));
		return new ProcessBuilder(ProgramsCondition.find("ngircd").orElseThrow().toString(), "-n", "-f",
				configuration.toString())
			.redirectErrorStream(true)
			.redirectOutput(this.folder.resolve("ngircd.log").toFile())
			.start();
	}

	private static ConfigurableApplicationContext chat(String nick, String heartbeats, int port) {
		return run(Irc.class, "nick=" + nick, "netasync.client.irc.addresses=127.0.0.1:" + port,
				"netasync.client.irc.heartbeat.interval=" + heartbeats, "netasync.client.irc.heartbeat.timeout=10s",
				"netasync.client.irc.heartbeat.probe=PING :alive");
	}

	private static ConfigurableApplicationContext run(Class<?> application, String... properties) {
		return new SpringApplicationBuilder(application).web(WebApplicationType.NONE)
			.properties(LINES)
			.properties(properties)
			.run();
	}

	private static Irc joined(ConfigurableApplicationContext context) {
		Irc irc = context.getBean(Irc.class);
		String nick = context.getEnvironment().getRequiredProperty("nick");
		assertThat(context.getBean(NetAsyncClient.class).state()).isNotNull();
		Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> !irc.connected.isEmpty());
		irc.send("NICK " + nick);
		irc.send("USER " + nick + " 0 * :" + nick);
		Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> irc.count(" 001 " + nick + " ") == 1);
		irc.send("JOIN #room");
		Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> irc.count(" 366 " + nick + " ") == 1);
		return irc;
	}

	@Test
	@RequiresPrograms("python3")
	void aServerTakesMailFromAnSmtpClient() throws Exception {
		try (ConfigurableApplicationContext context = run(Smtp.class, "netasync.server.mail.port=0",
				"netasync.server.mail.address=127.0.0.1")) {
			String port = context.getEnvironment().getRequiredProperty("local.netasync.mail.port");
			Path script = Files.writeString(this.folder.resolve("client.py"), """
					import smtplib, sys
					with smtplib.SMTP('127.0.0.1', int(sys.argv[1]), timeout=20) as client:
					    for number in range(20):
					        text = 'Subject: %d\\n\\nfirst line\\n\\n.a line with a dot\\n' % number
					        assert client.sendmail('a@example.net', ['b@example.net'], text) == {}
					print('sent')
					""");
			Process client = new ProcessBuilder("python3", script.toString(), port).redirectErrorStream(true).start();
			assertThat(client.waitFor(60, TimeUnit.SECONDS)).isTrue();
			assertThat(new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8)).isEqualTo("sent\n");
			List<String> mails = context.getBean(Smtp.class).mails;
			assertThat(mails).hasSize(20).last().isEqualTo("Subject: 19\n\nfirst line\n\n..a line with a dot\n");
		}
	}

	private static String text(Message<?> message) {
		return (message.getPayload() instanceof byte[] bytes) ? new String(bytes, StandardCharsets.UTF_8)
				: (String) message.getPayload();
	}

	/**
	 * A client that chats.
	 */
	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Irc {

		final List<String> lines = new CopyOnWriteArrayList<>();

		final List<Object> connected = new CopyOnWriteArrayList<>();

		final List<Object> disconnected = new CopyOnWriteArrayList<>();

		private final MessageChannel outbound;

		Irc(@Qualifier("irc.outbound") MessageChannel outbound) {
			this.outbound = outbound;
		}

		@EventListener
		void connected(NetAsyncEvent.Connected event) {
			this.connected.add(event);
		}

		@EventListener
		void disconnected(NetAsyncEvent.Disconnected event) {
			this.disconnected.add(event);
		}

		@ServiceActivator(inputChannel = "irc.inbound", outputChannel = "irc.outbound")
		@Nullable String line(Message<?> message) {
			String line = text(message);
			this.lines.add(line);
			return line.startsWith("PING ") ? "PONG " + line.substring(5) : null;
		}

		void send(String line) {
			this.outbound.send(new GenericMessage<>(line));
		}

		long count(String part) {
			return this.lines.stream().filter((line) -> line.contains(part)).count();
		}

	}

	/**
	 * As much of a mail server as one client needs.
	 */
	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Smtp {

		final List<String> mails = new CopyOnWriteArrayList<>();

		private final MessageChannel outbound;

		private @Nullable StringBuilder mail;

		Smtp(@Qualifier("mail.outbound") MessageChannel outbound) {
			this.outbound = outbound;
		}

		@ServiceActivator(inputChannel = "mail.status")
		void greet(Message<ConnectionStatus> status) {
			if (status.getPayload() == ConnectionStatus.CONNECTED) {
				this.outbound.send(MessageBuilder.withPayload("220 mail.example.net")
					.copyHeadersIfAbsent(
							Map.of(IpHeaders.CONNECTION_ID, status.getHeaders().get(IpHeaders.CONNECTION_ID)))
					.build());
			}
		}

		@ServiceActivator(inputChannel = "mail.inbound", outputChannel = "mail.outbound")
		@Nullable String line(Message<?> message) {
			String line = text(message);
			StringBuilder open = this.mail;
			if (open == null) {
				return command(line);
			}
			if (!line.equals(".")) {
				open.append(line).append('\n');
				return null;
			}
			this.mails.add(open.toString());
			this.mail = null;
			return "250 taken";
		}

		private String command(String line) {
			if (line.equalsIgnoreCase("data")) {
				this.mail = new StringBuilder();
				return "354 go on";
			}
			return line.equalsIgnoreCase("quit") ? "221 bye" : "250 ok";
		}

	}

}
