package io.netasync.buffer;

/**
 * How many messages were dropped, for each reason.
 *
 * @param newest for want of room
 * @param oldest to make room for newer ones
 * @param conflated for newer ones with the same key
 * @param expired for their age
 * @param shed of slow consumers
 * @param unheard that nobody had asked for
 * @author net-async
 * @since 0.1.0
 */
public record Drops(long newest, long oldest, long conflated, long expired, long shed, long unheard) {

	/** None. */
	public static final Drops NONE = new Drops(0, 0, 0, 0, 0, 0);

	static Drops of(long[] counts) {
		return new Drops(counts[0], counts[1], counts[2], counts[3], counts[4], counts[5]);
	}

	/**
	 * Returns all of them.
	 * @return the sum
	 */
	public long total() {
		return this.newest + this.oldest + this.conflated + this.expired + this.shed + this.unheard;
	}

	/**
	 * Returns those for one reason.
	 * @param reason the reason
	 * @return how many
	 */
	public long of(DropReason reason) {
		return switch (reason) {
			case NEWEST -> this.newest;
			case OLDEST -> this.oldest;
			case CONFLATED -> this.conflated;
			case EXPIRED -> this.expired;
			case SHED -> this.shed;
			case UNHEARD -> this.unheard;
		};
	}

	Drops plus(Drops other) {
		return new Drops(this.newest + other.newest, this.oldest + other.oldest, this.conflated + other.conflated,
				this.expired + other.expired, this.shed + other.shed, this.unheard + other.unheard);
	}

}
