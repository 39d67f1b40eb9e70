package io.netasync.demo;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

import io.netasync.demo.fault.Faults;
import io.netasync.demo.feed.Tally;
import io.netasync.demo.feed.Traffic;
import io.netasync.event.ConnectionState;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.ExitCodeGenerator;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.stereotype.Component;

/**
 * The story of the page for those without a browser: A freezes, B takes over, A heals and
 * gets its client back. Fails if a message is lost or arrives twice.
 *
 * @author net-async
 */
@Component
@ConditionalOnProperty(name = "demo.script", havingValue = "failover")
class FailoverScript implements ApplicationRunner, ExitCodeGenerator {

	private static final Log logger = LogFactory.getLog(FailoverScript.class);

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	private final Traffic traffic;

	private final Tally tally;

	private final Faults faults;

	private int exitCode = 1;

	FailoverScript(Traffic traffic, Tally tally, Faults faults) {
		this.traffic = traffic;
		this.tally = tally;
		this.faults = faults;
	}

	@Override
	public void run(ApplicationArguments arguments) throws InterruptedException {
		await("A is connected", () -> isOn("A"));
		awaitMoreMessages();
		this.faults.add("a", Faults.Kind.FREEZE);
		logger.info("-- A is frozen: nothing moves, nothing closes");
		await("B took over", () -> isOn("B"));
		awaitMoreMessages();
		this.faults.heal();
		logger.info("-- A is healed");
		await("A is back", () -> isOn("A"));
		awaitMoreMessages();
		this.traffic.rate(0);
		await("all is accounted for", () -> this.tally.count().pending() == 0);
		Tally.Count count = this.tally.count();
		logger.info("-- " + count);
		this.exitCode = (count.lost() == 0 && count.duplicated() == 0) ? 0 : 1;
	}

	private boolean isOn(String server) {
		Traffic.Status status = this.traffic.status();
		return status.state() == ConnectionState.CONNECTED && server.equals(status.endpoint());
	}

	private void awaitMoreMessages() throws InterruptedException {
		long enough = this.tally.count().received() + 20;
		await("messages flow", () -> this.tally.count().received() >= enough);
	}

	private void await(String what, BooleanSupplier condition) throws InterruptedException {
		long begin = System.nanoTime();
		while (!condition.getAsBoolean()) {
			if (System.nanoTime() - begin > PATIENCE.toNanos()) {
				throw new IllegalStateException("Not within %s: %s. %s".formatted(PATIENCE, what, this.tally.count()));
			}
			TimeUnit.MILLISECONDS.sleep(10);
		}
		logger.info("-- %s, after %d ms".formatted(what, (System.nanoTime() - begin) / 1_000_000));
	}

	@Override
	public int getExitCode() {
		return this.exitCode;
	}

}
