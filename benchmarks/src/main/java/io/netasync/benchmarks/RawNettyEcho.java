package io.netasync.benchmarks;

import java.net.InetSocketAddress;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.LengthFieldBasedFrameDecoder;
import io.netty.handler.codec.LengthFieldPrepender;

/**
 * The yardstick: an echo of Netty's own parts, with net-async's kind of socket, wire and
 * flush policy: what one read brought is answered with one flush. It passes slices of the
 * buffer read on, where net-async copies every payload in and out.
 *
 * @author net-async
 */
final class RawNettyEcho extends ChannelInboundHandlerAdapter {

	private static final int MAX_FRAME = 1024 * 1024;

	private static final int HEADER = 4;

	static int start() {
		boolean epoll = Epoll.isAvailable();
		EventLoopGroup loops = new MultiThreadIoEventLoopGroup(
				epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory());
		Class<? extends ServerChannel> type = epoll ? EpollServerSocketChannel.class : NioServerSocketChannel.class;
		Channel server = new ServerBootstrap().group(loops)
			.channel(type)
			.childOption(ChannelOption.TCP_NODELAY, true)
			.childHandler(new ChannelInitializer<>() {

				@Override
				protected void initChannel(Channel channel) {
					channel.pipeline()
						.addLast(new LengthFieldBasedFrameDecoder(MAX_FRAME, 0, HEADER, 0, HEADER),
								new LengthFieldPrepender(HEADER), new RawNettyEcho());
				}

			})
			.bind("127.0.0.1", 0)
			.syncUninterruptibly()
			.channel();
		return ((InetSocketAddress) server.localAddress()).getPort();
	}

	@Override
	public void channelRead(ChannelHandlerContext context, Object frame) {
		context.write(frame, context.voidPromise());
	}

	@Override
	public void channelReadComplete(ChannelHandlerContext context) {
		context.flush();
	}

}
