package io.netasync.transport;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.netty.util.ResourceLeakDetector;

/**
 * Netty's leak detector, remembering what it reported. Surefire names it in
 * {@code io.netty.customResourceLeakDetector}.
 *
 * @param <T> the type of resource
 * @author net-async
 */
public class LeakRecorder<T> extends ResourceLeakDetector<T> {

	private static final List<String> REPORTS = new CopyOnWriteArrayList<>();

	@SuppressWarnings("deprecation")
	public LeakRecorder(Class<?> resourceType, int samplingInterval) {
		super(resourceType, samplingInterval);
	}

	@Override
	protected boolean needReport() {
		return true;
	}

	@Override
	protected void reportTracedLeak(String resourceType, String records) {
		super.reportTracedLeak(resourceType, records);
		REPORTS.add(resourceType + records);
	}

	@Override
	protected void reportUntracedLeak(String resourceType) {
		super.reportUntracedLeak(resourceType);
		REPORTS.add(resourceType);
	}

	static List<String> reports() {
		return REPORTS;
	}

}
