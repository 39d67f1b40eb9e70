package io.netasync.transport;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;

import io.netasync.transport.Acceptor.AcceptHandler;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.haproxy.HAProxyMessageDecoder;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ProxyHeader}.
 *
 * @author net-async
 */
@ExtendWith(NoLeaks.class)
class ProxyHeaderTests {

	private static final InetSocketAddress PROXY = new InetSocketAddress("10.0.0.1", 40000);

	private static final byte[] V1 = bytes("PROXY TCP4 203.0.113.7 192.0.2.1 51234 7000\r\n");

	private static final String SIGNATURE = "0d0a0d0a000d0a515549540a";

	/** TCP over IPv4 with a no-operation extension of three bytes. */
	private static final byte[] V2 = hex("2111" + "0012" + "cb007107" + "c0000201" + "c822" + "1b58" + "040003aaaaaa");

	private static final byte[] V2_IPV6 = hex("2121" + "0024" + "20010db8000000000000000000000007"
			+ "20010db8000000000000000000000001" + "c822" + "1b58");

	private final List<String> asked = new ArrayList<>();

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.ISO_8859_1);
	}

	private static byte[] hex(String afterSignature) {
		return ByteBufUtil.decodeHexDump(SIGNATURE + afterSignature);
	}

	private static byte[] concat(byte[] first, byte[] second) {
		return Unpooled.wrappedBuffer(first, second).copy().array();
	}

	static Stream<Arguments> headers() {
		return Stream.of(Arguments.of("203.0.113.7", V1), Arguments.of("203.0.113.7", V2),
				Arguments.of("2001:db8:0:0:0:0:0:7", V2_IPV6));
	}

	@ParameterizedTest
	@MethodSource("headers")
	void findsThePeerWhereverTheHeaderIsSplit(String address, byte[] header) {
		byte[] all = concat(header, bytes("hello"));
		for (int split = 0; split <= all.length; split++) {
			ProxiedChannel channel = new ProxiedChannel(new Recorded((peer) -> true));
			channel.write(all, 0, split);
			channel.write(all, split, all.length);
			assertThat(channel.peer()).isEqualTo(new InetSocketAddress(address, 51234));
			assertThat(channel.received()).isEqualTo("hello");
			assertThat(channel.pipeline().get(ProxyHeader.class)).isNull();
			channel.finishAndReleaseAll();
		}
		assertThat(this.asked).hasSize(3 * (all.length + 1)).contains("left " + new InetSocketAddress(address, 51234));
	}

	@ParameterizedTest
	@MethodSource("headers")
	void findsThePeerByteByByte(String address, byte[] header) {
		ProxiedChannel channel = new ProxiedChannel(new Recorded((peer) -> true));
		for (int i = 0; i < header.length; i++) {
			assertThat(channel.peer()).isEqualTo(PROXY);
			channel.write(header, i, i + 1);
		}
		assertThat(channel.peer()).isEqualTo(new InetSocketAddress(address, 51234));
		channel.finishAndReleaseAll();
	}

	@ParameterizedTest
	@ValueSource(strings = { "2000" + "0000", "2011" + "000c" + "cb007107" + "c0000201" + "c822" + "1b58",
			"2100" + "0000", "2100" + "0004" + "00000000" })
	void keepsTheAddressOfTheProxyWhereTheHeaderNamesNobody(String afterSignature) {
		ProxiedChannel channel = new ProxiedChannel(new Recorded((peer) -> true));
		channel.write(concat(hex(afterSignature), bytes("hello")));
		assertThat(channel.peer()).isEqualTo(PROXY);
		assertThat(channel.received()).isEqualTo("hello");
		assertThat(this.asked).containsExactly("proxy /10.0.0.1:40000", "named /10.0.0.1:40000");
		channel.finishAndReleaseAll();
	}

	@Test
	void keepsTheAddressOfTheProxyWhereTheLineSaysUnknown() {
		ProxiedChannel channel = new ProxiedChannel(new Recorded((peer) -> true));
		channel.write(bytes("PROXY UNKNOWN ffff::1 ffff::2 1 2\r\nhello"));
		assertThat(channel.peer()).isEqualTo(PROXY);
		assertThat(channel.received()).isEqualTo("hello");
		channel.finishAndReleaseAll();
	}

	static Stream<byte[]> malformed() {
		return Stream.of(bytes("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"), bytes("PROXY TCP4 203.0.113.7\r\n"),
				bytes("PROXY TCP4 203.0.113.700 192.0.2.1 51234 7000\r\n"),
				bytes("PROXY TCP4 peer.example 192.0.2.1 51234 7000\r\n"),
				bytes("PROXY TCP4 203.0.113.7 192.0.2.1 70000 7000\r\n"),
				bytes("PROXY TCP4 203.0.113.7 192.0.2.1 0 7000\r\n"), bytes("PROXY " + "x".repeat(200)),
				hex("3111" + "000c" + "cb007107" + "c0000201" + "c822" + "1b58"), hex("2111" + "0004" + "cb007107"),
				concat(hex("2111" + "ffff"), new byte[5000]),
				hex("2144" + "000c" + "cb007107" + "c0000201" + "c822" + "1b58"),
				hex("2111" + "0010" + "cb007107" + "c0000201" + "c822" + "1b58" + "04ffffaa"));
	}

	@ParameterizedTest
	@MethodSource("malformed")
	void closesWhereTheHeaderIsMalformed(byte[] header) {
		ProxiedChannel channel = new ProxiedChannel(new Recorded((peer) -> true));
		channel.write(concat(header, bytes("hello")));
		assertThat(channel.isOpen()).isFalse();
		assertThat(channel.received()).isEmpty();
		assertThat(this.asked).containsExactlyInAnyOrder("proxy /10.0.0.1:40000", "left null",
				"mistrusted /10.0.0.1:40000");
		channel.finishAndReleaseAll();
	}

	@Test
	void closesWhereTheHeaderIsLate() {
		ProxiedChannel channel = new ProxiedChannel(new Recorded((peer) -> true));
		channel.write(V1, 0, 20);
		channel.advanceTimeBy(900, TimeUnit.MILLISECONDS);
		channel.runScheduledPendingTasks();
		assertThat(channel.isOpen()).isTrue();
		channel.advanceTimeBy(100, TimeUnit.MILLISECONDS);
		channel.runScheduledPendingTasks();
		channel.runPendingTasks();
		assertThat(channel.isOpen()).isFalse();
		assertThat(this.asked).containsExactlyInAnyOrder("proxy /10.0.0.1:40000", "left null",
				"mistrusted /10.0.0.1:40000");
		channel.finishAndReleaseAll();
	}

	@Test
	void holdsItAgainstNobodyThatAConnectionIsClosedBeforeItsHeader() {
		ProxiedChannel channel = new ProxiedChannel(new Recorded((peer) -> true));
		channel.write(V1, 0, 20);
		channel.close();
		channel.runPendingTasks();
		assertThat(this.asked).containsExactly("proxy /10.0.0.1:40000", "left null");
		channel.finishAndReleaseAll();
	}

	@Test
	void dropsWhatFollowsAPeerThatIsNotWelcome() {
		ProxiedChannel channel = new ProxiedChannel(new Recorded((peer) -> false));
		channel.write(concat(V2, bytes("hello")));
		assertThat(channel.isOpen()).isFalse();
		assertThat(channel.received()).isEmpty();
		assertThat(this.asked).containsExactly("proxy /10.0.0.1:40000", "named /203.0.113.7:51234", "left null");
		channel.finishAndReleaseAll();
	}

	@Test
	void expectsNoHeaderFromElsewhere() {
		EmbeddedChannel channel = new EmbeddedChannel();
		ProxyHeader.expect(channel, new ProxyProtocol(List.of(Subnet.parse("10.0.0.0/8"))),
				new Recorded((peer) -> true), 1000);
		assertThat(channel.pipeline().get(ProxyHeader.class)).isNull();
		channel.finishAndReleaseAll();
	}

	@Test
	void endsInOneOfThreeWaysWhateverComes() {
		Random random = new Random(7);
		List<byte[]> seeds = List.of(V1, V2, V2_IPV6);
		int[] ends = new int[3];
		for (int run = 0; run < 20_000; run++) {
			byte[] header = seeds.get(random.nextInt(seeds.size())).clone();
			for (int i = random.nextInt(4); i >= 0; i--) {
				header[random.nextInt(header.length)] = (byte) random.nextInt(256);
			}
			this.asked.clear();
			ProxiedChannel channel = new ProxiedChannel(new Recorded((peer) -> true));
			int split = random.nextInt(header.length);
			ByteBuf first = channel.write(header, 0, split);
			ByteBuf second = channel.write(header, split, header.length);
			boolean mistrusted = this.asked.contains("mistrusted /10.0.0.1:40000");
			boolean named = channel.pipeline().get(ProxyHeader.class) == null && !mistrusted;
			assertThat(channel.isOpen()).isEqualTo(!mistrusted);
			ends[named ? 0 : (mistrusted ? 1 : 2)]++;
			channel.finishAndReleaseAll();
			assertThat(this.asked).filteredOn((what) -> what.startsWith("left")).hasSize(1);
			assertThat(first.refCnt() + second.refCnt()).isZero();
		}
		assertThat(ends).doesNotContain(0);
	}

	/**
	 * A channel that the proxy has opened.
	 */
	private static final class ProxiedChannel extends EmbeddedChannel {

		private final StringBuilder received = new StringBuilder();

		ProxiedChannel(AcceptHandler handler) {
			super(false, false);
			pipeline().addLast(new ClosesLater()).addLast(new ChannelInitializer<Channel>() {

				@Override
				protected void initChannel(Channel channel) {
					ProxyHeader.expect(channel, new ProxyProtocol(List.of(Subnet.parse("10.0.0.0/8"))), handler, 1000);
					End end = new End(handler);
					channel.pipeline().addLast(end.threshold()).addLast(end);
				}

			});
			try {
				register();
				freezeTime();
			}
			catch (Exception ex) {
				throw new IllegalStateException(ex);
			}
		}

		@Override
		protected SocketAddress remoteAddress0() {
			return PROXY;
		}

		ByteBuf write(byte[] bytes) {
			return write(bytes, 0, bytes.length);
		}

		ByteBuf write(byte[] bytes, int from, int to) {
			ByteBuf buffer = alloc().buffer().writeBytes(bytes, from, to - from);
			pipeline().fireChannelRead(buffer);
			pipeline().fireChannelReadComplete();
			runPendingTasks();
			return buffer;
		}

		@Nullable SocketAddress peer() {
			return ProxyHeader.peerOf(this);
		}

		String received() {
			return this.received.toString();
		}

		/**
		 * Has the channel end after what is under way, as a real one does.
		 */
		private static final class ClosesLater extends ChannelOutboundHandlerAdapter {

			@Override
			public void close(ChannelHandlerContext context, ChannelPromise promise) {
				context.executor().execute(() -> context.close(promise));
			}

		}

		/**
		 * In the place of what makes a connection of the channel.
		 */
		private final class End extends Establisher {

			private final AcceptHandler handler;

			End(AcceptHandler handler) {
				super(1000);
				this.handler = handler;
			}

			@Override
			boolean admits(Channel channel) {
				return ProxyHeader.admits(channel, channel.remoteAddress(), this.handler);
			}

			@Override
			void ready(Channel channel) {
				assertThat(channel.pipeline().get(HAProxyMessageDecoder.class)).isNull();
				channel.pipeline().addLast(new ChannelInboundHandlerAdapter() {

					@Override
					public void channelRead(ChannelHandlerContext context, Object message) {
						ByteBuf bytes = (ByteBuf) message;
						ProxiedChannel.this.received.append(bytes.toString(StandardCharsets.ISO_8859_1));
						bytes.release();
					}

				});
			}

		}

	}

	/**
	 * Admits proxies, and of the peers those that are welcome.
	 */
	private final class Recorded implements AcceptHandler {

		private final Predicate<InetSocketAddress> welcome;

		Recorded(Predicate<InetSocketAddress> welcome) {
			this.welcome = welcome;
		}

		private void note(String what, @Nullable SocketAddress who) {
			ProxyHeaderTests.this.asked.add(what + " " + who);
		}

		@Override
		public boolean admits(SocketAddress peer) {
			note("peer", peer);
			return true;
		}

		@Override
		public boolean admitsProxy(InetSocketAddress proxy) {
			note("proxy", proxy);
			return true;
		}

		@Override
		public boolean admitsNamed(InetSocketAddress peer) {
			note("named", peer);
			return this.welcome.test(peer);
		}

		@Override
		public void mistrusted(InetSocketAddress proxy) {
			note("mistrusted", proxy);
		}

		@Override
		public void left(@Nullable SocketAddress peer) {
			note("left", peer);
		}

		@Override
		public ConnectionHandler accepted(Connection connection) {
			return ConnectionHandler.NONE;
		}

	}

}
