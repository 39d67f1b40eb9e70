package io.netasync.benchmarks;

import java.util.Arrays;
import java.util.List;

/**
 * The command line. {@code echo-server} and {@code echo-client} are the other ends of
 * {@code echo}, which starts them, as are {@code request-client} that of {@code request},
 * {@code idle-clients} that of {@code idle}, {@code slow-clients} that of {@code slow}
 * and {@code zeromq-peer} both ends of {@code zeromq}.
 *
 * @author net-async
 * @since 0.1.0
 */
public final class Benchmarks {

	private static final String USAGE = """
			java -jar benchmarks.jar COMMAND
			  echo [--quick] [--rounds=N] [--only=LABEL,...]   echo side by side with the peers
			  request [--quick]                                requests and replies beside TcpOutboundGateway
			  idle [CONNECTIONS]                               what idle connections with heartbeats cost
			  zeromq [--quick] [--rounds=N] [--only=LABEL,...] [--measure=NAME,...]
			                                                   ZeroMQ sockets side by side with the peers
			  slow                                             what one slow consumer takes from 99 others
			""";

	private Benchmarks() {
	}

	/**
	 * Runs a benchmark.
	 * @param args the command and its options
	 * @throws Exception if it fails
	 */
	public static void main(String[] args) throws Exception {
		List<String> options = Arrays.asList(args).subList(Math.min(1, args.length), args.length);
		switch ((args.length > 0) ? args[0] : "") {
			case "echo" -> new EchoBenchmark(EchoOptions.parse(options)).run();
			case "echo-server" -> EchoServer.serve(EchoContender.labelled(options.get(0)));
			case "echo-client" -> EchoClient.serve();
			case "request" -> new RequestBenchmark(options.contains("--quick")).run();
			case "request-client" ->
				RequestClient.serve(RequestContender.labelled(options.get(0)), Integer.parseInt(options.get(1)));
			case "zeromq" -> new ZeroMqBenchmark(options).run();
			case "zeromq-peer" -> ZeroMqPeer.serve(ZeroMqContender.labelled(options.get(0)));
			case "idle" -> new IdleConnections(options.isEmpty() ? 10_000 : Integer.parseInt(options.get(0))).run();
			case "slow" -> new SlowConsumer().run();
			case "slow-clients" -> SlowClients.serve(Integer.parseInt(options.get(0)));
			case "idle-clients" ->
				IdleClients.serve(Integer.parseInt(options.get(0)), Integer.parseInt(options.get(1)));
			default -> {
				System.err.print(USAGE);
				System.exit(2);
			}
		}
	}

}
