package io.netasync.autoconfigure;

import java.util.Objects;

import io.netasync.zeromq.ZeroMq;
import io.netasync.zeromq.ZeroMqProxy;
import io.netasync.zeromq.ZeroMqSocket;
import io.netasync.zeromq.ZeroMqSpec;

import org.springframework.beans.factory.ObjectProvider;

/**
 * Makes the ZeroMQ sockets and brokers of the properties. {@link ZeroMqRegistrar}
 * registers its methods as their factory methods.
 *
 * @author net-async
 */
class ZeroMqBeans {

	private final ZeroMq zeroMq;

	private final ZeroMqProperties properties;

	private final ZeroMqSpecFactory specs;

	private final NetAsyncBeans beans;

	private final ObjectProvider<ZeroMqSpecCustomizer> customizers;

	ZeroMqBeans(ZeroMq zeroMq, ZeroMqProperties properties, ZeroMqSpecFactory specs, NetAsyncBeans beans,
			ObjectProvider<ZeroMqSpecCustomizer> customizers) {
		this.zeroMq = zeroMq;
		this.properties = properties;
		this.specs = specs;
		this.beans = beans;
		this.customizers = customizers;
	}

	ZeroMqSocket zeromq(String name) {
		ZeroMqSocketProperties socket = Objects.requireNonNull(this.properties.socket().get(name));
		ZeroMqSpec spec = customize(this.specs.socket(name, socket), this.customizers);
		return this.zeroMq.socket(spec, this.beans.channels(PropertyPrefix.zeroMq(name), name, null));
	}

	ZeroMqProxy proxy(String name) {
		ZeroMqProxyProperties proxy = Objects.requireNonNull(this.properties.proxy().get(name));
		return this.zeroMq.proxy(this.specs.proxy(name, proxy));
	}

	static ZeroMqSpec customize(ZeroMqSpec socket, ObjectProvider<ZeroMqSpecCustomizer> customizers) {
		ZeroMqSpec spec = socket;
		for (ZeroMqSpecCustomizer customizer : customizers.orderedStream().toList()) {
			spec = customizer.customize(spec);
		}
		return spec;
	}

	/**
	 * Makes sure that all that is configured is there, even where the application defines
	 * a bean of the same name.
	 */
	void check() {
		this.properties.socket()
			.keySet()
			.forEach((name) -> check(PropertyPrefix.zeroMq(name), name, ZeroMqRegistrar.SOCKET, ZeroMqSocket.class));
		this.properties.proxy()
			.keySet()
			.forEach((name) -> check(PropertyPrefix.zeroMqProxy(name), name, ZeroMqRegistrar.PROXY, ZeroMqProxy.class));
	}

	private void check(PropertyPrefix prefix, String name, String side, Class<?> type) {
		this.beans.bean(prefix, name + "." + side, type);
	}

}
