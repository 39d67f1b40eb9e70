package io.netasync.zeromq.engine;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.netasync.zeromq.message.Frames;
import org.jspecify.annotations.Nullable;

/**
 * The queue of the guide's <a href="https://rfc.zeromq.org/spec/6/">Paranoid Pirate
 * Protocol</a>: hands each request to the worker that has been idle longest. A worker
 * says that it is ready, and both sides say that they live; a worker that has said
 * nothing for too long gets nothing more. Requests wait while there is no worker.
 *
 * @author net-async
 */
final class PirateQueue implements Exchange {

	/** What a worker says when it begins. */
	static final byte READY = 1;

	/** What both sides say when they have nothing to say. */
	static final byte HEARTBEAT = 2;

	private final long interval;

	private final long timeout;

	/** Idle workers and until when they are taken to live, longest idle first. */
	private final Map<ByteBuffer, Long> workers = new LinkedHashMap<>();

	/** Requests whose worker had gone. */
	private final Deque<Frames> returned = new ArrayDeque<>();

	private long next = Long.MIN_VALUE;

	PirateQueue(Duration interval, Duration timeout) {
		this.interval = interval.toNanos();
		this.timeout = timeout.toNanos();
	}

	@Override
	public boolean isReady() {
		return !this.workers.isEmpty();
	}

	@Override
	public Frames toBackend(Frames frames) {
		Iterator<ByteBuffer> idle = this.workers.keySet().iterator();
		ByteBuffer worker = idle.next();
		idle.remove();
		List<byte[]> parts = new ArrayList<>();
		parts.add(worker.array());
		parts.addAll(Arrays.asList(frames.parts()));
		return Frames.of(parts);
	}

	@Override
	public @Nullable Frames toFrontend(Frames frames, long now) {
		byte[][] parts = frames.parts();
		ByteBuffer worker = ByteBuffer.wrap(parts[0]);
		this.workers.remove(worker);
		this.workers.put(worker, now + this.timeout);
		boolean signal = parts.length == 2 && isSignal(parts[1]);
		return (signal || parts.length < 2) ? null : new Frames(Arrays.copyOfRange(parts, 1, parts.length));
	}

	static boolean isSignal(byte[] frame) {
		return frame.length == 1 && (frame[0] == READY || frame[0] == HEARTBEAT);
	}

	@Override
	public boolean undelivered(Frames frames) {
		byte[][] parts = frames.parts();
		this.workers.remove(ByteBuffer.wrap(parts[0]));
		boolean signal = parts.length == 2 && isSignal(parts[1]);
		if (!signal) {
			this.returned.add(new Frames(Arrays.copyOfRange(parts, 1, parts.length)));
		}
		return !signal;
	}

	@Override
	public List<Frames> passed(long now) {
		this.workers.values().removeIf((until) -> now - until >= 0);
		List<Frames> due = new ArrayList<>();
		while (isReady() && !this.returned.isEmpty()) {
			due.add(toBackend(this.returned.remove()));
		}
		if (this.next != Long.MIN_VALUE && now - this.next < 0) {
			return due;
		}
		this.next = now + this.interval;
		this.workers.keySet().forEach((worker) -> due.add(new Frames(new byte[][] { worker.array(), { HEARTBEAT } })));
		return due;
	}

}
