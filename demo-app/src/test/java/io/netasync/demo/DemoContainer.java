package io.netasync.demo;

import java.time.Duration;
import java.util.stream.Stream;

import com.github.dockerjava.api.model.ContainerNetwork;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.Network;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.images.builder.Transferable;
import org.testcontainers.utility.DockerImageName;
import org.testcontainers.utility.MountableFile;

/**
 * The demo in a container of its own, known to the others on a private network by its
 * alias. Its mapped ports belong to the engine's default network, so they stay what they
 * are while the private one is disconnected.
 */
class DemoContainer extends GenericContainer<DemoContainer> {

	private static final int HTTP = 8080;

	private final Network network;

	private final String alias;

	DemoContainer(Network network, String alias, String... arguments) {
		super(DockerImageName.parse(ContainersCondition.IMAGE));
		this.network = network;
		this.alias = alias;
		withImagePullPolicy((image) -> false);
		withCopyFileToContainer(MountableFile.forHostPath(System.getProperty("netasync.tests.demo-jar")), "/demo.jar");
		withCopyToContainer(Transferable.of("networkaddress.cache.ttl=0\nnetworkaddress.cache.negative.ttl=0\n"),
				"/dns.properties");
		withCommand(Stream
			.concat(Stream.of("java", "-Djava.security.properties=/dns.properties", "-jar", "/demo.jar"),
					Stream.of(arguments))
			.toArray(String[]::new));
		withExposedPorts(HTTP);
		waitingFor(Wait.forHttp("/actuator/health").withStartupTimeout(Duration.ofSeconds(60)));
	}

	/**
	 * Creates a network without a way out, so that none of its containers takes its
	 * mapped ports from it.
	 * @return the network
	 */
	static Network privateNetwork() {
		return Network.builder().createNetworkCmdModifier((command) -> command.withInternal(true)).build();
	}

	@Override
	protected void containerIsCreated(String containerId) {
		connect(containerId);
	}

	String address() {
		return "http://" + getHost() + ":" + getMappedPort(HTTP);
	}

	void pause() {
		getDockerClient().pauseContainerCmd(getContainerId()).exec();
	}

	void unpause() {
		getDockerClient().unpauseContainerCmd(getContainerId()).exec();
	}

	void disconnect() {
		getDockerClient().disconnectFromNetworkCmd()
			.withContainerId(getContainerId())
			.withNetworkId(this.network.getId())
			.exec();
	}

	void reconnect() {
		connect(getContainerId());
	}

	private void connect(String containerId) {
		getDockerClient().connectToNetworkCmd()
			.withContainerId(containerId)
			.withNetworkId(this.network.getId())
			.withContainerNetwork(new ContainerNetwork().withAliases(this.alias))
			.exec();
	}

}
