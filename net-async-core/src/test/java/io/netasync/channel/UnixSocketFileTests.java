package io.netasync.channel;

import java.io.IOException;
import java.net.BindException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

import io.netasync.server.NetAsyncServer;
import io.netasync.transport.BindFailedException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests of the file that a server on a Unix socket makes, finds and leaves.
 *
 * @author net-async
 */
@Timeout(60)
@DisabledOnOs(OS.WINDOWS)
class UnixSocketFileTests {

	private final TestNetAsync net = new TestNetAsync();

	private final ExecutorService threads = Executors.newCachedThreadPool();

	@TempDir
	private Path directory;

	@AfterEach
	void close() {
		this.net.close();
		this.threads.shutdownNow();
	}

	private Path path() {
		return this.directory.resolve("x.sock");
	}

	private NetAsyncServer start(String name) {
		return start(name, path());
	}

	private NetAsyncServer start(String name, Path path) {
		return this.net.netAsync().accept(name, (server) -> server.address("unix:" + path).handler((message) -> {
		}));
	}

	private void connect(NetAsyncServer server) throws IOException {
		long before = server.snapshot().received();
		try (SocketChannel client = SocketChannel.open(UnixDomainSocketAddress.of(path()))) {
			client.write(ByteBuffer.wrap(new byte[] { 0, 0, 0, 1, 'x' }));
			Awaitility.await()
				.pollInterval(Duration.ofMillis(1))
				.until(() -> server.snapshot().received() == before + 1);
		}
	}

	/**
	 * Leaves what a process that was killed leaves.
	 */
	private void leaveStale() throws IOException {
		try (ServerSocketChannel dead = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
			dead.bind(UnixDomainSocketAddress.of(path()));
		}
		assertThat(path()).exists();
	}

	private List<String> names() throws IOException {
		try (Stream<Path> all = Files.list(this.directory)) {
			return all.map((file) -> file.getFileName().toString()).toList();
		}
	}

	@Test
	void replacesWhatADeadProcessLeft() throws IOException {
		leaveStale();
		connect(start("orders"));
		assertThat(names()).containsExactly("x.sock");
	}

	@Test
	void leavesAServerThatListensAlone() throws IOException {
		NetAsyncServer first = start("first");
		assertThatExceptionOfType(BindFailedException.class).isThrownBy(() -> start("second"))
			.withMessage("Can't listen on " + path())
			.withCauseExactlyInstanceOf(BindException.class)
			.satisfies((ex) -> assertThat(ex.address()).isEqualTo(UnixDomainSocketAddress.of(path())));
		connect(first);
		assertThat(names()).containsExactly("x.sock");
	}

	@Test
	void leavesAFileThatIsNotASocketAlone() throws IOException {
		Files.writeString(path(), "precious");
		assertThatExceptionOfType(BindFailedException.class).isThrownBy(() -> start("orders"))
			.withCauseExactlyInstanceOf(FileSystemException.class)
			.havingCause()
			.withMessageEndingWith("there is a file that is not a socket");
		assertThat(path()).hasContent("precious");
		assertThat(names()).containsExactly("x.sock");
	}

	@Test
	void doesNotFollowALinkToASocket() throws IOException {
		leaveStale();
		Path link = Files.createSymbolicLink(this.directory.resolve("link"), path());
		assertThatExceptionOfType(BindFailedException.class).isThrownBy(() -> start("orders", link));
		assertThat(link).isSymbolicLink();
		assertThat(path()).exists();
	}

	@Test
	void needsADirectoryThatIsThereAndShortEnough() throws IOException {
		Path missing = this.directory.resolve("missing");
		assertThatExceptionOfType(BindFailedException.class)
			.isThrownBy(() -> start("orders", missing.resolve("x.sock")))
			.withCauseExactlyInstanceOf(NoSuchFileException.class)
			.havingCause()
			.withMessage(missing + ": there is no such directory");
		Path deep = Files.createDirectory(this.directory.resolve("d".repeat(102 - this.directory.toString().length())));
		assertThatExceptionOfType(BindFailedException.class).isThrownBy(() -> start("orders", deep.resolve("x")))
			.havingCause()
			.withMessageStartingWith("the path of its directory is too long");
		assertThat(deep).isEmptyDirectory();
	}

	@Test
	void isNeverThereForOthers() throws Exception {
		AtomicBoolean done = new AtomicBoolean();
		CompletableFuture<Set<String>> watching = CompletableFuture.supplyAsync(() -> watch(done));
		for (int i = 0; i < 300; i++) {
			start("orders").close();
		}
		done.set(true);
		assertThat(watching.get(10, TimeUnit.SECONDS)).containsExactlyInAnyOrder("directory rwx------",
				"socket rw-------");
	}

	private Set<String> watch(AtomicBoolean done) {
		Set<String> seen = new TreeSet<>();
		while (!done.get()) {
			try (Stream<Path> files = Files.list(this.directory)) {
				for (Path file : files.toList()) {
					String kind = Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS) ? "directory " : "socket ";
					seen.add(kind + PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
				}
			}
			catch (IOException ex) {
				// gone meanwhile
				continue;
			}
		}
		return seen;
	}

	@Test
	void ofServersThatStartTogetherOneWins() throws Exception {
		for (int round = 0; round < 300; round++) {
			leaveStale();
			CyclicBarrier together = new CyclicBarrier(6);
			List<CompletableFuture<NetAsyncServer>> starting = new ArrayList<>();
			for (int i = 0; i < 6; i++) {
				String name = "orders-" + i;
				starting.add(CompletableFuture.supplyAsync(() -> startWith(together, name), this.threads));
			}
			List<NetAsyncServer> winners = new ArrayList<>();
			for (CompletableFuture<NetAsyncServer> one : starting) {
				one.handle((server, failure) -> (server != null) ? winners.add(server) : failure)
					.get(10, TimeUnit.SECONDS);
			}
			assertThat(winners).hasSize(1);
			connect(winners.get(0));
			assertThat(names()).containsExactly("x.sock");
			winners.get(0).close();
			assertThat(names()).isEmpty();
		}
	}

	private NetAsyncServer startWith(CyclicBarrier together, String name) {
		try {
			together.await(10, TimeUnit.SECONDS);
			return start(name);
		}
		catch (BindFailedException ex) {
			assertThat(ex).hasCauseInstanceOf(BindException.class);
			throw ex;
		}
		catch (Exception ex) {
			throw new AssertionError(ex);
		}
	}

	@Test
	void removesItsOwnFileOnly() throws IOException {
		NetAsyncServer first = start("first");
		Files.delete(path());
		NetAsyncServer second = start("second");
		first.close();
		connect(second);
		second.stopAccepting();
		assertThat(names()).isEmpty();
		second.close();
		Files.writeString(path(), "somebody else's");
		start("third", this.directory.resolve("y.sock")).close();
		assertThat(names()).containsExactly("x.sock");
	}

	@Test
	void aNameThatIsGoneIsNotMissed() throws IOException {
		NetAsyncServer server = start("orders");
		Files.delete(path());
		server.close();
		connect(start("orders"));
	}

}
