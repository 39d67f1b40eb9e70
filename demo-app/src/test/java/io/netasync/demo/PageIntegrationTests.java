package io.netasync.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Pattern;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.support.ui.ExpectedCondition;
import org.openqa.selenium.support.ui.ExpectedConditions;
import org.openqa.selenium.support.ui.WebDriverWait;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the page, in a real browser.
 *
 * @author net-async
 */
@Timeout(240)
@RequiresBrowser
class PageIntegrationTests {

	private Demo demo;

	private ChromeDriver browser;

	private WebDriverWait patience;

	@BeforeEach
	void open(@TempDir Path profile) {
		this.demo = Demo.start("--netasync.client.feed.failover.failback-after=3s");
		ChromeOptions options = new ChromeOptions();
		options.setBinary(BrowserCondition.CHROMIUM.toString());
		options.addArguments("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
				"--disable-background-networking", "--disable-component-update", "--disable-sync",
				"--disable-dev-shm-usage", "--window-size=1280,900", "--user-data-dir=" + profile);
		this.browser = new ChromeDriver(
				new ChromeDriverService.Builder().usingDriverExecutable(BrowserCondition.DRIVER.toFile()).build(),
				options);
		this.patience = new WebDriverWait(this.browser, Duration.ofSeconds(30), Duration.ofMillis(50));
		this.browser.get(this.demo.address());
	}

	@AfterEach
	void close() {
		this.browser.quit();
		this.demo.close();
	}

	@Test
	void showsTheHeartTurnAndTheMessagesFlowOnWhenAFreezes() throws IOException {
		this.patience.until(ExpectedConditions.textToBe(By.id("state"), "CONNECTED to A"));
		this.patience.until(moreThan("received", 20));
		assertThat(heart()).isEqualTo("alive");
		this.browser.findElement(By.xpath("//button[.='Freeze A']")).click();
		this.patience.until(ExpectedConditions.attributeToBe(By.id("heart"), "class", "silent"));
		screenshot("page-silent");
		this.patience.until(ExpectedConditions.textToBe(By.id("state"), "CONNECTED to B"));
		this.patience.until(moreThan("received", number("received") + 40));
		assertThat(heart()).isEqualTo("alive");
		assertThat(number("lost")).isZero();
		assertThat(number("duplicated")).isZero();
		screenshot("page-failed-over");
		this.browser.findElement(By.id("heal")).click();
		this.patience.until(ExpectedConditions.textToBe(By.id("underway"), "0"));
		this.patience.until(ExpectedConditions.textToBe(By.id("state"), "CONNECTED to A"));
		this.patience.until(moreThan("received", number("received") + 40));
		assertThat(number("lost")).isZero();
		assertThat(number("duplicated")).isZero();
		assertThat(this.browser.findElement(By.id("events")).getText()).contains("Freeze A", "A is silent for too long",
				"Failed over from A to B", "Heal all", "Failed back from B to A");
		screenshot("page-failed-back");
	}

	@Test
	void showsTheConfigurationThatRuns() throws IOException {
		String yaml = Files.readString(Path.of("src/main/resources/static/feed.yaml"));
		this.patience.until(ExpectedConditions.textToBe(By.id("yaml"), yaml.strip()));
	}

	@Test
	void subscribesToPricesWithAClick() throws IOException {
		By usd = By.cssSelector("[data-topic=USD]");
		this.patience
			.until(ExpectedConditions.textMatches(By.cssSelector("[data-topic=EUR]"), Pattern.compile("EUR [01].*")));
		this.patience.until(ExpectedConditions.textToBe(usd, "USD \u2013"));
		this.browser.findElement(usd).click();
		this.patience.until(ExpectedConditions.textMatches(usd, Pattern.compile("USD [01].*")));
		screenshot("page-zeromq");
	}

	private String heart() {
		return this.browser.findElement(By.id("heart")).getDomAttribute("class");
	}

	private long number(String id) {
		return Long.parseLong(this.browser.findElement(By.id(id)).getText().replace(",", ""));
	}

	private ExpectedCondition<Boolean> moreThan(String id, long count) {
		return (browser) -> number(id) > count;
	}

	private void screenshot(String name) throws IOException {
		Files.write(Path.of("target", name + ".png"), this.browser.getScreenshotAs(OutputType.BYTES));
	}

}
