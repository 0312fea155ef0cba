// Preloaded into the emulator. Its standard input is a pipe from the tests: when they end, however they end, it closes.
// The signal makes it write what it holds; if that hangs, it ends anyway after 10 s.
process.stdin.on('close', () => {
  setTimeout(() => process.exit(1), 10000);
  process.kill(process.pid, 'SIGTERM');
}).resume();
