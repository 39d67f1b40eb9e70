package io.netasync.benchmarks;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * The JVM of one end of a contender's sockets. Takes commands from its standard input and
 * answers each with one line.
 *
 * @author net-async
 */
final class ZeroMqPeer {

	/** Longer than a probe takes where there is a connection, less than one waits. */
	private static final long PROBE_MILLIS = 100;

	private final ZeroMqLibrary library;

	private @Nullable ZeroMqArrivals arrivals;

	private @Nullable ZeroMqExchange exchange;

	private @Nullable Consumer<byte[]> sender;

	private ZeroMqPeer(ZeroMqLibrary library) {
		this.library = library;
	}

	static void serve(ZeroMqContender contender) throws Exception {
		PrintStream answers = System.out;
		System.setOut(System.err);
		ZeroMqPeer peer = new ZeroMqPeer(contender.open());
		BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
		answers.println("ready");
		for (String line = commands.readLine(); line != null; line = commands.readLine()) {
			answers.println(peer.run(line.split(" ")));
		}
		System.exit(0);
	}

	private Object run(String[] words) throws Exception {
		return switch (words[0]) {
			case "receive" -> receive(isPublished(words), Long.parseLong(words[2]));
			case "send" -> connect(isPublished(words), Integer.parseInt(words[2]));
			case "probe" -> sendNumber(ZeroMqArrivals.PROBE);
			case "probed" -> Objects.requireNonNull(this.arrivals).isProbed(PROBE_MILLIS);
			case "go" -> go(Long.parseLong(words[1]));
			case "arrived" -> Objects.requireNonNull(this.arrivals).await();
			case "answer" -> this.library.answer();
			case "ask" -> ask(words);
			case "echo" -> this.library.receive(false, (payload) -> send(payload));
			case "hear" -> hear(exchange(words[1]));
			case "exchange" -> exchange();
			default -> close();
		};
	}

	private static boolean isPublished(String[] words) {
		return words[1].equals("pub-sub");
	}

	private int receive(boolean published, long count) throws Exception {
		this.arrivals = new ZeroMqArrivals(count);
		return this.library.receive(published, this.arrivals);
	}

	private String connect(boolean published, int port) throws Exception {
		this.sender = this.library.send(published, port);
		return "connected";
	}

	private String go(long count) {
		for (long number = 0; number < count; number++) {
			sendNumber(number);
		}
		return "sent";
	}

	private String sendNumber(long number) {
		send(RequestLoad.payload(number));
		return "sent";
	}

	private void send(byte[] payload) {
		Objects.requireNonNull(this.sender).accept(payload);
	}

	private ZeroMqExchange ask(String[] words) throws Exception {
		ZeroMqExchange run = new ZeroMqExchange(Integer.parseInt(words[2]), nanos(words[3]));
		this.library.ask(Integer.parseInt(words[1]), run);
		return run;
	}

	private static ZeroMqExchange exchange(String millis) {
		return new ZeroMqExchange(1, nanos(millis));
	}

	private static long nanos(String millis) {
		return TimeUnit.MILLISECONDS.toNanos(Long.parseLong(millis));
	}

	private int hear(ZeroMqExchange run) throws Exception {
		this.exchange = run;
		return this.library.receive(false, (payload) -> run.replied(payload, this::send));
	}

	private ZeroMqExchange exchange() throws InterruptedException {
		ZeroMqExchange run = Objects.requireNonNull(this.exchange);
		run.connect(this::send);
		run.start(this::send);
		run.await();
		return run;
	}

	private String close() throws Exception {
		this.library.close();
		return "closed";
	}

}
