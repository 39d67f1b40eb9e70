package io.netasync.transport;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;

import org.jspecify.annotations.Nullable;

/**
 * What a connection needs to speak TLS. Clients check the host name of the server.
 *
 * @param context the keys and the trusted certificates
 * @param protocols the protocols to enable, {@code null} for the defaults
 * @param ciphers the ciphers to enable, {@code null} for the defaults
 * @author net-async
 * @since 0.1.0
 */
@SuppressWarnings("ArrayRecordComponent")
public record Tls(SSLContext context, String @Nullable [] protocols, String @Nullable [] ciphers) {

	SSLEngine clientEngine(String host, int port) {
		SSLEngine engine = this.context.createSSLEngine(host, port);
		engine.setUseClientMode(true);
		SSLParameters parameters = parameters(engine);
		parameters.setEndpointIdentificationAlgorithm("HTTPS");
		engine.setSSLParameters(parameters);
		return engine;
	}

	SSLEngine serverEngine() {
		SSLEngine engine = this.context.createSSLEngine();
		engine.setUseClientMode(false);
		engine.setSSLParameters(parameters(engine));
		return engine;
	}

	private SSLParameters parameters(SSLEngine engine) {
		SSLParameters parameters = engine.getSSLParameters();
		if (this.protocols != null) {
			parameters.setProtocols(this.protocols);
		}
		if (this.ciphers != null) {
			parameters.setCipherSuites(this.ciphers);
		}
		return parameters;
	}

}
