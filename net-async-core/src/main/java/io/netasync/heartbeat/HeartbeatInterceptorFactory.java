package io.netasync.heartbeat;

import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;

import io.netasync.frame.FrameFormat;

import org.springframework.context.ApplicationEventPublisher;
import org.springframework.integration.ip.tcp.connection.TcpConnectionInterceptorFactory;
import org.springframework.integration.ip.tcp.connection.TcpConnectionInterceptorSupport;
import org.springframework.util.Assert;

/**
 * Gives every connection of a connection factory, whichever kind it is, heartbeats: sends
 * them when nothing else is sent, keeps those received from the application, and closes
 * the connection when the peer is dead.
 *
 * @author net-async
 * @since 0.1.0
 */
public final class HeartbeatInterceptorFactory implements TcpConnectionInterceptorFactory {

	private final HeartbeatPolicy policy;

	private final FrameFormat frames;

	private final ScheduledExecutorService timer;

	private final Executor executor;

	private final ApplicationEventPublisher publisher;

	/**
	 * Creates a factory.
	 * @param policy when to send and when a peer is dead
	 * @param frames tells what a heartbeat is; if there is none the policy must have no
	 * interval
	 * @param timer runs the checks, which do not block
	 * @param executor sends heartbeats on connections whose {@code send} may block
	 * @param publisher gets the events of the intercepted connections
	 */
	public HeartbeatInterceptorFactory(HeartbeatPolicy policy, FrameFormat frames, ScheduledExecutorService timer,
			Executor executor, ApplicationEventPublisher publisher) {
		Assert.isTrue(frames.heartbeat() != null || policy.interval().isZero(),
				"'interval' must be 0 without a heartbeat");
		this.policy = policy;
		this.frames = frames;
		this.timer = timer;
		this.executor = executor;
		this.publisher = publisher;
	}

	@Override
	public TcpConnectionInterceptorSupport getInterceptor() {
		return new HeartbeatInterceptor(this.policy, this.frames, this.timer, this.executor, this.publisher);
	}

}
