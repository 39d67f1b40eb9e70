package io.netasync.client;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

import io.netasync.buffer.BufferRuntime;
import io.netasync.buffer.MessageBuffer;
import io.netasync.buffer.MessageTerms.Claim;
import io.netasync.buffer.SendBufferPolicy;
import io.netasync.event.ConnectionState;
import io.netasync.event.DisconnectReason;
import io.netasync.event.Endpoint;
import io.netasync.frame.FrameException;
import io.netasync.mailbox.Fate;
import io.netasync.mailbox.Outbox;
import io.netasync.mailbox.OutboxRequests;
import io.netasync.mailbox.Outgoing;
import io.netasync.mailbox.Recipient;
import io.netasync.mailbox.Reports;
import io.netasync.mailbox.ScheduledTimer;
import io.netasync.mailbox.SendResult;
import io.netasync.reconnect.ReconnectPolicy;
import io.netasync.reconnect.Reconnection;
import io.netasync.request.RequestOptions;
import io.netasync.transport.Connector;
import io.netasync.transport.EventLoops;
import io.netasync.transport.RateLimit;

import org.springframework.messaging.Message;
import org.springframework.messaging.support.GenericMessage;
import org.springframework.util.Assert;

/**
 * The handle of a client. Sending goes through the send buffer, on the sender's own
 * thread; which connection the buffer writes to is the {@link ClientDriver}'s affair.
 *
 * @author net-async
 */
final class ReconnectingClient implements NetAsyncClient {

	private static final Duration LINGER = Duration.ofSeconds(2);

	private final ClientOptions options;

	private final Connector connector;

	private final Outbox outbox;

	private final MessageBuffer<Outgoing> buffer;

	private final OutboxRequests requests;

	private final ClientTeller teller;

	private final ClientDriver driver;

	private final ReentrantLock lock = new ReentrantLock();

	private final Condition phaseChanged = this.lock.newCondition();

	ReconnectingClient(ClientOptions options, ClientRuntime runtime, Connector connector, Recipient recipient) {
		this.options = options;
		this.connector = connector;
		BufferRuntime bufferRuntime = new BufferRuntime(connector.blocksOnWrite() ? runtime.executor() : Runnable::run,
				() -> !EventLoops.onEventLoop(), runtime.memory(),
				new ScheduledTimer(runtime.control(), runtime.clock()));
		this.outbox = new Outbox(options.outbox(), bufferRuntime, runtime.executor(),
				new Reports(options.name(), connector.dispatcher(), recipient, runtime.memory()));
		this.buffer = this.outbox.buffer();
		ClientCounters counters = new ClientCounters();
		this.requests = new OutboxRequests(this.outbox, options.requests(), counters.requests(), runtime.control(),
				runtime.executor(), runtime.clock());
		this.teller = new ClientTeller(options.name(), connector.dispatcher(), recipient, counters);
		this.driver = new ClientDriver(options, runtime, connector, this.buffer, this.requests, this.teller, counters,
				this::phaseChanged);
	}

	@Override
	public String name() {
		return this.options.name();
	}

	@Override
	public void start() {
		this.teller.begin();
		this.driver.handle(new ClientInput.Start());
	}

	@Override
	public ConnectionState state() {
		return this.driver.phase();
	}

	@Override
	public void reconnect(DisconnectReason reason) {
		this.driver.handle(new ClientInput.Reconnect(reason));
	}

	@Override
	public void addresses(List<Endpoint> addresses) {
		Assert.isTrue(this.connector.hasUnixSockets() || addresses.stream().noneMatch(Endpoint::isUnix),
				"'addresses' must not name a Unix socket, which needs 'transport: netty' and no TLS");
		this.driver.handle(new ClientInput.Addresses(Reconnection.checked(addresses)));
	}

	@Override
	public List<Endpoint> addresses() {
		return this.driver.endpoints();
	}

	@Override
	public void reconnect(ReconnectPolicy policy) {
		this.driver.handle(new ClientInput.Policy(policy));
	}

	@Override
	public void sendBuffer(SendBufferPolicy policy) {
		this.outbox.policy(policy);
	}

	@Override
	public void pause() {
		this.driver.pause();
	}

	@Override
	public void resume() {
		this.driver.resume();
	}

	@Override
	public boolean isPaused() {
		return this.driver.isPaused();
	}

	@Override
	public CompletableFuture<SendResult> send(Object payload) {
		return send(new GenericMessage<>(payload));
	}

	@Override
	public CompletableFuture<SendResult> send(Message<?> message) {
		CompletableFuture<SendResult> result = this.outbox.send(message);
		failIfGivenUpSoon();
		return result;
	}

	@Override
	public void accept(Message<?> message) throws FrameException {
		this.outbox.submit(message, Claim.WAIT, Fate.UNKNOWN);
		failIfGivenUpSoon();
	}

	@Override
	public CompletableFuture<Message<?>> request(Message<?> message) {
		CompletableFuture<Message<?>> reply = this.requests.request(message);
		failIfGivenUpSoon();
		return reply;
	}

	@Override
	public CompletableFuture<Message<?>> request(Message<?> message, RequestOptions options) {
		CompletableFuture<Message<?>> reply = this.requests.request(message, options);
		failIfGivenUpSoon();
		return reply;
	}

	private void failIfGivenUpSoon() {
		if (this.driver.isGivenUp()) {
			this.driver.execute(this::failIfGivenUp);
		}
	}

	private void failIfGivenUp() {
		if (this.driver.isGivenUp()) {
			this.driver.failPending();
		}
	}

	private void phaseChanged() {
		this.lock.lock();
		try {
			this.phaseChanged.signalAll();
		}
		finally {
			this.lock.unlock();
		}
	}

	@Override
	public boolean awaitConnected(Duration timeout) throws InterruptedException {
		long nanos = timeout.toNanos();
		this.lock.lockInterruptibly();
		try {
			while (state() != ConnectionState.CONNECTED && state() != ConnectionState.CLOSED && nanos > 0) {
				nanos = this.phaseChanged.awaitNanos(nanos);
			}
			return state() == ConnectionState.CONNECTED;
		}
		finally {
			this.lock.unlock();
		}
	}

	@Override
	public void rateLimit(RateLimit limit) {
		this.connector.rateLimit(limit);
	}

	@Override
	public <T> Optional<T> unwrap(Class<T> type) {
		return this.driver.unwrap(type);
	}

	@Override
	public ClientSnapshot snapshot() {
		return this.driver.snapshot();
	}

	@Override
	public void close() {
		this.requests.close();
		this.buffer.close();
		resume();
		try {
			if (state() == ConnectionState.CONNECTED && this.buffer.awaitEmpty(this.options.closeTimeout())) {
				CountDownLatch gone = new CountDownLatch(1);
				this.driver.sayGoodbye(gone::countDown);
				gone.await(LINGER.toMillis(), TimeUnit.MILLISECONDS);
			}
			CountDownLatch told = new CountDownLatch(1);
			this.driver.handle(new ClientInput.Close());
			this.driver.execute(() -> this.teller.tell(told::countDown));
			told.await(LINGER.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		this.connector.close();
	}

}
