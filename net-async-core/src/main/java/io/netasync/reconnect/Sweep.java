package io.netasync.reconnect;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

import io.netasync.event.Endpoint;
import io.netasync.reconnect.FailoverPolicy.Strategy;

/**
 * One walk over all endpoints, and the one after it when its end is reached.
 *
 * @param strategy the order of the walk
 * @param endpoints all endpoints, the preferred one first
 * @param ahead those still to be tried in this walk, never empty
 * @param seed draws the order of the next random walk
 * @author net-async
 */
record Sweep(Strategy strategy, List<Endpoint> endpoints, List<Endpoint> ahead, long seed) {

	static Sweep start(Strategy strategy, List<Endpoint> endpoints, long seed) {
		Sweep sweep = new Sweep(strategy, endpoints, endpoints, seed);
		return (strategy == Strategy.RANDOM) ? sweep.shuffled() : sweep;
	}

	Endpoint next() {
		return this.ahead.get(0);
	}

	Sweep tried(Endpoint endpoint) {
		if (this.strategy == Strategy.ROUND_ROBIN) {
			return ahead(ringAfter(endpoint));
		}
		List<Endpoint> rest = without(this.ahead, endpoint);
		if (!rest.isEmpty()) {
			return ahead(rest);
		}
		return (this.strategy == Strategy.RANDOM) ? shuffled().notFirst(endpoint) : ahead(this.endpoints);
	}

	/**
	 * Begins anew after a stable connection was lost, unless its endpoint is none of
	 * these any more.
	 * @param lost the endpoint it was connected to
	 * @param suspect whether that endpoint was found dead
	 * @return the new walk
	 */
	Sweep afterLoss(Endpoint lost, boolean suspect) {
		if (!this.endpoints.contains(lost)) {
			return this;
		}
		return switch (this.strategy) {
			case ORDERED -> ahead(suspect ? aroundSuspect(lost) : first(lost, this.endpoints));
			case ROUND_ROBIN -> this;
			case RANDOM -> suspect ? shuffled().notFirst(lost) : shuffled();
		};
	}

	/**
	 * Lets others go first.
	 * @param endpoint the endpoint that must not be next
	 * @return a walk that has it last, or this one if it is not next or the only one left
	 */
	Sweep notFirst(Endpoint endpoint) {
		if (!next().equals(endpoint)) {
			return this;
		}
		List<Endpoint> order = without(this.ahead, endpoint);
		order.add(endpoint);
		return ahead(order);
	}

	private List<Endpoint> aroundSuspect(Endpoint suspect) {
		List<Endpoint> order = first(ringAfter(suspect).get(0), this.endpoints);
		order.remove(suspect);
		order.add(suspect);
		return order;
	}

	private List<Endpoint> ringAfter(Endpoint endpoint) {
		List<Endpoint> ring = new ArrayList<>(this.endpoints);
		Collections.rotate(ring, -(ring.indexOf(endpoint) + 1));
		return ring;
	}

	private Sweep shuffled() {
		Random random = new Random(this.seed);
		List<Endpoint> order = new ArrayList<>(this.endpoints);
		Collections.shuffle(order, random);
		return new Sweep(this.strategy, this.endpoints, order, random.nextLong());
	}

	private Sweep ahead(List<Endpoint> order) {
		return new Sweep(this.strategy, this.endpoints, order, this.seed);
	}

	private static List<Endpoint> first(Endpoint first, List<Endpoint> others) {
		List<Endpoint> order = without(others, first);
		order.add(0, first);
		return order;
	}

	private static List<Endpoint> without(List<Endpoint> endpoints, Endpoint endpoint) {
		List<Endpoint> rest = new ArrayList<>(endpoints);
		rest.remove(endpoint);
		return rest;
	}

}
