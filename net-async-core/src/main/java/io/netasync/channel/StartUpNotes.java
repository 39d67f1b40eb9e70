package io.netasync.channel;

import java.util.Objects;

import io.netasync.channel.ConnectionSpec.Kind;
import io.netasync.frame.FrameFormat;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * What the log tells once of a client or server because its format makes it so.
 *
 * @author net-async
 */
final class StartUpNotes {

	private static final Log logger = LogFactory.getLog(StartUpNotes.class);

	private StartUpNotes() {
	}

	/**
	 * Tells what was chosen for it and what it can't have.
	 * @param name the client or server
	 * @param spec how it is configured
	 * @param frames its frames
	 */
	static void log(String name, ConnectionSpec spec, FrameFormat frames) {
		if (spec.transport() == Kind.AUTO && spec.kind() == Kind.NET) {
			logger.info(("'%s' is on Spring Integration's own sockets, because its deserializer %s has to block: "
					+ "set its 'transport' to 'net' to say so")
				.formatted(name, Objects.requireNonNull(spec.wire().frame().deserializer()).getClass().getName()));
		}
		if (frames.heartbeat() == null && !spec.heartbeat().interval().isZero()) {
			logger
				.info(("'%s' sends no heartbeats and leaves a silent peer to TCP's keep-alive, because the format '%s' "
						+ "has no empty frame: set its 'heartbeat.probe' to what its peers take, or 'heartbeat.interval' to 0s")
					.formatted(name, spec.wire().frame().format().text()));
		}
	}

}
