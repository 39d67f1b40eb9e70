package io.netasync.channel;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

import org.springframework.util.Assert;

/**
 * The clients and servers there are, by their names. A name is taken before anything is
 * made, as channels and meters go by it, and nothing is locked while something is.
 *
 * @author net-async
 */
final class Members {

	private final Map<String, Optional<Member>> byName = new ConcurrentHashMap<>();

	private final List<MembershipListener> listeners = new CopyOnWriteArrayList<>();

	/**
	 * Takes a name for a client or server that is about to be made.
	 * @param name the name
	 * @throws IllegalStateException if it is taken
	 */
	void reserve(String name) {
		Assert.hasText(name, "'name' must not be empty");
		Optional<Member> taken = this.byName.putIfAbsent(name, Optional.empty());
		Assert.state(taken == null,
				() -> ("The name '%1$s' is taken by a client, a server or a ZeroMQ socket:"
						+ " choose another one, or close that one first with netAsync.close(\"%1$s\")")
					.formatted(name));
	}

	void add(String name, Member member) {
		this.byName.put(name, Optional.of(member));
		this.listeners.forEach((listener) -> listener.added(member.handle()));
	}

	/**
	 * Frees a name.
	 * @param name the name
	 */
	void remove(String name) {
		Optional<Member> gone = this.byName.remove(name);
		if (gone != null && gone.isPresent()) {
			this.listeners.forEach((listener) -> listener.removed(gone.get().handle()));
		}
	}

	void addListener(MembershipListener listener) {
		this.listeners.add(listener);
		this.byName.forEach((name, member) -> {
			member.ifPresent((there) -> listener.added(there.handle()));
			if (this.byName.get(name) != member) {
				member.ifPresent((gone) -> listener.removed(gone.handle()));
			}
		});
	}

	Optional<Member> find(String name) {
		return this.byName.getOrDefault(name, Optional.empty());
	}

	void closeAll() {
		this.byName.values().stream().flatMap(Optional::stream).forEach(Member::close);
	}

	<T> Optional<T> find(String name, Class<T> type) {
		return find(name).flatMap((member) -> member.handle(type));
	}

	<T> List<T> all(Class<T> type) {
		return this.byName.values()
			.stream()
			.flatMap(Optional::stream)
			.flatMap((member) -> member.handle(type).stream())
			.toList();
	}

}
