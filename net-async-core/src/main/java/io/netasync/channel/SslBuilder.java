package io.netasync.channel;

import java.util.function.Function;

import io.netasync.transport.Tls;
import org.jspecify.annotations.Nullable;

import org.springframework.util.StringUtils;

/**
 * TLS: the properties {@code ssl.*}.
 *
 * @author net-async
 * @since 0.1.0
 */
public final class SslBuilder {

	private final Function<String, Tls> bundles;

	private @Nullable Tls tls;

	SslBuilder(@Nullable Tls from, Function<String, Tls> bundles) {
		this.tls = from;
		this.bundles = bundles;
	}

	/**
	 * Sets the SSL bundle to use.
	 * @param value its name, empty for plain connections
	 * @return this
	 * @throws IllegalArgumentException if there is no such bundle
	 */
	public SslBuilder bundle(String value) {
		this.tls = StringUtils.hasText(value) ? this.bundles.apply(value) : null;
		return this;
	}

	/**
	 * Sets what is needed for TLS where there are no SSL bundles.
	 * @param value keys and trusted certificates, {@code null} for plain connections
	 * @return this
	 */
	public SslBuilder tls(@Nullable Tls value) {
		this.tls = value;
		return this;
	}

	@Nullable Tls build() {
		return this.tls;
	}

}
