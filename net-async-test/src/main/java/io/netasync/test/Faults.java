package io.netasync.test;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * The faults of one direction, at most one of a kind. Immutable.
 *
 * @author net-async
 */
final class Faults {

	static final Faults NONE = new Faults(Map.of());

	private final Map<Class<?>, Fault> byKind;

	private Faults(Map<Class<?>, Fault> byKind) {
		this.byKind = byKind;
	}

	Faults with(Fault fault) {
		Map<Class<?>, Fault> changed = new LinkedHashMap<>(this.byKind);
		changed.put(fault.getClass(), fault);
		return new Faults(changed);
	}

	Faults without(Fault fault) {
		Map<Class<?>, Fault> changed = new LinkedHashMap<>(this.byKind);
		changed.remove(fault.getClass(), fault);
		return new Faults(changed);
	}

	boolean has(Class<? extends Fault> kind) {
		return this.byKind.containsKey(kind);
	}

	<F extends Fault> @Nullable F find(Class<F> kind) {
		return kind.cast(this.byKind.get(kind));
	}

	boolean differs(Faults other, Class<? extends Fault> kind) {
		return !Objects.equals(find(kind), other.find(kind));
	}

	/**
	 * Returns a duration of the fault of a kind, zero if there is none.
	 * @param <F> the kind
	 * @param kind the kind
	 * @param duration the component asked for
	 * @return the duration in nanoseconds
	 */
	<F extends Fault> long nanos(Class<F> kind, Function<F, Duration> duration) {
		F fault = find(kind);
		return (fault != null) ? duration.apply(fault).toNanos() : 0;
	}

	@Override
	public String toString() {
		return this.byKind.values().toString();
	}

}
