package io.netasync.autoconfigure.health;

import java.time.Duration;
import java.util.List;
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
 * The health of all clients, servers and others there are at the moment, one part each.
 *
 * @author net-async
 */
class NetAsyncHealthContributor implements CompositeHealthContributor {

	private final NetAsync netAsync;

	private final List<MemberHealth<?>> kinds;

	NetAsyncHealthContributor(NetAsync netAsync, Duration downAfter, List<MemberHealth<?>> others) {
		this.netAsync = netAsync;
		MemberHealth<NetAsyncClient> clients = new MemberHealth<>(NetAsyncClient.class, NetAsyncClient::name,
				(client) -> new ClientHealthIndicator(client::snapshot, downAfter));
		MemberHealth<NetAsyncServer> servers = new MemberHealth<>(NetAsyncServer.class, NetAsyncServer::name,
				(server) -> new ServerHealthIndicator(server::snapshot));
		this.kinds = Stream.concat(Stream.of(clients, servers), others.stream()).toList();
	}

	@Override
	public @Nullable HealthContributor getContributor(String name) {
		return this.kinds.stream()
			.map((kind) -> kind.find(this.netAsync, name))
			.flatMap(Optional::stream)
			.findFirst()
			.orElse(null);
	}

	@Override
	public Stream<Entry> stream() {
		return this.kinds.stream().flatMap((kind) -> kind.stream(this.netAsync));
	}

}
