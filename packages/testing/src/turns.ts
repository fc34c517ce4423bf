/** Whether others get their turn of the event loop while something is done: awaiting SQLite, which answers at once, gives none. */

/** How often they did until the work had ended, well or not. */
export async function turnsDuring(work: () => Promise<unknown>): Promise<number> {
  let turns = 0;
  let isDone = false;
  const turn = () => {
    turns += 1;
    if (!isDone) setImmediate(turn);
  };
  setImmediate(turn);
  try {
    await work();
  } finally {
    isDone = true;
  }
  return turns;
}
