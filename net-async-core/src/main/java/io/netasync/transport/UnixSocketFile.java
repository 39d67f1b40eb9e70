package io.netasync.transport;

import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.channels.SocketChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

import io.netasync.event.Endpoint;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * The file of a Unix socket that a server listens on.
 * <p>
 * A socket's file appears when it is bound, open to whom the process' umask lets in, and
 * binding fails if there is a file, even one that a dead process left. So the socket is
 * bound in a directory of its own that nobody else may enter, gets its permissions there,
 * and only then its name, by a hard link, which fails if the name is taken: of servers
 * that start together one wins. What a dead process left is deleted first, by one server
 * at a time, so that none deletes the file of one that was faster. What Netty deletes
 * when it closes the channel is the name in that directory, which is long gone.
 *
 * @author net-async
 */
final class UnixSocketFile {

	private static final Log logger = LogFactory.getLog(UnixSocketFile.class);

	/** Where a mode says what kind of file it is of: {@code man 7 inode}. */
	private static final int KIND = 0170000;

	private static final int SOCKET = 0140000;

	private static final int RADIX = 36;

	/** 36 to the power of 6, so that random names have 6 characters at most. */
	private static final long NAMES = 2_176_782_336L;

	private static final FileAttribute<?> PRIVATE = PosixFilePermissions
		.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

	private final UnixDomainSocketAddress address;

	private final Path path;

	private final Set<PosixFilePermission> permissions;

	private volatile @Nullable Object key;

	UnixSocketFile(UnixDomainSocketAddress address, Set<PosixFilePermission> permissions) {
		this.address = address;
		this.path = address.getPath();
		this.permissions = permissions;
	}

	UnixDomainSocketAddress address() {
		return this.address;
	}

	/**
	 * Listens, and waits until it does.
	 * @param bootstrap how, but for the kind of channel
	 * @param types the kind of channel
	 * @return the channel
	 * @throws BindFailedException if it can't be; the cause says why
	 */
	Channel bind(ServerBootstrap bootstrap, SocketTypes types) {
		try {
			Path directory = Objects.requireNonNull(this.path.getParent());
			if (!Files.isDirectory(directory)) {
				throw new NoSuchFileException(directory.toString(), null, "there is no such directory");
			}
			Path room = directory.resolve("." + name());
			Path inside = room.resolve(name());
			requireShort(inside);
			Files.createDirectory(room, PRIVATE);
			try {
				return bind(
						bootstrap.channel(types.unixServer())
							.childAttr(ChannelSocket.UNIX, Endpoint.unix(this.path.toString())),
						types.address(UnixDomainSocketAddress.of(inside)), inside);
			}
			finally {
				leave(room, inside);
			}
		}
		catch (IOException | UnsupportedOperationException ex) {
			throw new BindFailedException(this.address, ex);
		}
	}

	private Channel bind(ServerBootstrap bootstrap, SocketAddress to, Path inside) throws IOException {
		ChannelFuture bound = bootstrap.bind(to).awaitUninterruptibly();
		if (!bound.isSuccess()) {
			throw new IOException(String.valueOf(bound.cause().getMessage()), bound.cause());
		}
		try {
			Files.setPosixFilePermissions(inside, this.permissions);
			link(inside);
			return bound.channel();
		}
		catch (IOException | RuntimeException ex) {
			bound.channel().close().awaitUninterruptibly();
			throw ex;
		}
	}

	private static void leave(Path room, Path inside) {
		try {
			Files.deleteIfExists(inside);
			Files.delete(room);
		}
		catch (IOException ex) {
			logger.warn("Can't remove the directory " + room, ex);
		}
	}

	private static String name() {
		return Long.toString(ThreadLocalRandom.current().nextLong(NAMES), RADIX);
	}

	private static void requireShort(Path inside) throws IOException {
		try {
			Endpoint.unix(inside.toString());
		}
		catch (IllegalArgumentException ex) {
			throw new IOException(
					"the path of its directory is too long: it may have %d bytes less than that of a socket"
						.formatted("/.123456/123456".length()),
					ex);
		}
	}

	private void link(Path inside) throws IOException {
		try {
			Files.createLink(this.path, inside);
		}
		catch (FileAlreadyExistsException ex) {
			requireDead();
			replace(inside);
		}
		this.key = key(inside);
	}

	/**
	 * Refuses to replace a file unless it is a socket where nobody listens.
	 */
	private void requireDead() throws IOException {
		if (!Files.exists(this.path, LinkOption.NOFOLLOW_LINKS)) {
			return;
		}
		int mode = (int) Files.getAttribute(this.path, "unix:mode", LinkOption.NOFOLLOW_LINKS);
		if ((mode & KIND) != SOCKET) {
			throw new FileSystemException(this.path.toString(), null, "there is a file that is not a socket");
		}
		if (isListening()) {
			throw inUse();
		}
	}

	private boolean isListening() throws IOException {
		try (SocketChannel probe = SocketChannel.open(StandardProtocolFamily.UNIX)) {
			probe.configureBlocking(false);
			probe.connect(this.address);
			return true;
		}
		catch (ConnectException ex) {
			return false;
		}
	}

	private void replace(Path inside) throws IOException {
		Path lock = this.path.resolveSibling("." + this.path.getFileName() + ".lock");
		// for reading, too: if it is a pipe that somebody has put there, opening does not
		// wait
		try (FileChannel file = FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.READ,
				StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS); FileLock held = file.tryLock()) {
			if (held == null) {
				throw inUse();
			}
			replaceAlone(inside, lock);
		}
		catch (OverlappingFileLockException | FileAlreadyExistsException ex) {
			throw inUse();
		}
	}

	private void replaceAlone(Path inside, Path lock) throws IOException {
		try {
			requireDead();
			Files.deleteIfExists(this.path);
			Files.createLink(this.path, inside);
		}
		finally {
			Files.deleteIfExists(lock);
		}
	}

	private static BindException inUse() {
		return new BindException("somebody listens there");
	}

	private static @Nullable Object key(Path file) throws IOException {
		return Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS).fileKey();
	}

	/**
	 * Removes the file, if it is still the one that was bound. To be called while the
	 * channel is open: until then no other file can have the same key.
	 */
	void remove() {
		Object own = this.key;
		this.key = null;
		try {
			if (own != null && own.equals(key(this.path))) {
				Files.delete(this.path);
			}
		}
		catch (NoSuchFileException ex) {
			logger.debug("Somebody has removed " + this.path, ex);
		}
		catch (IOException ex) {
			logger.warn("Can't remove the socket " + this.path, ex);
		}
	}

}
