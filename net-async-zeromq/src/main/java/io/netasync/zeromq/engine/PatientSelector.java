package io.netasync.zeromq.engine;

import java.io.IOException;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.Pipe;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.spi.AbstractSelectableChannel;
import java.nio.channels.spi.AbstractSelectionKey;
import java.nio.channels.spi.AbstractSelector;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/**
 * A selector that gives the processor away when a signal of JeroMQ's comes too early.
 * <p>
 * A thread that signals another writes a byte to a pipe first and counts it then, and the
 * other takes away only what is counted. If it is woken on the processor of the one that
 * writes, it finds the byte again and again for the rest of its time slice, which is
 * worth some thousand messages. Here the first thing after a signal is to look whether it
 * is still there; then whoever has sent it may count it first.
 *
 * @author net-async
 */
final class PatientSelector extends AbstractSelector {

	private final Selector selector;

	private final Set<SelectionKey> selected = new HashSet<>();

	/** The signal that came, if nothing else did. */
	private @Nullable SelectionKey signal;

	/**
	 * Creates a selector.
	 * @param selector waits
	 */
	PatientSelector(Selector selector) {
		super(selector.provider());
		this.selector = selector;
	}

	Selector waiting() {
		return this.selector;
	}

	@Override
	protected SelectionKey register(AbstractSelectableChannel channel, int operations, @Nullable Object attachment) {
		try {
			SelectionKey waiting = channel.register(this.selector, operations);
			Key key = new Key(waiting, this);
			key.attach(attachment);
			waiting.attach(key);
			return key;
		}
		catch (ClosedChannelException ex) {
			throw new CancelledKeyException();
		}
	}

	@Override
	public int select(long timeout) throws IOException {
		forgetCancelled();
		if (this.signal == null || this.selector.selectNow() == 0) {
			this.signal = null;
			this.selector.select(timeout);
		}
		return collect();
	}

	@Override
	public int selectNow() throws IOException {
		forgetCancelled();
		this.selector.selectNow();
		return collect();
	}

	@Override
	public int select() throws IOException {
		return select(0);
	}

	private int collect() {
		Set<SelectionKey> found = this.selector.selectedKeys();
		SelectionKey only = null;
		for (SelectionKey key : found) {
			SelectionKey own = (Key) key.attachment();
			this.selected.add(own);
			only = (found.size() == 1 && own.channel() instanceof Pipe.SourceChannel) ? own : null;
		}
		int count = found.size();
		found.clear();
		if (only != null && only == this.signal) {
			Thread.yield();
		}
		this.signal = only;
		return count;
	}

	/**
	 * Lets go of channels. The keys of this selector go first: what is closed gives its
	 * descriptor back when the waiting selector's key goes, if that is the last.
	 */
	private void forgetCancelled() {
		Set<SelectionKey> cancelled = cancelledKeys();
		synchronized (cancelled) {
			cancelled.forEach((key) -> forget((Key) key));
			cancelled.clear();
		}
	}

	private void forget(Key key) {
		deregister(key);
		this.selected.remove(key);
		key.waiting.cancel();
	}

	@Override
	protected void implCloseSelector() throws IOException {
		if (this.selector.isOpen()) {
			keys().forEach((key) -> forget((Key) key));
			this.selector.close();
		}
	}

	@Override
	public Set<SelectionKey> keys() {
		return this.selector.keys().stream().map((key) -> (Key) key.attachment()).collect(Collectors.toSet());
	}

	@Override
	public Set<SelectionKey> selectedKeys() {
		return this.selected;
	}

	@Override
	public Selector wakeup() {
		this.selector.wakeup();
		return this;
	}

	/**
	 * The key of a channel.
	 */
	private static final class Key extends AbstractSelectionKey {

		/** The key of the same channel with the selector that waits. */
		private final SelectionKey waiting;

		private final Selector selector;

		Key(SelectionKey waiting, Selector selector) {
			this.waiting = waiting;
			this.selector = selector;
		}

		@Override
		public SelectableChannel channel() {
			return this.waiting.channel();
		}

		@Override
		public Selector selector() {
			return this.selector;
		}

		@Override
		public int interestOps() {
			return this.waiting.interestOps();
		}

		@Override
		public SelectionKey interestOps(int operations) {
			this.waiting.interestOps(operations);
			return this;
		}

		@Override
		public int readyOps() {
			return this.waiting.readyOps();
		}

	}

}
