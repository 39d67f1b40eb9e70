package io.netasync.server;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import java.util.function.LongSupplier;

import io.netasync.event.Endpoint;
import io.netasync.memory.MemoryBudget;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Asks the policies at the door of a server, on whatever thread a peer comes, and tells
 * of those turned away. Thread-safe.
 *
 * @author net-async
 */
final class Gate {

	private static final Log logger = LogFactory.getLog(NetAsyncServer.class);

	private final String name;

	private final LongSupplier clock;

	private final Consumer<Rejections.Sum> teller;

	private final ReentrantLock lock = new ReentrantLock();

	private final Admission admission;

	private final Rejections rejections = new Rejections();

	Gate(String name, LongSupplier clock, MemoryBudget memory, Consumer<Rejections.Sum> teller) {
		this.name = name;
		this.clock = clock;
		this.teller = teller;
		this.admission = new Admission(memory);
	}

	boolean admits(ServerLimits limits, boolean paused, SocketAddress peer) {
		return paused ? judge(peer, (now) -> RejectReason.PAUSED)
				: judge(peer, (now) -> this.admission.admit(limits, address(peer), now));
	}

	boolean admitsProxy(ServerLimits limits, boolean paused, InetSocketAddress proxy) {
		return paused ? judge(proxy, (now) -> RejectReason.PAUSED)
				: judge(proxy, (now) -> this.admission.admit(limits, null, now));
	}

	boolean admitsNamed(ServerLimits limits, InetSocketAddress peer) {
		return judge(peer, (now) -> this.admission.name(limits, peer.getAddress()));
	}

	void mistrusted(InetSocketAddress proxy) {
		judge(proxy, (now) -> RejectReason.PROXY_PROTOCOL);
	}

	private boolean judge(SocketAddress peer, LongFunction<@Nullable RejectReason> judgement) {
		long now = this.clock.getAsLong();
		List<Rejections.Sum> due = List.of();
		RejectReason reason;
		this.lock.lock();
		try {
			reason = judgement.apply(now);
			if (reason != null) {
				this.rejections.add(reason, endpoint(peer), now);
				due = this.rejections.due(now);
			}
		}
		finally {
			this.lock.unlock();
		}
		log(reason, peer);
		due.forEach(this.teller);
		return reason == null;
	}

	private void log(@Nullable RejectReason reason, SocketAddress peer) {
		if (reason != null && logger.isDebugEnabled()) {
			logger.debug("Server '%s' turned %s away: '%s'".formatted(this.name, endpoint(peer), reason.property()));
		}
	}

	private static Endpoint endpoint(SocketAddress peer) {
		return (peer instanceof InetSocketAddress inetPeer)
				? new Endpoint(inetPeer.getAddress().getHostAddress(), inetPeer.getPort())
				: Endpoint.unix(peer.toString());
	}

	private static @Nullable InetAddress address(@Nullable SocketAddress peer) {
		return (peer instanceof InetSocketAddress inetPeer) ? inetPeer.getAddress() : null;
	}

	void left(@Nullable SocketAddress peer) {
		this.lock.lock();
		try {
			this.admission.leave(address(peer));
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Tells of those turned away since the last time, if it is time to.
	 */
	void tell() {
		List<Rejections.Sum> due;
		this.lock.lock();
		try {
			due = this.rejections.due(this.clock.getAsLong());
		}
		finally {
			this.lock.unlock();
		}
		due.forEach(this.teller);
	}

	Map<String, Long> rejected() {
		this.lock.lock();
		try {
			return this.rejections.totals();
		}
		finally {
			this.lock.unlock();
		}
	}

}
