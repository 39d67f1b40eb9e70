package io.netasync.autoconfigure.endpoint;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

import io.netasync.buffer.DropReason;
import io.netasync.buffer.Ledger;

/**
 * What became of messages to send:
 * {@code accepted = sent + all that were dropped + failed + pending}.
 *
 * @param accepted messages accepted
 * @param sent messages whose last byte reached the kernel
 * @param dropped messages dropped, by reason
 * @param failed messages given up
 * @param refused messages that were not accepted
 * @param pending messages that wait
 * @param pendingBytes bytes that wait
 * @param sentBytes bytes sent
 * @author net-async
 */
record LedgerDescriptor(long accepted, long sent, Map<String, Long> dropped, long failed, long refused, long pending,
		long pendingBytes, long sentBytes) {

	static LedgerDescriptor of(Ledger ledger) {
		Map<String, Long> dropped = new TreeMap<>();
		for (DropReason reason : DropReason.values()) {
			dropped.put(reason.name().toLowerCase(Locale.ROOT), ledger.dropped().of(reason));
		}
		return new LedgerDescriptor(ledger.accepted(), ledger.sent(), dropped, ledger.failed(), ledger.refused(),
				ledger.pending(), ledger.pendingBytes(), ledger.sentBytes());
	}

}
