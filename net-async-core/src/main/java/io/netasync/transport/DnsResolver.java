package io.netasync.transport;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

import io.netty.resolver.dns.DnsNameResolver;
import io.netty.resolver.dns.DnsNameResolverBuilder;
import io.netty.resolver.dns.NoopDnsCache;
import io.netty.resolver.dns.NoopDnsCnameCache;
import io.netty.util.NetUtil;
import io.netty.util.concurrent.Future;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Finds the addresses of a host anew each time. The JDK remembers an answer for 30
 * seconds, and for 10 that there was none, which is long for a client that reconnects. So
 * the hosts file and the name servers are asked first, and the JDK when they don't know
 * or can't be reached, as it may know other sources.
 *
 * @author net-async
 * @since 0.1.0
 */
public final class DnsResolver implements AutoCloseable {

	private static final Log logger = LogFactory.getLog(DnsResolver.class);

	private static final long TIMEOUT_MILLIS = 2000;

	private final EventLoops eventLoops;

	private final ReentrantLock lock = new ReentrantLock();

	private @Nullable DnsNameResolver resolver;

	/**
	 * Creates a resolver; it opens its socket when it is first needed.
	 * @param eventLoops where answers are received
	 */
	public DnsResolver(EventLoops eventLoops) {
		this.eventLoops = eventLoops;
	}

	/**
	 * Finds the addresses of a host. Blocks for some seconds at most.
	 * @param host a name or an address
	 * @return the addresses, in the order to try them
	 * @throws UnknownHostException if there are none
	 */
	public List<InetAddress> resolve(String host) throws UnknownHostException {
		if (host.equals("localhost") || NetUtil.isValidIpV4Address(host) || NetUtil.isValidIpV6Address(host)) {
			return List.of(InetAddress.getAllByName(host));
		}
		Future<List<InetAddress>> answer = resolver().resolveAll(host);
		if (answer.awaitUninterruptibly(TIMEOUT_MILLIS) && answer.isSuccess()) {
			return answer.getNow();
		}
		answer.cancel(false);
		logger.debug("The name servers don't know '%s'; asking the JDK".formatted(host), answer.cause());
		return List.of(InetAddress.getAllByName(host));
	}

	private DnsNameResolver resolver() {
		this.lock.lock();
		try {
			DnsNameResolver result = this.resolver;
			if (result == null) {
				result = new DnsNameResolverBuilder(this.eventLoops.group().next())
					.datagramChannelType(this.eventLoops.types().udp())
					.resolveCache(NoopDnsCache.INSTANCE)
					.cnameCache(NoopDnsCnameCache.INSTANCE)
					.queryTimeoutMillis(TIMEOUT_MILLIS)
					.build();
				this.resolver = result;
			}
			return result;
		}
		finally {
			this.lock.unlock();
		}
	}

	@Override
	public void close() {
		this.lock.lock();
		try {
			if (this.resolver != null) {
				this.resolver.close();
				this.resolver = null;
			}
		}
		finally {
			this.lock.unlock();
		}
	}

}
