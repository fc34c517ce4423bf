/** Loaded before the official command line: it soon asks again whether a sign-in is approved. */
const betweenPollsMs = 5_000;
const shortMs = 50;

const { setTimeout: wait } = globalThis;
globalThis.setTimeout = (work, ms, ...values) =>
  wait(work, ms === betweenPollsMs ? shortMs : ms, ...values);
