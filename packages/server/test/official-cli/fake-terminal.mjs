/**
 * Loaded before the official command line where a test wants it to ask questions: its pipes then
 * pass for a terminal, and its two minutes of waiting for a consent are short.
 */
const waitMinMs = 100_000;
const shortMs = 4_000;

for (const stream of [process.stdin, process.stdout, process.stderr]) stream.isTTY = true;
process.stdin.setRawMode = () => process.stdin;

const timeout = AbortSignal.timeout.bind(AbortSignal);
AbortSignal.timeout = (ms) => timeout(ms >= waitMinMs ? shortMs : ms);
