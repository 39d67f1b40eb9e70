package io.netasync.benchmarks;

import java.io.PrintStream;

/**
 * The JVM of a contender. Tells its port and ends with its standard input.
 *
 * @author net-async
 */
final class EchoServer {

	private EchoServer() {
	}

	static void serve(EchoContender contender) throws Exception {
		PrintStream answers = System.out;
		System.setOut(System.err);
		int port = (contender == EchoContender.RAW) ? RawNettyEcho.start() : NetAsyncEcho.start(contender);
		answers.println(port);
		while (System.in.read() >= 0) {
			continue;
		}
		System.exit(0);
	}

}
