package io.netasync.benchmarks;

import java.util.Arrays;
import java.util.List;

/**
 * The command line. {@code echo-server} and {@code echo-client} are the other ends of
 * {@code echo}, which starts them.
 *
 * @author net-async
 */
public final class Benchmarks {

	private static final String USAGE = """
			java -jar benchmarks.jar COMMAND
			  echo [--quick] [--rounds=N] [--only=LABEL,...]   echo side by side with the peers
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
			default -> {
				System.err.print(USAGE);
				System.exit(2);
			}
		}
	}

}
