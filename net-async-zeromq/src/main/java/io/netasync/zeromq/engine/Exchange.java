package io.netasync.zeromq.engine;

import java.util.List;

import io.netasync.zeromq.message.Frames;
import org.jspecify.annotations.Nullable;

/**
 * What a broker does with the messages between its two sockets. Pure: the time is handed
 * in.
 *
 * @author net-async
 */
interface Exchange {

	/** Passes on everything as it is. */
	Exchange PLAIN = new Exchange() {
	};

	/**
	 * Tells whether the backend takes another message of the frontend.
	 * @return {@code false} if what the frontend has is to wait
	 */
	default boolean isReady() {
		return true;
	}

	/**
	 * A message came from the frontend.
	 * @param frames the message
	 * @return what goes to the backend
	 */
	default Frames toBackend(Frames frames) {
		return frames;
	}

	/**
	 * A message came from the backend.
	 * @param frames the message
	 * @param now the time now in nanoseconds
	 * @return what goes to the frontend, {@code null} for nothing
	 */
	default @Nullable Frames toFrontend(Frames frames, long now) {
		return frames;
	}

	/**
	 * A message could not go to the backend.
	 * @param frames what was to go there
	 * @return {@code true} if it will be tried again, and is not lost
	 */
	default boolean undelivered(Frames frames) {
		return false;
	}

	/**
	 * Time has passed.
	 * @param now the time now in nanoseconds
	 * @return what goes to the backend because of that
	 */
	default List<Frames> passed(long now) {
		return List.of();
	}

}
