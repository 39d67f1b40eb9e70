package io.netasync.transport;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

import io.netasync.event.Endpoint;
import io.netty.handler.proxy.HttpProxyHandler;
import io.netty.handler.proxy.ProxyHandler;
import io.netty.handler.proxy.Socks5ProxyHandler;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * The proxy that a client connects through. The host names of servers are resolved by the
 * proxy.
 *
 * @param type the protocol it speaks
 * @param address where it is
 * @param username who the client is there, {@code null} for nobody
 * @param password proves that, {@code null} for none; never part of any text
 * @author net-async
 * @since 0.1.0
 */
public record ClientProxy(Type type, Endpoint address, @Nullable String username, @Nullable String password) {

	/** The length is one byte in SOCKS5. */
	private static final int MAX_BYTES = 255;

	public ClientProxy {
		Assert.isTrue(!address.isUnix(), "'address' must be host:port");
		Assert.isTrue(password == null || username != null, "'username' must be set where 'password' is");
		Assert.isTrue(fits(username), "'username' must be 1 to 255 bytes long");
		Assert.isTrue(fits(password), "'password' must be 1 to 255 bytes long");
		Assert.isTrue(type != Type.HTTP || username == null || username.indexOf(':') < 0,
				"'username' must be without a colon, which ends it in HTTP");
	}

	private static boolean fits(@Nullable String text) {
		int bytes = (text != null) ? text.getBytes(StandardCharsets.UTF_8).length : 1;
		return bytes > 0 && bytes <= MAX_BYTES;
	}

	/**
	 * Makes what speaks to the proxy at the head of a channel's pipeline.
	 * @param resolved its address
	 * @return the handler
	 */
	ProxyHandler handler(InetSocketAddress resolved) {
		String secret = (this.password != null) ? this.password : "";
		return switch (this.type) {
			case SOCKS5 -> (this.username != null) ? new Socks5ProxyHandler(resolved, this.username, secret)
					: new Socks5ProxyHandler(resolved);
			case HTTP -> (this.username != null) ? new HttpProxyHandler(resolved, this.username, secret)
					: new HttpProxyHandler(resolved);
		};
	}

	/**
	 * Returns what may be read by everybody.
	 * @return the type and the address
	 */
	@Override
	public String toString() {
		return this.type.name().toLowerCase(Locale.ROOT) + "://" + this.address;
	}

	/**
	 * Protocols of proxies.
	 */
	public enum Type {

		/** SOCKS, version 5. */
		SOCKS5,

		/** The method CONNECT of HTTP. */
		HTTP

	}

}
