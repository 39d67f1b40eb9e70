package io.netasync.demo.web;

import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

import io.netasync.demo.fault.Faults;
import io.netasync.demo.feed.History;
import io.netasync.demo.feed.Tally;
import io.netasync.demo.feed.Traffic;
import io.netasync.demo.prices.Prices;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.messaging.MessagingException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/**
 * All that the page shows and does.
 *
 * @author net-async
 */
@RestController
@RequestMapping("/demo")
class DemoController {

	private final @Nullable Traffic traffic;

	private final Tally tally;

	private final History history;

	private final Faults faults;

	private final @Nullable Prices prices;

	private final int capacity;

	private final Collection<SseEmitter> pages = new CopyOnWriteArrayList<>();

	DemoController(ObjectProvider<Traffic> traffic, Tally tally, History history, Faults faults,
			ObjectProvider<Prices> prices, @Value("${netasync.send-buffer.max-messages:1000}") int capacity) {
		this.traffic = traffic.getIfAvailable();
		this.tally = tally;
		this.history = history;
		this.faults = faults;
		this.prices = prices.getIfAvailable();
		this.capacity = capacity;
	}

	@GetMapping("/state")
	State state() {
		Tally.Count count = this.tally.count();
		return new State((this.traffic != null) ? this.traffic.status() : null, this.history.addresses(), count,
				count.pending(), this.capacity, this.tally.runs().values(), this.faults.active(),
				this.history.entries(), (this.prices != null) ? this.prices.status() : null);
	}

	@GetMapping("/events")
	SseEmitter events() throws IOException {
		SseEmitter page = new SseEmitter(0L);
		page.onCompletion(() -> this.pages.remove(page));
		page.send(state());
		this.pages.add(page);
		return page;
	}

	@Scheduled(fixedRate = 200)
	void tellPages() {
		if (!this.pages.isEmpty()) {
			State state = state();
			this.pages.forEach((page) -> tell(page, state));
		}
	}

	private void tell(SseEmitter page, State state) {
		try {
			page.send(state);
		}
		catch (IOException | IllegalStateException ex) {
			this.pages.remove(page);
		}
	}

	@EventListener(ContextClosedEvent.class)
	void close() {
		this.pages.forEach(SseEmitter::complete);
	}

	@PostMapping("/messages")
	Map<String, Long> send(@RequestBody String text) {
		return Map.of("number", traffic().send(text));
	}

	@PutMapping("/rate/{perSecond}")
	void rate(@PathVariable int perSecond) {
		traffic().rate(perSecond);
	}

	@PostMapping("/faults/{server}/{kind}")
	void fault(@PathVariable String server, @PathVariable String kind) {
		this.faults.add(server, Faults.Kind.of(kind));
	}

	@DeleteMapping("/faults")
	void heal() {
		this.faults.heal();
	}

	@PutMapping("/topics/{currency}")
	void subscribe(@PathVariable String currency) {
		prices().subscribe(currency);
	}

	@DeleteMapping("/topics/{currency}")
	void unsubscribe(@PathVariable String currency) {
		prices().unsubscribe(currency);
	}

	private Prices prices() {
		if (this.prices == null) {
			throw new IllegalArgumentException("There are no prices in the profiles 'client' and 'server'");
		}
		return this.prices;
	}

	private Traffic traffic() {
		if (this.traffic == null) {
			throw new IllegalArgumentException("There is no client in the profile 'server'");
		}
		return this.traffic;
	}

	@ExceptionHandler
	ProblemDetail invalid(IllegalArgumentException ex) {
		return ProblemDetail.forStatusAndDetail(HttpStatus.BAD_REQUEST, String.valueOf(ex.getMessage()));
	}

	@ExceptionHandler
	ProblemDetail refused(MessagingException ex) {
		return ProblemDetail.forStatusAndDetail(HttpStatus.SERVICE_UNAVAILABLE, "The send buffer is full");
	}

	/**
	 * Everything at one moment.
	 *
	 * @param client how the client is, nothing in the profile {@code server}
	 * @param addresses where it may connect; the first is A
	 * @param messages what became of the messages
	 * @param pending messages neither received nor lost, buffered ones among them
	 * @param capacity of the send buffer
	 * @param runs the numbers that each connection brought
	 * @param faults what is wrong, by server
	 * @param events what happened, the newest first
	 * @param zeromq the corner of ZeroMQ, nothing in the profiles {@code client} and
	 * {@code server}
	 */
	record State(Traffic.@Nullable Status client, List<String> addresses, Tally.Count messages, long pending,
			int capacity, Collection<Tally.Run> runs, Map<String, Set<Faults.Kind>> faults, List<History.Entry> events,
			Prices.@Nullable Status zeromq) {
	}

}
