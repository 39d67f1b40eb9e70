package io.netasync.transport;

import java.net.InetSocketAddress;
import java.util.List;

/**
 * Whether a server believes a proxy in front of it who the peer is: the PROXY protocol,
 * version 1 or 2, as haproxy, NGINX and the load balancers of the clouds speak it.
 * <p>
 * A connection from a trusted proxy must begin with the header, before TLS. The address
 * in it becomes the peer's; where it has none, as in a proxy's own health check, the peer
 * is the proxy. From anywhere else the header is not expected and not read.
 *
 * @param trusted where proxies connect from, empty for no PROXY protocol
 * @author net-async
 * @since 0.1.0
 */
public record ProxyProtocol(List<Subnet> trusted) {

	public ProxyProtocol {
		trusted = List.copyOf(trusted);
	}

	/**
	 * Returns that nobody is trusted.
	 * @return no PROXY protocol
	 */
	public static ProxyProtocol off() {
		return new ProxyProtocol(List.of());
	}

	/**
	 * Tells whether anybody is trusted.
	 * @return {@code false} if there is no PROXY protocol
	 */
	public boolean isOn() {
		return !this.trusted.isEmpty();
	}

	boolean trusts(InetSocketAddress peer) {
		return this.trusted.stream().anyMatch((subnet) -> subnet.contains(peer.getAddress()));
	}

}
