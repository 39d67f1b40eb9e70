package io.netasync.autoconfigure.health;

import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

import io.netasync.channel.NetAsync;

import org.springframework.boot.health.contributor.HealthContributor;
import org.springframework.boot.health.contributor.HealthContributors.Entry;

/**
 * The health of all members of a type.
 *
 * @param type the type
 * @param name finds the name of a member
 * @param indicator makes the part of a member
 * @param <T> the type
 * @author net-async
 */
record MemberHealth<T>(Class<T> type, Function<T, String> name, Function<T, HealthContributor> indicator) {

	Optional<HealthContributor> find(NetAsync netAsync, String member) {
		return netAsync.find(member, this.type).map(this.indicator);
	}

	Stream<Entry> stream(NetAsync netAsync) {
		return netAsync.all(this.type)
			.stream()
			.map((member) -> new Entry(this.name.apply(member), this.indicator.apply(member)));
	}

}
