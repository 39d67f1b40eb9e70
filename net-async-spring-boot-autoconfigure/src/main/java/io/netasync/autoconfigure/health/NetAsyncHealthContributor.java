package io.netasync.autoconfigure.health;

import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;

import io.netasync.channel.NetAsync;
import io.netasync.client.NetAsyncClient;
import io.netasync.server.NetAsyncServer;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.HealthContributor;
import org.springframework.boot.health.contributor.HealthContributors.Entry;

/**
 * The health of all clients and servers there are at the moment, one part each.
 *
 * @author net-async
 */
class NetAsyncHealthContributor implements CompositeHealthContributor {

	private final NetAsync netAsync;

	private final Duration downAfter;

	NetAsyncHealthContributor(NetAsync netAsync, Duration downAfter) {
		this.netAsync = netAsync;
		this.downAfter = downAfter;
	}

	@Override
	public @Nullable HealthContributor getContributor(String name) {
		Optional<HealthContributor> client = this.netAsync.client(name).map(this::indicator);
		return client.or(() -> this.netAsync.server(name).map(this::indicator)).orElse(null);
	}

	@Override
	public Stream<Entry> stream() {
		return Stream.concat(
				this.netAsync.clients().stream().map((client) -> new Entry(client.name(), indicator(client))),
				this.netAsync.servers().stream().map((server) -> new Entry(server.name(), indicator(server))));
	}

	private HealthContributor indicator(NetAsyncClient client) {
		return new ClientHealthIndicator(client::snapshot, this.downAfter);
	}

	private HealthContributor indicator(NetAsyncServer server) {
		return new ServerHealthIndicator(server::snapshot);
	}

}
