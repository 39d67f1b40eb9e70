package io.netasync.autoconfigure.metrics;

import java.util.function.BiFunction;

import io.micrometer.core.instrument.MeterRegistry;

/**
 * Registers the meters of members of a type.
 *
 * @param type the type
 * @param binder registers the meters of a member
 * @param <T> the type
 * @author net-async
 */
record MemberMeters<T>(Class<T> type, BiFunction<MeterRegistry, T, Meters<?>> binder) {

	boolean isFor(AutoCloseable member) {
		return this.type.isInstance(member);
	}

	Meters<?> bind(MeterRegistry registry, AutoCloseable member) {
		return this.binder.apply(registry, this.type.cast(member));
	}

}
