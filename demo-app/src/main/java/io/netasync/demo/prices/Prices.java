package io.netasync.demo.prices;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.ThreadLocalRandom;

import io.netasync.buffer.Ledger;
import io.netasync.zeromq.ZeroMqSocket;
import io.netasync.zeromq.message.ZeroMqHeaders;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Profile;
import org.springframework.integration.annotation.ServiceActivator;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageChannel;
import org.springframework.messaging.handler.annotation.Header;
import org.springframework.messaging.support.MessageBuilder;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Publishes a price of each currency twice a second through the ZeroMQ socket
 * {@code prices}, and keeps those that {@code board} has subscribed to.
 *
 * @author net-async
 */
@Component
@Profile("!server & !client")
public class Prices {

	private static final List<String> CURRENCIES = List.of("EUR", "GBP", "USD");

	private final ZeroMqSocket prices;

	private final MessageChannel published;

	private final ZeroMqSocket board;

	private final Set<String> topics = new ConcurrentSkipListSet<>(Set.of("EUR"));

	private final Map<String, String> latest = new ConcurrentHashMap<>();

	Prices(@Qualifier("prices") ZeroMqSocket prices, @Qualifier("prices.outbound") MessageChannel published,
			@Qualifier("board") ZeroMqSocket board) {
		this.prices = prices;
		this.published = published;
		this.board = board;
	}

	@Scheduled(fixedRate = 500)
	void publish() {
		for (String currency : CURRENCIES) {
			String price = "%.4f".formatted(ThreadLocalRandom.current().nextDouble(0.9, 1.1));
			Message<String> message = MessageBuilder.withPayload(price)
				.setHeader(ZeroMqHeaders.TOPIC, currency)
				.build();
			this.published.send(message);
		}
	}

	@ServiceActivator(inputChannel = "board.inbound")
	void show(byte[] price, @Header(ZeroMqHeaders.TOPIC) String currency) {
		this.latest.put(currency, new String(price, StandardCharsets.UTF_8));
	}

	/**
	 * Subscribes to the price of a currency.
	 * @param currency the currency
	 */
	public void subscribe(String currency) {
		check(currency);
		if (this.topics.add(currency)) {
			this.board.subscribe(currency);
		}
	}

	/**
	 * Takes a subscription back.
	 * @param currency the currency
	 */
	public void unsubscribe(String currency) {
		check(currency);
		if (this.topics.remove(currency)) {
			this.board.unsubscribe(currency);
		}
	}

	private static void check(String currency) {
		if (!CURRENCIES.contains(currency)) {
			throw new IllegalArgumentException("'%s' is none of %s".formatted(currency, String.join(", ", CURRENCIES)));
		}
	}

	/**
	 * Returns all there is to see.
	 * @return the status
	 */
	public Status status() {
		List<Price> all = new ArrayList<>();
		CURRENCIES.forEach(
				(currency) -> all.add(new Price(currency, this.topics.contains(currency), this.latest.get(currency))));
		Ledger ledger = this.prices.snapshot().ledger();
		return new Status(all, ledger.sent(), ledger.dropped().unheard(), this.board.snapshot().received());
	}

	/**
	 * What became of the prices.
	 *
	 * @param prices the currencies
	 * @param sent prices sent to a subscriber
	 * @param unheard prices that nobody had subscribed to
	 * @param received prices received
	 */
	public record Status(List<Price> prices, long sent, long unheard, long received) {
	}

	/**
	 * A currency.
	 *
	 * @param currency its name
	 * @param subscribed whether {@code board} wants it
	 * @param price the last price received
	 */
	public record Price(String currency, boolean subscribed, @Nullable String price) {
	}

}
