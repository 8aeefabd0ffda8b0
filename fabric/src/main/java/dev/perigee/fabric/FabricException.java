package dev.perigee.fabric;

/// What went wrong outside: disk, socket, archive, peer. The message says what failed with its
/// values, why, and how to fix it, in one line; [#reason] lets a caller choose between trying
/// again, refusing and giving up.
public final class FabricException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /// What a caller can do about it depends on this alone.
  public enum Reason {
    /// A bounded queue or buffer is full: try again later, or refuse in turn.
    BUSY,
    /// No room on the disk: nothing acknowledged is lost, works again once there is room.
    DISK_FULL,
    /// Stored bytes are not what was written.
    DAMAGED,
    /// Written by a newer release.
    NEWER_VERSION,
    /// Another process holds the folder or the socket.
    LOCKED,
    /// The folder can't be written.
    READ_ONLY,
    /// Used after close.
    CLOSED,
    /// The peer is out of contact.
    LOST,
    /// No answer within the bound.
    TIMED_OUT,
    /// Input that is not accepted: an archive, a frame, an offset with a gap.
    REFUSED,
    /// What was asked for is not there.
    NOT_FOUND,
    /// It is not in the state that the caller takes it to be in.
    CONFLICT,
    /// The peer's handler failed.
    REMOTE,
    /// Any other failure of the machine.
    IO
  }

  private final Reason reason;

  public FabricException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  public FabricException(Reason reason, String message, Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }
}
