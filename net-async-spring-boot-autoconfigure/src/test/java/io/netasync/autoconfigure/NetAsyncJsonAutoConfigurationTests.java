package io.netasync.autoconfigure;

import io.netasync.client.NetAsyncClient;
import io.netasync.payload.Json;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.task.TaskSchedulingAutoConfiguration;
import org.springframework.boot.integration.autoconfigure.IntegrationAutoConfiguration;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.jackson.autoconfigure.JsonMapperBuilderCustomizer;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.integration.context.IntegrationContextUtils;
import org.springframework.integration.support.converter.ConfigurableCompositeMessageConverter;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link NetAsyncJsonAutoConfiguration}.
 *
 * @author net-async
 */
class NetAsyncJsonAutoConfigurationTests {

	private static final String CONVERTER = IntegrationContextUtils.ARGUMENT_RESOLVER_MESSAGE_CONVERTER_BEAN_NAME;

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(NetAsyncAutoConfiguration.class, NetAsyncJsonAutoConfiguration.class,
				IntegrationAutoConfiguration.class, TaskSchedulingAutoConfiguration.class,
				JacksonAutoConfiguration.class))
		.withPropertyValues("netasync.client.feed.addresses=127.0.0.1:1");

	@Test
	void thereIsJson() {
		this.runner.run((context) -> {
			assertThat(context).hasSingleBean(Json.class);
			assertThat(context.getBean(CONVERTER, ConfigurableCompositeMessageConverter.class).getConverters().get(0))
				.isInstanceOf(ArgumentConverter.class);
		});
	}

	@Test
	void theSettingsOfTheApplicationHold() {
		this.runner.withPropertyValues("spring.jackson.property-naming-strategy=SNAKE_CASE")
			.run((context) -> assertThat(context.getBean(Json.class).convert(new Tea("green"), Object.class))
				.isEqualTo(java.util.Map.of("kind_of_tea", "green")));
		this.runner
			.withBean(JsonMapperBuilderCustomizer.class,
					() -> (builder) -> builder.propertyNamingStrategy(PropertyNamingStrategies.KEBAB_CASE))
			.run((context) -> assertThat(context.getBean(Json.class).convert(new Tea("green"), Object.class))
				.isEqualTo(java.util.Map.of("kind-of-tea", "green")));
	}

	@Test
	void leavesBothToTheApplication() {
		this.runner.withBean("myJson", Json.class, Json::standard)
			.withBean(CONVERTER, ConfigurableCompositeMessageConverter.class)
			.run((context) -> {
				assertThat(context).hasSingleBean(Json.class).hasBean("myJson");
				assertThat(context.getBean(CONVERTER, ConfigurableCompositeMessageConverter.class).getConverters())
					.noneMatch(ArgumentConverter.class::isInstance);
			});
	}

	@Test
	void worksWithoutJackson() {
		this.runner.withClassLoader(new FilteredClassLoader(JsonMapper.class, JsonMapperBuilderCustomizer.class))
			.run((context) -> {
				assertThat(context).hasSingleBean(NetAsyncClient.class).doesNotHaveBean(Json.class);
				assertThat(context).hasBean(CONVERTER);
			});
	}

	@Test
	void readsJsonWithJacksonButWithoutBootsSupportForIt() {
		this.runner.withClassLoader(new FilteredClassLoader(JsonMapperBuilderCustomizer.class))
			.withPropertyValues("netasync.payload=json")
			.run((context) -> assertThat(context).hasSingleBean(NetAsyncClient.class));
	}

	@Test
	void refusesJsonWithoutJackson() {
		this.runner.withClassLoader(new FilteredClassLoader(JsonMapper.class, JsonMapperBuilderCustomizer.class))
			.withPropertyValues("netasync.client.feed.payload=json")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOfSatisfying(NetAsyncConfigurationException.class, (failure) -> {
					assertThat(failure)
						.hasMessage("The property 'netasync.client.feed.payload' is 'json', but Jackson is missing.");
					assertThat(failure.action()).isEqualTo("Add the dependency 'tools.jackson.core:jackson-databind', "
							+ "or set 'netasync.client.feed.payload' to another value.");
				}));
	}

	@Test
	void refusesNodeIpcWithoutJackson() {
		this.runner.withClassLoader(new FilteredClassLoader(JsonMapper.class, JsonMapperBuilderCustomizer.class))
			.withPropertyValues("netasync.frame.format=node-ipc")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessage("The property 'netasync.frame.format' is 'node-ipc', but Jackson is missing."));
	}

	@Test
	void createsNothingWhenDisabled() {
		this.runner.withPropertyValues("netasync.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(Json.class));
	}

	record Tea(String kindOfTea) {
	}

}
