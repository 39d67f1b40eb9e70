package io.netasync.channel;

import java.util.concurrent.atomic.AtomicInteger;

import reactor.core.publisher.FluxSink;

import org.springframework.messaging.Message;

/**
 * Moves messages from an inbound channel to one subscriber, as many as it asks for.
 *
 * @author net-async
 */
final class InboundFlux {

	private final InboundQueueChannel channel;

	private final FluxSink<Message<?>> sink;

	/** How often there was a reason to look; only the first to come looks. */
	private final AtomicInteger reasons = new AtomicInteger();

	private final Runnable look = this::look;

	InboundFlux(InboundQueueChannel channel, FluxSink<Message<?>> sink) {
		this.channel = channel;
		this.sink = sink;
	}

	void start() {
		this.sink.onDispose(() -> this.channel.unlisten(this.look));
		this.channel.listen(this.look);
		this.sink.onRequest((count) -> look());
	}

	private void look() {
		if (this.reasons.getAndIncrement() != 0) {
			return;
		}
		int seen = 1;
		while (seen != 0) {
			move();
			seen = this.reasons.addAndGet(-seen);
		}
	}

	private void move() {
		while (this.sink.requestedFromDownstream() > 0 && !this.sink.isCancelled()) {
			Message<?> message = this.channel.poll();
			if (message == null) {
				return;
			}
			this.sink.next(message);
		}
	}

}
