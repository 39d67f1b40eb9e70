package io.netasync.autoconfigure;

import java.util.List;

import io.netasync.payload.Json;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.jackson.autoconfigure.JsonMapperBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.integration.context.IntegrationContextUtils;
import org.springframework.integration.support.converter.ConfigurableCompositeMessageConverter;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for JSON payloads: what reads and
 * writes them, set by {@code spring.jackson.*}, and what makes the arguments of handlers
 * of them.
 *
 * @author net-async
 * @since 0.1.0
 */
@AutoConfiguration(before = NetAsyncAutoConfiguration.class, after = JacksonAutoConfiguration.class)
@ConditionalOnClass({ JsonMapper.class, JsonMapperBuilderCustomizer.class })
@ConditionalOnBooleanProperty(name = "netasync.enabled", matchIfMissing = true)
@EnableConfigurationProperties(NetAsyncProperties.class)
public final class NetAsyncJsonAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	Json netAsyncJson(NetAsyncProperties properties, ObjectProvider<JsonMapperBuilderCustomizer> customizers) {
		return PropertyPrefix.shared()
			.group("json")
			.make(() -> Json.of(properties.json().maxDepth(),
					(builder) -> customizers.orderedStream().forEach((customizer) -> customizer.customize(builder))));
	}

	@Bean(IntegrationContextUtils.ARGUMENT_RESOLVER_MESSAGE_CONVERTER_BEAN_NAME)
	@ConditionalOnMissingBean(name = IntegrationContextUtils.ARGUMENT_RESOLVER_MESSAGE_CONVERTER_BEAN_NAME)
	static ConfigurableCompositeMessageConverter integrationArgumentResolverMessageConverter(
			ObjectProvider<Json> json) {
		return new ConfigurableCompositeMessageConverter(List.of(new ArgumentConverter(json::getObject)), true);
	}

}
