package io.netasync.autoconfigure;

import java.util.List;

import io.netasync.transport.Tls;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.ssl.NoSuchSslBundleException;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.util.StringUtils;

/**
 * Makes what a connection needs for TLS of Boot's SSL bundles.
 *
 * @author net-async
 */
final class TlsFactory {

	private final ObjectProvider<SslBundles> bundles;

	TlsFactory(ObjectProvider<SslBundles> bundles) {
		this.bundles = bundles;
	}

	/**
	 * Makes it.
	 * @param place where the bundle is named
	 * @param bundle the name of the bundle
	 * @return what is needed for TLS, {@code null} for plain connections
	 */
	@Nullable Tls create(PropertyPrefix place, @Nullable String bundle) {
		if (!StringUtils.hasText(bundle)) {
			return null;
		}
		SslBundles all = this.bundles.getIfAvailable();
		try {
			if (all == null) {
				throw new NoSuchSslBundleException(bundle, "There are no SSL bundles");
			}
			return create(all.getBundle(bundle));
		}
		catch (NoSuchSslBundleException ex) {
			throw missing(place.property("bundle"), bundle, (all != null) ? all.getBundleNames() : List.of(), ex);
		}
		catch (RuntimeException ex) {
			throw new NetAsyncConfigurationException(place.property("bundle"),
					"The SSL bundle '%s' that the property '%s' names can't be used: %s.".formatted(bundle,
							place.property("bundle"), ex.getMessage()),
					"Correct the bundle, 'spring.ssl.bundle.pem.%1$s' or 'spring.ssl.bundle.jks.%1$s'."
						.formatted(bundle),
					ex);
		}
	}

	private static Tls create(SslBundle bundle) {
		return new Tls(bundle.createSslContext(), bundle.getOptions().getEnabledProtocols(),
				bundle.getOptions().getCiphers());
	}

	private static NetAsyncConfigurationException missing(String property, String bundle, List<String> there,
			RuntimeException cause) {
		return new NetAsyncConfigurationException(property,
				"The property '%s' names the SSL bundle '%s', which is not there; there is %s.".formatted(property,
						bundle, there.isEmpty() ? "none" : String.join(", ", there)),
				"Define 'spring.ssl.bundle.pem.%1$s' or 'spring.ssl.bundle.jks.%1$s', or set '%2$s' to a bundle that is there."
					.formatted(bundle, property),
				cause);
	}

}
