package io.netasync.autoconfigure;

import java.util.function.Function;

import io.netasync.autoconfigure.NetAsyncProperties.Request;
import io.netasync.request.Correlation;
import io.netasync.request.RequestPolicy;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.expression.EvaluationContext;
import org.springframework.expression.Expression;
import org.springframework.expression.ParseException;
import org.springframework.expression.spel.standard.SpelExpressionParser;
import org.springframework.integration.expression.ExpressionUtils;
import org.springframework.messaging.Message;
import org.springframework.util.function.SingletonSupplier;

/**
 * Makes what requests need of the properties. Keys are found by expressions, which see
 * the message and, as everywhere in Spring Integration, the beans and functions of the
 * application.
 *
 * @author net-async
 */
final class RequestFactory {

	private final SingletonSupplier<EvaluationContext> context;

	private final SpelExpressionParser parser = new SpelExpressionParser();

	RequestFactory(BeanFactory beanFactory) {
		this.context = SingletonSupplier.of(() -> ExpressionUtils.createStandardEvaluationContext(beanFactory));
	}

	/**
	 * Makes a policy.
	 * @param place where the properties stand
	 * @param request the properties
	 * @return the policy
	 */
	RequestPolicy create(PropertyPrefix place, Request request) {
		boolean keyed = request.correlation() == Correlation.KEY;
		Function<Message<?>, @Nullable Object> requestKey = keyed
				? key(place.property("request-key"), request.requestKey()) : null;
		Function<Message<?>, @Nullable Object> replyKey = keyed ? key(place.property("reply-key"), request.replyKey())
				: null;
		return place.make(() -> new RequestPolicy(request.correlation(), request.timeout(), request.maxPending(),
				request.maxRetries(), requestKey, replyKey));
	}

	private Function<Message<?>, @Nullable Object> key(String property, @Nullable String text) {
		if (text == null || text.isBlank()) {
			throw rejected(property, "is not set, but 'correlation: key' needs it", null);
		}
		try {
			Expression expression = this.parser.parseExpression(text);
			return (message) -> expression.getValue(this.context.obtain(), message);
		}
		catch (ParseException ex) {
			throw rejected(property, "is not an expression: " + ex.getMessage(), ex);
		}
	}

	private static NetAsyncConfigurationException rejected(String property, String what, @Nullable Throwable cause) {
		return new NetAsyncConfigurationException(property, "The property '%s' %s.".formatted(property, what),
				("Set '%s' to an expression that finds the key in a message, such as "
						+ "\"headers['netasync_key']\" or \"new String(payload, 0, 8)\".")
					.formatted(property),
				cause);
	}

}
