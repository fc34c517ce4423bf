#!/usr/bin/env node
/** The program. */
import { exitCodes } from "./failure.ts";
import { processOutside } from "./outside.ts";
import { runProgram } from "./program.ts";

process.once("SIGINT", () => process.exit(exitCodes.interrupted));
// The first process of a container is not ended by a signal that nobody watches for.
process.once("SIGTERM", () => process.exit(exitCodes.terminated));
// Whoever reads may stop reading: `grantry … | head`.
process.stdout.on("error", () => process.exit(exitCodes.ok));

process.exitCode = await runProgram(process.argv.slice(2), processOutside());
