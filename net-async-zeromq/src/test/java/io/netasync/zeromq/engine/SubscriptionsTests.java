package io.netasync.zeromq.engine;

import java.nio.charset.StandardCharsets;

import io.netasync.zeromq.message.Frames;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link Subscriptions} and {@link LastValues}.
 *
 * @author net-async
 */
class SubscriptionsTests {

	private final Subscriptions subscriptions = new Subscriptions();

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	@Test
	void aTopicStandsForAllThatBeginsWithIt() {
		assertThat(this.subscriptions.matches(bytes("news"))).isFalse();
		this.subscriptions.add(bytes("new"));
		assertThat(this.subscriptions.matches(bytes("news"))).isTrue();
		assertThat(this.subscriptions.matches(bytes("new"))).isTrue();
		assertThat(this.subscriptions.matches(bytes("ne"))).isFalse();
		this.subscriptions.remove(bytes("new"));
		assertThat(this.subscriptions.matches(bytes("news"))).isFalse();
	}

	@Test
	void theEmptyTopicStandsForEverything() {
		this.subscriptions.add(bytes(""));
		assertThat(this.subscriptions.matches(bytes(""))).isTrue();
		assertThat(this.subscriptions.matches(bytes("anything"))).isTrue();
	}

	@Test
	void theLastValueOfEachTopicIsKept() {
		LastValues values = new LastValues();
		for (String topic : new String[] { "rain", "sun", "rain" }) {
			values.keep(new Frames(new byte[][] { bytes(topic), bytes(topic) }));
		}
		assertThat(values.of(bytes("rain"))).hasSize(1);
		assertThat(values.of(bytes(""))).hasSize(2);
		assertThat(values.of(bytes("rainy"))).isEmpty();
	}

	@Test
	void topicsAreForgottenBeforeTheyAreTooMany() {
		LastValues values = new LastValues();
		for (int topic = 0; topic < 20_000; topic++) {
			values.keep(new Frames(new byte[][] { bytes("topic" + topic) }));
		}
		assertThat(values.of(bytes(""))).hasSize(10_000);
		assertThat(values.of(bytes("topic0"))).isEmpty();
	}

}
