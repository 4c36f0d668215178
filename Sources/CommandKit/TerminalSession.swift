internal import Glibc

/// Reads single keys and signals for a program that shows a live page on the terminal. The signals are blocked and
/// read synchronously. So no code runs in a signal handler, and the terminal's mode is always restored.
public struct TerminalSession {
    public enum Event: Sendable, Hashable {
        /// The time is over, and nothing has happened.
        case time
        case key(UInt8)
        case resized
        /// The program has received SIGINT, SIGTERM or SIGHUP, or the terminal is gone.
        case end
    }

    /// The time between two checks for signals, in milliseconds.
    private static let portion: Int64 = 100
    private var before = termios()
    private let isTerminal: Bool
    private var signals = sigset_t()

    /// Switches the terminal to single keys. Ctrl-C, Ctrl-Z and Ctrl-\\ then arrive as keys and not as signals.
    /// Otherwise Ctrl-Z could suspend the program and leave the terminal in this mode.
    public init() {
        sigemptyset(&signals)
        for signal in [SIGINT, SIGTERM, SIGHUP, SIGWINCH] { sigaddset(&signals, signal) }
        pthread_sigmask(SIG_BLOCK, &signals, nil)
        isTerminal = isatty(STDIN_FILENO) == 1 && isatty(STDOUT_FILENO) == 1
        guard isTerminal, tcgetattr(STDIN_FILENO, &before) == 0 else { return }
        var raw = before
        raw.c_lflag &= ~tcflag_t(ICANON | ECHO | ISIG)
        tcsetattr(STDIN_FILENO, TCSANOW, &raw)
    }

    /// Restores the terminal's mode.
    public func end() {
        var before = before
        if isTerminal { tcsetattr(STDIN_FILENO, TCSAFLUSH, &before) }
    }

    /// Waits for the next event.
    public func next(within milliseconds: Int64) -> Event {
        var left = milliseconds
        while true {
            if let event = signal() { return event }
            let portion = min(max(0, left), TerminalSession.portion)
            var looks = [pollfd(fd: STDOUT_FILENO, events: 0, revents: 0)]
            if isTerminal { looks.append(pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)) }
            let count = poll(&looks, nfds_t(looks.count), Int32(portion))
            // The terminal or the reader of the output is gone.
            if count > 0, looks[0].revents & Int16(POLLERR | POLLHUP | POLLNVAL) != 0 { return .end }
            if count > 0, looks.count > 1, looks[1].revents != 0 {
                var byte: UInt8 = 0
                return read(STDIN_FILENO, &byte, 1) == 1 ? .key(byte) : .end
            }
            left -= portion
            if left <= 0 { return signal() ?? .time }
        }
    }

    private func signal() -> Event? {
        var set = signals
        var none = timespec()
        switch sigtimedwait(&set, nil, &none) {
        case SIGWINCH: return .resized
        case SIGINT, SIGTERM, SIGHUP: return .end
        default: return nil
        }
    }
}
