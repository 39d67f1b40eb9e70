package io.netasync.autoconfigure;

import java.util.function.Function;

import org.jspecify.annotations.Nullable;

import org.springframework.expression.Expression;
import org.springframework.expression.ParseException;
import org.springframework.expression.spel.standard.SpelExpressionParser;
import org.springframework.expression.spel.support.MapAccessor;
import org.springframework.expression.spel.support.StandardEvaluationContext;
import org.springframework.messaging.Message;

/**
 * Finds the key of a message by a SpEL expression on it, such as
 * {@code headers.netasync_key} or {@code payload[0]}.
 *
 * @param expression the expression
 * @param context what it is evaluated in
 * @author net-async
 */
record KeyExpression(Expression expression,
		StandardEvaluationContext context) implements Function<Message<?>, @Nullable Object> {

	static KeyExpression of(String property, String text) {
		StandardEvaluationContext context = new StandardEvaluationContext();
		context.addPropertyAccessor(new MapAccessor());
		try {
			return new KeyExpression(new SpelExpressionParser().parseExpression(text), context);
		}
		catch (ParseException ex) {
			throw new NetAsyncConfigurationException(property,
					"The property '%s' is not an expression: %s.".formatted(property, ex.getMessage()),
					"Set '%s' to a SpEL expression on the message, such as \"headers['netasync_key']\"."
						.formatted(property),
					ex);
		}
	}

	@Override
	public @Nullable Object apply(Message<?> message) {
		return this.expression.getValue(this.context, message);
	}

}
