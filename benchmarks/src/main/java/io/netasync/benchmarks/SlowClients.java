package io.netasync.benchmarks;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;

/**
 * The other end of {@link SlowConsumer}: 99 connections that keep a window of messages
 * full, and at a command one more that sends steadily and reads, or does not.
 *
 * @author net-async
 */
final class SlowClients {

	private static final int OTHERS = 99;

	private static final int WINDOW = 16;

	private static final int SMALL = 64;

	private static final int LARGE = 4096;

	private final EventLoopGroup group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());

	private final LongAdder answers = new LongAdder();

	private final int port;

	private SlowClients(int port) {
		this.port = port;
	}

	static void serve(int port) throws Exception {
		new SlowClients(port).run();
	}

	private void run() throws Exception {
		for (int i = 0; i < OTHERS; i++) {
			Channel channel = connect(true);
			for (int j = 0; j < WINDOW; j++) {
				channel.write(frame(SMALL));
			}
			channel.flush();
		}
		System.out.println("connected");
		BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
		for (String line = commands.readLine(); line != null; line = commands.readLine()) {
			String[] words = line.split(" ");
			System.out.println(turn(words[0].equals("reads"), Long.parseLong(words[1])));
		}
		System.exit(0);
	}

	/**
	 * Counts the answers of the 99 while the hundredth sends.
	 * @param reads whether the hundredth reads
	 * @param millis for how long
	 * @return the answers, and the port of the hundredth
	 */
	private String turn(boolean reads, long millis) throws Exception {
		Channel hundredth = connect(false);
		hundredth.config().setAutoRead(reads);
		Future<?> sending = hundredth.eventLoop().scheduleAtFixedRate(() -> {
			if (hundredth.isWritable()) {
				hundredth.write(frame(LARGE));
				hundredth.writeAndFlush(frame(LARGE));
			}
		}, 1, 1, TimeUnit.MILLISECONDS);
		TimeUnit.SECONDS.sleep(1);
		this.answers.reset();
		TimeUnit.MILLISECONDS.sleep(millis);
		long count = this.answers.sum();
		sending.cancel(false);
		int from = ((InetSocketAddress) hundredth.localAddress()).getPort();
		if (reads) {
			hundredth.close();
		}
		return count + " " + from;
	}

	private Channel connect(boolean answering) throws Exception {
		return new Bootstrap().group(this.group)
			.channel(NioSocketChannel.class)
			.option(ChannelOption.TCP_NODELAY, true)
			.handler(new ChannelInitializer<Channel>() {

				@Override
				protected void initChannel(Channel channel) {
					channel.pipeline().addLast(new Answers(answering));
				}

			})
			.connect("127.0.0.1", this.port)
			.sync()
			.channel();
	}

	private static ByteBuf frame(int size) {
		return Unpooled.buffer(4 + size).writeInt(size).writeZero(size);
	}

	/**
	 * Sends a message for every answer.
	 */
	private final class Answers extends SimpleChannelInboundHandler<ByteBuf> {

		private final boolean answering;

		private long received;

		Answers(boolean answering) {
			this.answering = answering;
		}

		@Override
		protected void channelRead0(ChannelHandlerContext context, ByteBuf bytes) {
			if (!this.answering) {
				return;
			}
			long before = this.received / (4 + SMALL);
			this.received += bytes.readableBytes();
			long count = this.received / (4 + SMALL) - before;
			for (long i = 0; i < count; i++) {
				context.write(frame(SMALL));
			}
			context.flush();
			SlowClients.this.answers.add(count);
		}

	}

}
