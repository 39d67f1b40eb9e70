package io.netasync.mailbox;

import java.util.function.Function;

import io.netasync.buffer.SendBufferPolicy;
import io.netasync.frame.FrameFormat;
import io.netasync.payload.PayloadCodec;
import org.jspecify.annotations.Nullable;

import org.springframework.messaging.Message;

/**
 * How messages wait to be sent.
 *
 * @param payloads makes what their frames carry
 * @param frames measures those
 * @param policy how many may wait, and what happens to those for which there is no room
 * @param key the key of a message, for {@link io.netasync.buffer.Overflow#CONFLATE};
 * {@code null} for a message without one
 * @author net-async
 * @since 0.1.0
 */
public record OutboxOptions(PayloadCodec payloads, FrameFormat frames, SendBufferPolicy policy,
		Function<Message<?>, @Nullable Object> key) {
}
