package io.netasync.channel;

import java.util.List;

import io.netasync.transport.ProxyProtocol;
import io.netasync.transport.Subnet;

/**
 * The PROXY protocol: the properties {@code proxy-protocol.*}.
 *
 * @author net-async
 * @since 0.1.0
 */
public final class ProxyProtocolBuilder {

	private List<Subnet> trusted;

	ProxyProtocolBuilder(ProxyProtocol from) {
		this.trusted = from.trusted();
	}

	/**
	 * Sets the subnets that proxies connect from.
	 * @param value each as {@link Subnet#parse(String)} reads it, empty for no PROXY
	 * protocol
	 * @return this
	 * @throws IllegalArgumentException if one is not a subnet; the message says what to
	 * write instead
	 */
	public ProxyProtocolBuilder trusted(List<String> value) {
		this.trusted = value.stream().map(Subnet::parse).toList();
		return this;
	}

	ProxyProtocol build() {
		return new ProxyProtocol(this.trusted);
	}

}
