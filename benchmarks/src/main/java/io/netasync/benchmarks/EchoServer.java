package io.netasync.benchmarks;

/**
 * The JVM of a contender. Tells its port and ends with its standard input.
 *
 * @author net-async
 */
final class EchoServer {

	private EchoServer() {
	}

	static void serve(EchoContender contender) throws Exception {
		int port = (contender == EchoContender.RAW) ? RawNettyEcho.start() : TemporaryWiring.start(contender);
		System.out.println(port);
		while (System.in.read() >= 0) {
			continue;
		}
		System.exit(0);
	}

}
