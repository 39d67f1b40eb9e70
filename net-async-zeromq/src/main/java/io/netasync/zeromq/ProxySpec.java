package io.netasync.zeromq;

import java.util.Locale;

import io.netasync.zeromq.engine.Broker;
import io.netasync.zeromq.engine.SocketCustomizer;
import io.netasync.zeromq.engine.SocketSettings;
import io.netasync.zeromq.message.ZeroMqType;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * How a broker between ZeroMQ sockets is configured.
 *
 * @param name its name
 * @param context the name of the ZeroMQ context it is in
 * @param type what it passes on
 * @param frontend the socket for those who ask or publish, of the type that goes with it
 * @param backend the socket for those who answer or subscribe, likewise
 * @param capture a {@code pub} that publishes all that passes, {@code null} for none
 * @param customizer changes its sockets, named {@code <name>.frontend},
 * {@code <name>.backend} and {@code <name>.capture}, before they bind or connect
 * @author net-async
 * @since 0.1.0
 */
public record ProxySpec(String name, String context, Type type, SocketSettings frontend, SocketSettings backend,
		@Nullable SocketSettings capture, SocketCustomizer customizer) {

	public ProxySpec {
		Assert.hasText(name, "'name' must not be empty");
		check("frontend", frontend, type.frontend);
		check("backend", backend, type.backend);
		if (capture != null) {
			check("capture", capture, ZeroMqType.PUB);
		}
		Assert.isTrue(type != Type.PARANOID_PIRATE || !backend.heartbeat().interval().isZero(),
				"'heartbeat.interval' must be greater than 0 for a paranoid pirate queue");
	}

	/**
	 * A broker whose sockets are as they are configured.
	 * @param name its name
	 * @param context the name of the ZeroMQ context it is in
	 * @param type what it passes on
	 * @param frontend the socket for those who ask or publish
	 * @param backend the socket for those who answer or subscribe
	 * @param capture a {@code pub} that publishes all that passes, {@code null} for none
	 */
	public ProxySpec(String name, String context, Type type, SocketSettings frontend, SocketSettings backend,
			@Nullable SocketSettings capture) {
		this(name, context, type, frontend, backend, capture, (socketName, socket) -> {
		});
	}

	private static void check(String side, SocketSettings settings, ZeroMqType type) {
		Assert.isTrue(settings.type() == type, () -> "'%s' must be a '%s'".formatted(side, type.text()));
		Assert.isTrue(!settings.bind().isEmpty() || !settings.connect().isEmpty(),
				() -> "'%s.bind' must be set, or '%s.connect'".formatted(side, side));
	}

	Broker.Settings settings() {
		return new Broker.Settings(this.frontend, this.backend, this.capture, this.type == Type.PARANOID_PIRATE,
				this.customizer);
	}

	/**
	 * Kinds of brokers.
	 */
	public enum Type {

		/** Publishers and subscribers that need not know each other. */
		XSUB_XPUB(ZeroMqType.XSUB, ZeroMqType.XPUB),

		/** Requests to whichever {@code rep} has room, and the replies back. */
		ROUTER_DEALER(ZeroMqType.ROUTER, ZeroMqType.DEALER),

		/** What is pushed to whoever pulls. */
		PULL_PUSH(ZeroMqType.PULL, ZeroMqType.PUSH),

		/**
		 * Requests to the worker that has been idle longest, if it says that it lives:
		 * the guide's paranoid pirate queue.
		 */
		PARANOID_PIRATE(ZeroMqType.ROUTER, ZeroMqType.ROUTER);

		private final ZeroMqType frontend;

		private final ZeroMqType backend;

		Type(ZeroMqType frontend, ZeroMqType backend) {
			this.frontend = frontend;
			this.backend = backend;
		}

		/**
		 * Returns the type of the socket for those who ask or publish.
		 * @return the type
		 */
		public ZeroMqType frontend() {
			return this.frontend;
		}

		/**
		 * Returns the type of the socket for those who answer or subscribe.
		 * @return the type
		 */
		public ZeroMqType backend() {
			return this.backend;
		}

		/**
		 * Returns the type as configuration spells it.
		 * @return the name, in lower case with dashes
		 */
		public String text() {
			return name().toLowerCase(Locale.ROOT).replace('_', '-');
		}

	}

}
