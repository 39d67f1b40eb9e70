package io.netasync.benchmarks;

import java.util.concurrent.TimeUnit;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;

/**
 * The other end of {@link IdleConnections}: as many connections as are wanted, each of
 * which sends a heartbeat every five seconds and reads what comes.
 *
 * @author net-async
 */
final class IdleClients {

	private static final int AT_A_TIME = 100;

	private IdleClients() {
	}

	static void serve(int port, int count) throws Exception {
		EventLoopGroup group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
		Bootstrap bootstrap = new Bootstrap().group(group).channel(NioSocketChannel.class).handler(new Initializer());
		for (int i = 0; i < count; i += AT_A_TIME) {
			for (int j = i; j < Math.min(count, i + AT_A_TIME) - 1; j++) {
				bootstrap.connect("127.0.0.1", port);
			}
			bootstrap.connect("127.0.0.1", port).sync();
		}
		System.out.println("connected");
		int end = System.in.read();
		System.exit(Math.min(end, 0));
	}

	/**
	 * Lets every connection beat.
	 */
	private static final class Initializer extends ChannelInitializer<Channel> {

		@Override
		protected void initChannel(Channel channel) {
			channel.pipeline().addLast(new SimpleChannelInboundHandler<Object>() {

				@Override
				public void channelActive(ChannelHandlerContext context) {
					context.executor()
						.scheduleAtFixedRate(() -> context.writeAndFlush(Unpooled.wrappedBuffer(new byte[4])), 1, 5,
								TimeUnit.SECONDS);
				}

				@Override
				protected void channelRead0(ChannelHandlerContext context, Object message) {
				}

			});
		}

	}

}
