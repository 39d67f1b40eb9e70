package io.netasync.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

import org.HdrHistogram.Histogram;

/**
 * The JVM of the client, the same for all contenders. Takes commands from its standard
 * input and answers each with one line.
 *
 * @author net-async
 */
final class EchoClient {

	/** How many messages are on their way at a time. */
	static final int WINDOW = 512;

	private EchoClient() {
	}

	static void serve() throws IOException {
		BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
		for (String line = commands.readLine(); line != null; line = commands.readLine()) {
			String[] words = line.split(" ");
			int port = Integer.parseInt(words[1]);
			long nanos = TimeUnit.MILLISECONDS.toNanos(Long.parseLong(words[2]));
			System.out.println(words[0].equals("pipelined") ? pipelined(port, nanos) : roundTrips(port, nanos));
		}
	}

	/**
	 * Keeps the window full: as many messages as one read brought are sent with one
	 * write.
	 * @param port where the server listens
	 * @param nanos for how long
	 * @return the time, the number of answers and of those out of order
	 * @throws IOException if the connection fails
	 */
	private static String pipelined(int port, long nanos) throws IOException {
		try (SocketChannel channel = open(port)) {
			EchoTraffic traffic = new EchoTraffic(channel, WINDOW);
			long start = System.nanoTime();
			traffic.send(WINDOW);
			while (traffic.pending() > 0) {
				int count = traffic.receive();
				if (count > 0 && System.nanoTime() - start < nanos) {
					traffic.send(count);
				}
			}
			return (System.nanoTime() - start) + " " + traffic.received() + " " + traffic.outOfOrder();
		}
	}

	private static String roundTrips(int port, long nanos) throws IOException {
		Histogram histogram = new Histogram(3);
		try (SocketChannel channel = open(port)) {
			EchoTraffic traffic = new EchoTraffic(channel, 1);
			long start = System.nanoTime();
			for (long sent = start; sent - start < nanos; sent = System.nanoTime()) {
				traffic.send(1);
				while (traffic.pending() > 0) {
					traffic.receive();
				}
				histogram.recordValue(System.nanoTime() - sent);
			}
		}
		return histogram.getValueAtPercentile(50) / 1e3 + " " + histogram.getValueAtPercentile(99) / 1e3;
	}

	private static SocketChannel open(int port) throws IOException {
		return SocketChannel.open(new InetSocketAddress("127.0.0.1", port))
			.setOption(StandardSocketOptions.TCP_NODELAY, true);
	}

}
