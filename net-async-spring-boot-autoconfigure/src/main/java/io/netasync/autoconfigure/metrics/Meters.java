package io.netasync.autoconfigure.metrics;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.TimeGauge;
import io.netasync.buffer.DropReason;
import io.netasync.buffer.Ledger;
import io.netasync.request.RequestFailedException.Reason;
import io.netasync.request.RequestSnapshot;

/**
 * The meters of one client or server. The registry keeps no hold of what they read.
 *
 * @param <S> the type of its snapshot
 * @author net-async
 */
final class Meters<S> {

	private final MeterRegistry registry;

	private final CachedSnapshot<S> source;

	private final Tags tags;

	private final List<Meter> registered = new ArrayList<>();

	Meters(MeterRegistry registry, Supplier<S> snapshot, Tags tags) {
		this.registry = registry;
		this.source = new CachedSnapshot<>(snapshot, System::nanoTime);
		this.tags = tags;
	}

	/**
	 * Takes the meters out of the registry.
	 */
	void remove() {
		this.registered.forEach(this.registry::remove);
	}

	/**
	 * Registers what became of the messages to send.
	 * @param ledger finds it in a snapshot
	 */
	void ledger(Function<S, Ledger> ledger) {
		counter("netasync.messages.accepted", "messages", "Messages accepted for sending",
				of(ledger, Ledger::accepted));
		counter("netasync.messages.sent", "messages", "Messages whose last byte reached the kernel",
				of(ledger, Ledger::sent));
		counter("netasync.messages.failed", "messages", "Messages given up after they had been accepted",
				of(ledger, Ledger::failed));
		counter("netasync.bytes.sent", "bytes", "Bytes of the messages sent", of(ledger, Ledger::sentBytes));
		gauge("netasync.send.buffer.messages", "messages", "Messages that wait to be sent",
				of(ledger, Ledger::pending));
		gauge("netasync.send.buffer.bytes", "bytes", "Bytes that wait to be sent", of(ledger, Ledger::pendingBytes));
		dropped("refused", of(ledger, Ledger::refused));
		for (DropReason reason : DropReason.values()) {
			dropped(reason.name().toLowerCase(Locale.ROOT), of(ledger, (now) -> now.dropped().of(reason)));
		}
	}

	private void dropped(String reason, ToDoubleFunction<S> value) {
		counter("netasync.dropped", "messages", "Messages that were not sent, as the overflow policy wished",
				Tags.of("reason", reason), value);
	}

	/**
	 * Registers what became of the requests.
	 * @param requests finds it in a snapshot
	 */
	void requests(Function<S, RequestSnapshot> requests) {
		outcome("replied", requests, RequestSnapshot::replied);
		outcome("cancelled", requests, RequestSnapshot::cancelled);
		for (Reason reason : Reason.values()) {
			String name = reason.name().toLowerCase(Locale.ROOT).replace('_', '-');
			outcome(name, requests, (counts) -> counts.failed().get(reason));
		}
		gauge("netasync.requests.pending", "requests", "Requests under way",
				(snapshot) -> requests.apply(snapshot).pending());
		counter("netasync.requests.late", "messages", "Replies that came after their request had ended",
				(snapshot) -> requests.apply(snapshot).late());
		this.registered.add(FunctionTimer
			.builder("netasync.requests.latency", this.source, (source) -> requests.apply(source.get()).replied(),
					(source) -> requests.apply(source.get()).replyNanos(), TimeUnit.NANOSECONDS)
			.description("Time from a request to its reply")
			.tags(this.tags)
			.register(this.registry));
	}

	private void outcome(String outcome, Function<S, RequestSnapshot> requests,
			ToDoubleFunction<RequestSnapshot> value) {
		counter("netasync.requests", "requests", "Requests that have ended", Tags.of("outcome", outcome),
				(snapshot) -> value.applyAsDouble(requests.apply(snapshot)));
	}

	private static <S> ToDoubleFunction<S> of(Function<S, Ledger> ledger, ToDoubleFunction<Ledger> value) {
		return (snapshot) -> value.applyAsDouble(ledger.apply(snapshot));
	}

	void counter(String name, String unit, String description, ToDoubleFunction<S> value) {
		counter(name, unit, description, Tags.empty(), value);
	}

	void counter(String name, String unit, String description, Tags more, ToDoubleFunction<S> value) {
		this.registered.add(FunctionCounter.builder(name, this.source, value(value))
			.description(description)
			.baseUnit(unit)
			.tags(this.tags.and(more))
			.register(this.registry));
	}

	void gauge(String name, String unit, String description, ToDoubleFunction<S> value) {
		this.registered.add(Gauge.builder(name, this.source, value(value))
			.description(description)
			.baseUnit(unit)
			.tags(this.tags)
			.register(this.registry));
	}

	/**
	 * Registers a time.
	 * @param name the name of the meter
	 * @param description what it tells
	 * @param nanos finds it in a snapshot, in nanoseconds
	 */
	void time(String name, String description, ToDoubleFunction<S> nanos) {
		this.registered.add(TimeGauge.builder(name, this.source, TimeUnit.NANOSECONDS, value(nanos))
			.description(description)
			.tags(this.tags)
			.register(this.registry));
	}

	private ToDoubleFunction<CachedSnapshot<S>> value(ToDoubleFunction<S> value) {
		return (snapshot) -> value.applyAsDouble(snapshot.get());
	}

}
