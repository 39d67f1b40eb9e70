package io.netasync.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import org.springframework.integration.core.MessagingTemplate;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageChannel;
import org.springframework.messaging.support.GenericMessage;

/**
 * Asks through a channel, with a thread that waits for each reply.
 *
 * @author net-async
 */
final class ChannelLoad implements RequestLoad {

	private final MessageChannel channel;

	private final MessagingTemplate template = new MessagingTemplate();

	private final ExecutorService threads = Executors.newFixedThreadPool(WINDOW);

	ChannelLoad(MessageChannel channel) {
		this.channel = channel;
		this.template.setReceiveTimeout(30_000);
	}

	@Override
	public long ask(long nanos) throws Exception {
		long until = System.nanoTime() + nanos;
		List<Callable<Long>> askers = new ArrayList<>();
		for (int i = 0; i < WINDOW; i++) {
			int asker = i;
			askers.add(() -> ask(asker, until));
		}
		long answered = 0;
		for (Future<Long> asker : this.threads.invokeAll(askers)) {
			answered += asker.get();
		}
		return answered;
	}

	private long ask(int asker, long until) {
		long answered = 0;
		while (System.nanoTime() - until < 0) {
			byte[] payload = RequestLoad.payload(answered * WINDOW + asker);
			Message<?> reply = this.template.sendAndReceive(this.channel, new GenericMessage<>(payload));
			if (reply == null) {
				throw new IllegalStateException("No reply");
			}
			RequestLoad.check(payload, reply.getPayload());
			answered++;
		}
		return answered;
	}

}
