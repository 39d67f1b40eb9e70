package io.netasync.transport;

/**
 * Keeps one connection from reading faster than its rate limit. On the event loop only.
 *
 * @author net-async
 */
final class ReadPace {

	private final RateSetting setting;

	private final Pace pace = new Pace();

	private boolean limited;

	private long now;

	ReadPace(RateSetting setting) {
		this.setting = setting;
	}

	/**
	 * Looks at the limit and the clock, for the questions that follow.
	 */
	void look() {
		RateLimit limit = this.setting.limit();
		boolean limits = limit.limitsIn();
		if (limits || this.limited) {
			this.limited = limits;
			this.now = System.nanoTime();
			this.pace.set(limit.messagesIn(), limit.bytesIn(), this.now);
		}
	}

	int messages(int room) {
		return this.limited ? Math.min(room, this.pace.messages(this.now)) : room;
	}

	long bytes(long room) {
		return this.limited ? Math.min(room, this.pace.bytes(this.now)) : room;
	}

	void took(Burst burst) {
		if (this.limited) {
			this.pace.take(burst.size(), burst.bytes(), this.now);
		}
	}

	/**
	 * Returns how long not to read.
	 * @return nanoseconds, 0 to go on
	 */
	long waitNanos() {
		return this.limited ? this.pace.waitNanos(this.now) : 0;
	}

}
