package io.netasync.benchmarks;

import java.util.List;
import java.util.concurrent.Executors;

import io.netasync.channel.*;
import io.netasync.channel.ConnectionSpec.*;
import io.netasync.reconnect.AttemptBudget;
import io.netasync.server.NetAsyncServer;
import io.netasync.transport.EventLoops;

import org.springframework.context.annotation.*;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.integration.channel.*;
import org.springframework.integration.config.EnableIntegration;
import org.springframework.scheduling.concurrent.ConcurrentTaskScheduler;

@Configuration(proxyBeanMethods = false)
@EnableIntegration
class TemporaryWiring {

	@Bean("echo.inbound")
	DirectChannel in() {
		return new DirectChannel();
	}

	@Bean("echo.outbound")
	DirectChannel out() {
		return new DirectChannel();
	}

	static int start(EchoContender contender) {
		((ch.qos.logback.classic.Logger) org.slf4j.LoggerFactory.getLogger("ROOT"))
			.setLevel(ch.qos.logback.classic.Level.WARN);
		AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext(TemporaryWiring.class,
				contender.isActivator() ? NetAsyncEcho.Activator.class : NetAsyncEcho.Handler.class);
		NetAsync net = new NetAsync(EventLoops.start(EventLoops.Io.AUTO, 0), AttemptBudget.unlimited(), (e) -> {
		}, new ConcurrentTaskScheduler(Executors.newScheduledThreadPool(1)), false);
		Kind kind = Kind.valueOf(contender.transport().toUpperCase());
		Dispatch dispatch = Dispatch.valueOf(contender.dispatch().toUpperCase().replace('-', '_'));
		ServerSpec spec = ServerSpec.of("echo", 0);
		ConnectionSpec c = spec.connection();
		NetAsyncServer server = net.server(
				new ServerSpec("echo", null, 0,
						new ConnectionSpec(kind, dispatch, c.codec(), c.heartbeat(), c.sendBuffer(),
								c.receiveCapacity(), null, false),
						spec.maxConnections(), spec.drainTimeout(), spec.workerThreads()),
				new Channels(context.getBean("echo.inbound", DirectChannel.class),
						context.getBean("echo.outbound", DirectChannel.class), new PublishSubscribeChannel(),
						new PublishSubscribeChannel()),
				List.of());
		server.start();
		return server.port();
	}

}
