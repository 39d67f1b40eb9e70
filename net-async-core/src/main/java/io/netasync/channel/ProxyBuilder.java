package io.netasync.channel;

import io.netasync.event.Endpoint;
import io.netasync.transport.ClientProxy;
import io.netasync.transport.ClientProxy.Type;
import org.jspecify.annotations.Nullable;

import org.springframework.util.StringUtils;

/**
 * The proxy that a client connects through: the properties {@code proxy.*}.
 *
 * @author net-async
 * @since 0.1.0
 */
public final class ProxyBuilder {

	private @Nullable Type type;

	private @Nullable Endpoint address;

	private @Nullable String username;

	private @Nullable String password;

	ProxyBuilder(@Nullable ClientProxy from) {
		if (from != null) {
			this.type = from.type();
			this.address = from.address();
			this.username = from.username();
			this.password = from.password();
		}
	}

	/**
	 * Sets the protocol it speaks.
	 * @param value the protocol
	 * @return this
	 */
	public ProxyBuilder type(Type value) {
		this.type = value;
		return this;
	}

	/**
	 * Sets where it is.
	 * @param value its {@code host:port}
	 * @return this
	 * @throws IllegalArgumentException if it is not an address; the message says what to
	 * write instead
	 */
	public ProxyBuilder address(String value) {
		this.address = Endpoint.parse(value);
		return this;
	}

	/**
	 * Sets who the client is there.
	 * @param value the name, {@code null} for nobody
	 * @return this
	 */
	public ProxyBuilder username(@Nullable String value) {
		this.username = value;
		return this;
	}

	/**
	 * Sets what proves who the client is.
	 * @param value the password
	 * @return this
	 */
	public ProxyBuilder password(@Nullable String value) {
		this.password = value;
		return this;
	}

	ClientProxy build() {
		if (this.type == null) {
			throw new IllegalArgumentException("'type' must be set to SOCKS5 or HTTP");
		}
		if (this.address == null) {
			throw new IllegalArgumentException("'address' must be set to 'host:port'");
		}
		return new ClientProxy(this.type, this.address, text(this.username), text(this.password));
	}

	private static @Nullable String text(@Nullable String value) {
		return StringUtils.hasLength(value) ? value : null;
	}

}
