package io.netasync.transport;

import java.lang.management.ManagementFactory;

import com.sun.management.OperatingSystemMXBean;
import io.netasync.frame.LengthHeaderSerializer;

import org.springframework.integration.ip.tcp.connection.TcpConnectionSupport;
import org.springframework.scheduling.support.NoOpTaskScheduler;

/**
 * An echo server for a process of its own, which a test deprives of descriptors. Prints
 * its port, and for every line it reads the processor time it has used.
 *
 * @author net-async
 */
public final class ExhaustedServer {

	private ExhaustedServer() {
	}

	public static void main(String[] args) throws Exception {
		NettyServerConnectionFactory server = new NettyServerConnectionFactory(0);
		LengthHeaderSerializer codec = new LengthHeaderSerializer(1000);
		server.setSerializer(codec);
		server.setDeserializer(codec);
		server.setApplicationEventPublisher((event) -> {
		});
		server.setTaskScheduler(new NoOpTaskScheduler());
		server.setBeforeOpen(ExhaustedServer::echo);
		server.start();
		System.out.println("port " + server.getPort());
		OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
		while (System.in.read() != -1) {
			System.out.println("cpu " + system.getProcessCpuTime());
		}
		System.exit(0);
	}

	private static void echo(TcpConnectionSupport connection) {
		connection.registerListener(connection::send);
	}

}
