package io.netasync.transport;

import io.netty.buffer.ByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import io.netty.util.ResourceLeakDetector.Level;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Fails a test class after which a buffer was collected without having been released.
 *
 * @author net-async
 */
public final class NoLeaks implements AfterAllCallback {

	@Override
	public void afterAll(ExtensionContext context) {
		assertThat(ResourceLeakDetector.getLevel()).isEqualTo(Level.PARANOID);
		for (int i = 0; i < 3; i++) {
			System.gc();
			ByteBufAllocator.DEFAULT.buffer(16).release();
		}
		assertThat(LeakRecorder.reports()).isEmpty();
	}

}
