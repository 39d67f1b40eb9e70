package io.netasync.autoconfigure;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.netasync.channel.ClientSpec;
import io.netasync.channel.ConnectionSpec.Kind;
import io.netasync.channel.ServerSpec;
import io.netasync.frame.DelimiterSerializer;
import io.netasync.frame.FrameSpec;
import io.netasync.frame.FrameSpec.Format;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.integration.autoconfigure.IntegrationAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.integration.ip.tcp.serializer.ByteArrayCrLfSerializer;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The formats of frames that properties name, beans among them.
 *
 * @author net-async
 */
@ExtendWith(OutputCaptureExtension.class)
class FrameFormatTests {

	private final List<ClientSpec> clients = new CopyOnWriteArrayList<>();

	private final List<ServerSpec> servers = new CopyOnWriteArrayList<>();

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(IntegrationAutoConfiguration.class, NetAsyncAutoConfiguration.class))
		.withBean("crLf", ByteArrayCrLfSerializer.class, ByteArrayCrLfSerializer::new)
		.withBean("semicolons", Semicolons.class, Semicolons::new)
		.withBean(NetAsyncClientCustomizer.class, () -> (client) -> {
			this.clients.add(client);
			return client;
		})
		.withBean(NetAsyncServerCustomizer.class, () -> (server) -> {
			this.servers.add(server);
			return server;
		})
		.withPropertyValues("netasync.client.feed.addresses=127.0.0.1:1", "netasync.server.orders.port=0");

	@Test
	void aBeanThatHasToBlockGetsSocketsThatBlockAndTheLogSaysSo(CapturedOutput output) {
		this.runner.withPropertyValues("netasync.client.feed.frame.format=crLf").run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(this.clients.get(0).connection().kind()).isEqualTo(Kind.NET);
			FrameSpec frame = this.clients.get(0).connection().wire().frame();
			assertThat(frame.format()).isEqualTo(Format.CUSTOM);
			assertThat(frame.serializer()).isSameAs(context.getBean("crLf"));
			assertThat(frame.deserializer()).isSameAs(context.getBean("crLf"));
			assertThat(this.servers.get(0).connection().kind()).isEqualTo(Kind.NETTY);
			assertThat(output).contains("'feed'")
				.containsOnlyOnce("because its deserializer %s has to block: set its 'transport' to 'net' to say so"
					.formatted(ByteArrayCrLfSerializer.class.getName()));
		});
	}

	@Test
	void aBeanThatTellsFramesApartRunsOnNetty() {
		this.runner.withPropertyValues("netasync.frame.format=semicolons").run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(this.clients.get(0).connection().kind()).isEqualTo(Kind.NETTY);
			assertThat(this.servers.get(0).connection().wire().frame().deserializer())
				.isSameAs(context.getBean("semicolons"));
		});
	}

	@Test
	void aSerializerAndADeserializerMayBeTwoBeans() {
		this.runner
			.withPropertyValues("netasync.frame.format=custom", "netasync.frame.serializer=semicolons",
					"netasync.frame.deserializer=crLf")
			.run((context) -> {
				assertThat(context).hasNotFailed();
				FrameSpec frame = this.servers.get(0).connection().wire().frame();
				assertThat(frame.serializer()).isSameAs(context.getBean("semicolons"));
				assertThat(frame.deserializer()).isSameAs(context.getBean("crLf"));
				assertThat(this.servers.get(0).connection().kind()).isEqualTo(Kind.NET);
			});
	}

	@Test
	void refusesNettyForADeserializerThatHasToBlock() {
		this.runner.withPropertyValues("netasync.client.feed.frame.format=crLf", "netasync.client.feed.transport=netty")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("'transport' must not be netty with a deserializer that is no Framing"));
	}

	@Test
	void saysWhichBeansThereAre() {
		this.runner.withPropertyValues("netasync.frame.format=crlf")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOfSatisfying(NetAsyncConfigurationException.class,
						(ex) -> assertThat(ex.action()).endsWith("there is crLf, semicolons.")));
	}

	@Test
	void aFormatOfItsOwnInheritsNoOptionsOfAnother() {
		this.runner
			.withPropertyValues("netasync.frame.header-size=2", "netasync.frame.max-size=9KB",
					"netasync.client.feed.frame.format=line", "netasync.server.orders.frame.inclusive=true")
			.run((context) -> {
				assertThat(context).hasNotFailed();
				FrameSpec line = this.clients.get(0).connection().wire().frame();
				assertThat(line.format()).isEqualTo(Format.LINE);
				assertThat(line.headerSize()).isNull();
				assertThat(line.maxSize()).isEqualTo(9 * 1024);
				FrameSpec header = this.servers.get(0).connection().wire().frame();
				assertThat(header.headerSize()).isEqualTo(2);
				assertThat(header.inclusive()).isTrue();
			});
	}

	@Test
	void saysThatAFormatHasNoHeartbeatsUnlessThereIsAProbe(CapturedOutput output) {
		this.runner.withPropertyValues("netasync.frame.format=line", "netasync.client.feed.heartbeat.probe=PING")
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(output).contains("'orders' sends no heartbeats").contains("the format 'line'");
				assertThat(output).doesNotContain("'feed' sends no heartbeats");
			});
	}

	static final class Semicolons extends DelimiterSerializer {

		Semicolons() {
			super(new byte[] { ';' }, 1000);
		}

	}

}
