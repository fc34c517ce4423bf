/** What tests hear of a program that they started. */
import { expect, onTestFinished, test } from "vitest";
import { startProgram } from "./started-program.ts";

const start = (script: string) => {
  const started = startProgram([process.execPath, "--eval", script], { env: {} });
  onTestFinished(() => {
    started.child.kill("SIGKILL");
  });
  return started;
};

test("however much is said until then, waiting leaves no listener behind", async () => {
  const lines = `
    let line = 0;
    const timer = setInterval(() => {
      console.log("line", ++line);
      if (line === 20) clearInterval(timer);
    }, 1);`;
  const { child, ended, until } = start(lines);
  await Promise.all([until("line 20"), until("line 2\n")]);
  const listeners = [child.stdout, child.stderr].map((one) => one?.listenerCount("data"));
  expect(listeners).toEqual([1, 1]);
  expect(await ended).toEqual([0, null]);
});

test("what it says in pieces, and on both outputs, is heard whole", async () => {
  const pieces = `
    const [first, ...rest] = Buffer.from("é");
    process.stdout.write(Buffer.from([first]));
    setTimeout(() => { process.stdout.write(Buffer.from(rest)); console.error("wrong"); }, 5);`;
  const { ended, said, until } = start(pieces);
  await Promise.all([until("é"), until("wrong\n")]);
  expect(await ended).toEqual([0, null]);
  expect(said()).toHaveLength("éwrong\n".length);
});

test("where it ends without having said it, that is told with what it said instead", async () => {
  const waiting = start('console.log("other"); process.exitCode = 3;').until("this");
  await expect(waiting).rejects.toThrow('It ended (3) before "this": other');
});

test("one that cannot be started is told as such", async () => {
  const none = startProgram(["/no/such/program"], { env: {} });
  await expect(none.until("this")).rejects.toThrow("ENOENT");
});
