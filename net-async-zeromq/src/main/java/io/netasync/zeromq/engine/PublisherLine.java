package io.netasync.zeromq.engine;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Queue;

import io.netasync.buffer.DropReason;
import io.netasync.zeromq.message.Frames;
import io.netasync.zeromq.message.ZeroMqType;
import org.jspecify.annotations.Nullable;
import org.zeromq.ZMQ;

/**
 * Messages go to all that have subscribed to them. ZeroMQ discards silently what nobody
 * has subscribed to, and what a subscriber has no more room for; here both are told. For
 * that every publisher is an {@code XPUB}, which hears of subscriptions, and asks not to
 * drop first: if ZeroMQ then takes nothing because of a subscriber that is full, the
 * message is sent to the others and counts as {@link DropReason#SHED}.
 *
 * @author net-async
 */
final class PublisherLine extends QueueLine {

	private final Subscriptions subscriptions = new Subscriptions();

	private final Queue<Frames> heard = new ArrayDeque<>();

	private final boolean passesOn;

	private final boolean waits;

	private final @Nullable LastValues last;

	PublisherLine(ZMQ.Socket socket, SocketSettings settings) {
		super(socket);
		this.passesOn = settings.type() == ZeroMqType.XPUB;
		this.waits = settings.options().getOrDefault("xpub-nodrop", "false").matches("(?i)true|1");
		this.last = settings.lastValueCache() ? new LastValues() : null;
		socket.setXpubNoDrop(true);
	}

	@Override
	void send(Parcel message) {
		Frames frames = message.frames();
		if (this.last != null) {
			this.last.keep(frames);
		}
		if (!this.subscriptions.matches(frames.parts()[0])) {
			message.drop(DropReason.UNHEARD);
		}
		else if (this.waits) {
			super.send(message);
		}
		else {
			sendOrShed(message, frames);
		}
	}

	private void sendOrShed(Parcel message, Frames frames) {
		if (offer(message)) {
			message.written();
			return;
		}
		publish(frames);
		message.drop(DropReason.SHED);
	}

	/**
	 * Sends to all that have room.
	 * @param frames the message
	 */
	private void publish(Frames frames) {
		socket().setXpubNoDrop(false);
		byte[][] parts = frames.parts();
		for (int index = 0; index < parts.length; index++) {
			socket().send(parts[index], (index < parts.length - 1) ? ZMQ.DONTWAIT | ZMQ.SNDMORE : ZMQ.DONTWAIT);
		}
		socket().setXpubNoDrop(true);
	}

	@Override
	void retry() {
		super.retry();
		for (Frames frames = super.receive(); frames != null; frames = super.receive()) {
			note(frames);
			if (this.passesOn) {
				this.heard.add(frames);
			}
		}
	}

	/**
	 * Tries again what is kept, as a publisher never says that it takes nothing. A
	 * subscription that comes meanwhile is heard of in the next turn, which comes when
	 * the subscriber that is full has read.
	 * @param reads is of no account
	 * @return {@code true} if it was taken
	 */
	@Override
	boolean goesOn(boolean reads) {
		if (isOpenForMore()) {
			return false;
		}
		super.retry();
		return isOpenForMore();
	}

	private void note(Frames frames) {
		byte[] frame = frames.parts()[0];
		if (frames.parts().length > 1 || frame.length == 0 || frame[0] > 1 || frame[0] < 0) {
			return;
		}
		byte[] topic = Arrays.copyOfRange(frame, 1, frame.length);
		if (frame[0] == 0) {
			this.subscriptions.remove(topic);
			return;
		}
		this.subscriptions.add(topic);
		if (this.last != null && isOpenForMore()) {
			this.last.of(topic).forEach(this::publish);
		}
	}

	@Override
	boolean hasInput() {
		return !this.heard.isEmpty() || super.hasInput();
	}

	@Override
	@Nullable Frames receive() {
		return this.heard.poll();
	}

}
