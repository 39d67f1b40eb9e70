package io.netasync.transport;

import io.netasync.memory.MemoryBudget;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.util.UncheckedBooleanSupplier;

/**
 * Decides how large the buffer for the next read is: as Netty does, but small once memory
 * is tight. A connection learns that it is to stop reading only from a read, and when
 * thousands do at the same time, each with the 64 KiB that Netty may give it, they take
 * far more than the budget.
 *
 * @author net-async
 */
final class SparingReads implements RecvByteBufAllocator {

	private static final int SMALL = 512;

	private final RecvByteBufAllocator plenty = new AdaptiveRecvByteBufAllocator();

	private final MemoryBudget budget;

	SparingReads(MemoryBudget budget) {
		this.budget = budget;
	}

	@Override
	@SuppressWarnings("deprecation")
	public RecvByteBufAllocator.Handle newHandle() {
		return new SparingHandle((ExtendedHandle) this.plenty.newHandle(), this.budget);
	}

	/**
	 * What one connection reads with.
	 */
	private static final class SparingHandle extends DelegatingHandle implements ExtendedHandle {

		private final ExtendedHandle plenty;

		private final MemoryBudget budget;

		SparingHandle(ExtendedHandle plenty, MemoryBudget budget) {
			super(plenty);
			this.plenty = plenty;
			this.budget = budget;
		}

		@Override
		public int guess() {
			return this.budget.isTight() ? Math.min(SMALL, this.plenty.guess()) : this.plenty.guess();
		}

		@Override
		public ByteBuf allocate(ByteBufAllocator allocator) {
			return allocator.ioBuffer(guess());
		}

		@Override
		public boolean continueReading(UncheckedBooleanSupplier mayBeMore) {
			return this.plenty.continueReading(mayBeMore);
		}

	}

}
