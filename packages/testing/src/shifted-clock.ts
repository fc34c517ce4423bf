/** A clock that is wrong, for a program of ours that a test starts. */

/** NODE_OPTIONS with which a process takes the time for so many milliseconds later than it is. */
export function shiftedClock(byMs: number): string {
  const program = `
    const Right = Date;
    globalThis.Date = class extends Right {
      constructor(...given) {
        if (given.length === 0) super(Right.now() + ${byMs});
        else super(...given);
      }
      static now() {
        return Right.now() + ${byMs};
      }
    };`;
  return `--import data:text/javascript;base64,${Buffer.from(program).toString("base64")}`;
}
