package io.netasync.demo;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.scheduling.annotation.EnableScheduling;

/**
 * One client, two servers and a network that misbehaves, in one process. The profiles
 * {@code server} and {@code client} split it; {@code --demo.script=failover} plays its
 * story on the console and exits.
 *
 * @author net-async
 */
@SpringBootApplication
@ConfigurationPropertiesScan
@EnableScheduling
public class DemoApplication {

	private static final Log logger = LogFactory.getLog(DemoApplication.class);

	/**
	 * Starts the demo.
	 * @param args properties, as {@code --name=value}
	 */
	public static void main(String[] args) {
		ConfigurableApplicationContext context = SpringApplication.run(DemoApplication.class, args);
		context.getBeanProvider(FailoverScript.class)
			.ifAvailable((script) -> System.exit(SpringApplication.exit(context)));
		logger.info("Open http://localhost:" + context.getEnvironment().getProperty("local.server.port"));
	}

}
