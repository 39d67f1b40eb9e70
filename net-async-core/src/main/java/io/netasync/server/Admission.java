package io.netasync.server;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.netasync.memory.MemoryBudget;
import io.netasync.transport.Subnet;
import io.netasync.transport.TokenBucket;
import org.jspecify.annotations.Nullable;

/**
 * Whether a peer that has just connected is welcome, and who is there. The time is handed
 * in; one thread at a time may use it.
 *
 * @author net-async
 */
final class Admission {

	/** What an open connection is taken to cost beside what waits on it, in bytes. */
	static final int CONNECTION_BYTES = 8 * 1024;

	private final MemoryBudget budget;

	private final Map<AddressGroup, Integer> groups = new HashMap<>();

	private int present;

	private int rate;

	private @Nullable TokenBucket bucket;

	Admission(MemoryBudget budget) {
		this.budget = budget;
	}

	/**
	 * Admits a peer, which then counts until it has left, or does not.
	 * @param limits the limits as they are now
	 * @param peer the address it comes from, {@code null} if a proxy is yet to name it,
	 * and on a Unix socket, where the permissions of the file say who may connect
	 * @param nowNanos the time now
	 * @return why it is turned away, {@code null} if it is admitted
	 */
	@Nullable RejectReason admit(ServerLimits limits, @Nullable InetAddress peer, long nowNanos) {
		RejectReason reason = (peer != null) ? unwelcome(limits, peer) : null;
		if (reason == null && this.present >= limits.maxConnections()) {
			reason = RejectReason.MAX_CONNECTIONS;
		}
		if (reason == null && peer != null && isCrowded(limits, peer)) {
			reason = RejectReason.MAX_CONNECTIONS_PER_ADDRESS;
		}
		if (reason == null && !inRate(limits.acceptRate(), nowNanos)) {
			reason = RejectReason.ACCEPT_RATE;
		}
		if (reason == null && !takeMemory()) {
			reason = RejectReason.MEMORY_BUDGET;
		}
		if (reason == null) {
			this.present++;
			count(peer);
		}
		return reason;
	}

	/**
	 * Admits the address that a proxy has named for a peer that was admitted without one,
	 * or does not.
	 * @param limits the limits as they are now
	 * @param peer the address
	 * @return why it is turned away, {@code null} if it is admitted
	 */
	@Nullable RejectReason name(ServerLimits limits, InetAddress peer) {
		RejectReason reason = unwelcome(limits, peer);
		if (reason == null && isCrowded(limits, peer)) {
			reason = RejectReason.MAX_CONNECTIONS_PER_ADDRESS;
		}
		if (reason == null) {
			count(peer);
		}
		return reason;
	}

	private void count(@Nullable InetAddress peer) {
		if (peer != null) {
			this.groups.merge(AddressGroup.of(peer), 1, Integer::sum);
		}
	}

	private boolean takeMemory() {
		// all connections get half at most, so that it is not they alone that stop
		// reading
		boolean toSpare = (this.present + 1L) * CONNECTION_BYTES <= this.budget.limit() / 2;
		return toSpare && !this.budget.isTight() && this.budget.tryTake(CONNECTION_BYTES);
	}

	private static @Nullable RejectReason unwelcome(ServerLimits limits, InetAddress peer) {
		if (isIn(limits.deny(), peer)) {
			return RejectReason.DENY;
		}
		return (limits.allow().isEmpty() || isIn(limits.allow(), peer)) ? null : RejectReason.ALLOW;
	}

	private boolean isCrowded(ServerLimits limits, InetAddress peer) {
		int each = limits.maxConnectionsPerAddress();
		return each > 0 && this.groups.getOrDefault(AddressGroup.of(peer), 0) >= each;
	}

	private static boolean isIn(List<Subnet> subnets, InetAddress peer) {
		for (Subnet subnet : subnets) {
			if (subnet.contains(peer)) {
				return true;
			}
		}
		return false;
	}

	private boolean inRate(int acceptRate, long nowNanos) {
		if (acceptRate != this.rate) {
			this.rate = acceptRate;
			this.bucket = (acceptRate > 0) ? new TokenBucket(acceptRate, acceptRate, nowNanos) : null;
		}
		return this.bucket == null || this.bucket.tryTake(nowNanos);
	}

	/**
	 * Notes that a peer that was admitted has left.
	 * @param peer the address it came from, {@code null} if it had none or it was not
	 * admitted
	 */
	void leave(@Nullable InetAddress peer) {
		this.present--;
		if (peer != null) {
			this.groups.computeIfPresent(AddressGroup.of(peer), (group, count) -> (count > 1) ? count - 1 : null);
		}
		this.budget.release(CONNECTION_BYTES);
	}

	int present() {
		return this.present;
	}

	int groups() {
		return this.groups.size();
	}

}
