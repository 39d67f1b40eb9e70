package io.netasync.zeromq.engine;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * Who the peers of a socket are.
 *
 * @param mechanism how they prove it
 * @param server whether this side asks for the proof, which is not a matter of who
 * connects
 * @param username with {@code plain}, the name of this side, a client
 * @param password with {@code plain}, the password of this side, a client
 * @param users with {@code plain}, the passwords of those that a server lets in, by name
 * @param publicKey with {@code curve}, the public key of this side: 40 characters of Z85
 * @param secretKey with {@code curve}, the secret key of this side: 40 characters of Z85
 * @param serverKey with {@code curve}, the public key of the server, for a client
 * @param clientKeys with {@code curve}, the public keys of the clients that a server lets
 * in; none for all that know the key of the server
 * @author net-async
 * @since 0.1.0
 */
public record SocketSecurity(Mechanism mechanism, boolean server, @Nullable String username, @Nullable String password,
		Map<String, String> users, @Nullable String publicKey, @Nullable String secretKey, @Nullable String serverKey,
		List<String> clientKeys) {

	private static final Pattern Z85 = Pattern.compile("[0-9a-zA-Z.:+=^!/*?&<>()\\[\\]{}@%$#-]{40}");

	public SocketSecurity {
		users = Map.copyOf(users);
		clientKeys = List.copyOf(clientKeys);
		if (mechanism == Mechanism.PLAIN) {
			Assert.isTrue(!server || !users.isEmpty(), "'users' must be set for a server with 'mechanism: plain'");
			Assert.isTrue(server || username != null, "'username' must be set for a client with 'mechanism: plain'");
			Assert.isTrue(server || password != null, "'password' must be set for a client with 'mechanism: plain'");
		}
		if (mechanism == Mechanism.CURVE) {
			checkKey("public-key", publicKey, !server);
			checkKey("secret-key", secretKey, true);
			checkKey("server-key", serverKey, !server);
			clientKeys.forEach((key) -> checkKey("client-keys", key, true));
		}
	}

	private static void checkKey(String property, @Nullable String key, boolean required) {
		Assert.isTrue(key != null || !required, () -> "'%s' must be set with 'mechanism: curve'".formatted(property));
		Assert.isTrue(key == null || Z85.matcher(key).matches(),
				() -> "'%s' must be a key of 40 characters in Z85".formatted(property));
	}

	/**
	 * Returns no security: anybody may connect, and everybody can read.
	 * @return none
	 */
	public static SocketSecurity none() {
		return new SocketSecurity(Mechanism.NONE, false, null, null, Map.of(), null, null, null, List.of());
	}

	boolean asksZap() {
		return this.server && (!this.users.isEmpty() || !this.clientKeys.isEmpty());
	}

	/**
	 * Leaves the secrets out.
	 */
	@Override
	public String toString() {
		return "SocketSecurity[mechanism=%s, server=%s]".formatted(this.mechanism, this.server);
	}

	/**
	 * Security mechanisms of ZMTP.
	 */
	public enum Mechanism {

		/** ZMTP's NULL: none. */
		NONE,

		/** A name and a password, which the network can read. */
		PLAIN,

		/** Keys; the connection is encrypted. */
		CURVE

	}

}
