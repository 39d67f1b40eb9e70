package io.netasync.autoconfigure;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;

import io.netasync.channel.IpcPaths;
import io.netasync.event.Endpoint;
import io.netasync.transport.Subnet;
import org.jspecify.annotations.Nullable;

/**
 * Reads the addresses in the properties: where clients connect and servers listen, and
 * subnets.
 *
 * @param ipc where the sockets are that {@code ipc:} and an id name
 * @author net-async
 */
record AddressReader(IpcPaths ipc) {

	List<Endpoint> endpoints(PropertyPrefix prefix, List<String> addresses) {
		if (addresses.isEmpty()) {
			String property = prefix.property("addresses");
			throw new NetAsyncConfigurationException(property, "The property '%s' is empty.".formatted(property),
					"Set '%s' to one or more 'host:port', such as 'localhost:7000', the preferred one first."
						.formatted(property),
					null);
		}
		List<Endpoint> endpoints = new ArrayList<>();
		for (String address : addresses) {
			endpoints.add(endpoint(prefix.property("addresses[%d]".formatted(endpoints.size())), address));
		}
		return endpoints;
	}

	private Endpoint endpoint(String property, String address) {
		try {
			return this.ipc.parse(address);
		}
		catch (IllegalArgumentException ex) {
			throw noAddress(property, ex, ", or to a Unix socket, such as 'unix:/run/x.sock' or 'ipc:hello'");
		}
	}

	static Endpoint hostAndPort(String property, String address) {
		try {
			return Endpoint.parse(address);
		}
		catch (IllegalArgumentException ex) {
			throw noAddress(property, ex, "");
		}
	}

	private static NetAsyncConfigurationException noAddress(String property, IllegalArgumentException cause,
			String others) {
		return new NetAsyncConfigurationException(property,
				"The property '%s' is not an address: %s.".formatted(property, cause.getMessage()),
				"Set '%s' to 'host:port', such as 'localhost:7000' or '[::1]:7000'%s.".formatted(property, others),
				cause);
	}

	@Nullable String local(String property, @Nullable String address) {
		if (address == null || address.isBlank()) {
			return null;
		}
		try {
			if (isUnix(address)) {
				return this.ipc.local(address);
			}
			InetAddress.getByName(address);
			return address;
		}
		catch (IllegalArgumentException ex) {
			throw new NetAsyncConfigurationException(property,
					"The property '%s' is not a Unix socket: %s.".formatted(property, ex.getMessage()),
					"Set '%s' to a path, such as 'unix:/run/x.sock', or to an id, such as 'ipc:hello'."
						.formatted(property),
					ex);
		}
		catch (UnknownHostException ex) {
			throw new NetAsyncConfigurationException(property,
					"The property '%s' is not an address: '%s'.".formatted(property, address),
					"Set '%s' to an address of this machine, such as 127.0.0.1, or leave it out to listen on all."
						.formatted(property),
					ex);
		}
	}

	static boolean isUnix(@Nullable String address) {
		return address != null && IpcPaths.isUnix(address);
	}

	static List<Subnet> subnets(String property, List<String> texts) {
		List<Subnet> subnets = new ArrayList<>();
		for (String text : texts) {
			try {
				subnets.add(Subnet.parse(text));
			}
			catch (IllegalArgumentException ex) {
				String element = "%s[%d]".formatted(property, subnets.size());
				throw new NetAsyncConfigurationException(element,
						"The property '%s' is not a subnet: '%s'.".formatted(element, text),
						"Set '%s' to a subnet, such as '10.0.0.0/8' or '2001:db8::/32', or to a single address."
							.formatted(element),
						ex);
			}
		}
		return subnets;
	}

}
