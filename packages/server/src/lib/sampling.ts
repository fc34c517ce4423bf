/**
 * Which traces are recorded, as `OTEL_TRACES_SAMPLER` has it, decided before anything is made of a request: most are not.
 * https://opentelemetry.io/docs/specs/otel/trace/sdk/#sampling
 */
import { type SpanContext, TraceFlags } from "@opentelemetry/api";

export interface Sampling {
  /** Whether a caller that has a trace decides. */
  readonly isParentBased: boolean;
  /** Of traces that nobody has decided on: from 0 to 1, by their ids. */
  readonly share: number;
}

/** A trace's id, in four parts of 32 bits. */
export type TraceNumber = readonly [number, number, number, number];

const partsMax = 2 ** 32;

/** An id that nobody has: it need not be secret, and is made for every request. */
export function newTraceNumber(): TraceNumber {
  return [randomPart(), randomPart(), randomPart(), randomPart()];
}

const randomPart = () => Math.floor(Math.random() * partsMax);

export function hexOf(parts: readonly number[]): string {
  return parts.map((part) => part.toString(16).padStart(8, "0")).join("");
}

function numberOf(traceId: string): TraceNumber {
  const part = (at: number) => Number.parseInt(traceId.slice(at, at + 8), 16);
  return [part(0), part(8), part(16), part(24)];
}

/** Whether the share has this trace, wherever that is asked: the SDK's TraceIdRatioBasedSampler decides so, too. */
function hasDrawn(share: number, [a, b, c, d]: TraceNumber): boolean {
  const bound = share === 1 ? partsMax : Math.floor(share * (partsMax - 1));
  return (a ^ b ^ c ^ d) >>> 0 < bound;
}

/** Whether a trace that begins here is recorded. */
export function isRecordedFrom({ share }: Sampling, trace: TraceNumber): boolean {
  return hasDrawn(share, trace);
}

/** Whether a caller's trace is recorded here. */
export function isRecordedBelow({ isParentBased, share }: Sampling, caller: SpanContext): boolean {
  if (isParentBased) return (caller.traceFlags & TraceFlags.SAMPLED) !== 0;
  return hasDrawn(share, numberOf(caller.traceId));
}

/** What a request that is not recorded is called in lines of the log. Most write none: it is worked out where one is. */
export class UnrecordedContext implements SpanContext {
  readonly traceFlags: number = TraceFlags.NONE;
  readonly #trace: TraceNumber | string;
  #spanId: string | undefined;

  /** `trace`: a number that was drawn here, or a caller's id. */
  constructor(trace: TraceNumber | string) {
    this.#trace = trace;
  }

  get traceId(): string {
    return typeof this.#trace === "string" ? this.#trace : hexOf(this.#trace);
  }

  get spanId(): string {
    this.#spanId ??= hexOf([randomPart(), randomPart()]);
    return this.#spanId;
  }
}

const byName: Readonly<Record<string, (share: number) => Sampling>> = {
  always_on: () => ({ isParentBased: false, share: 1 }),
  always_off: () => ({ isParentBased: false, share: 0 }),
  traceidratio: (share) => ({ isParentBased: false, share }),
  parentbased_always_on: () => ({ isParentBased: true, share: 1 }),
  parentbased_always_off: () => ({ isParentBased: true, share: 0 }),
  parentbased_traceidratio: (share) => ({ isParentBased: true, share }),
};

/** Of the two variables, read as the SDK reads them: what it does not know, of which it complains, records all. */
export function readSampling(name: string | undefined, share: string | undefined): Sampling {
  const given = (share ?? "").trim() === "" ? 1 : Number(share);
  const valid = given >= 0 && given <= 1 ? given : 1;
  const known = Object.hasOwn(byName, name ?? "") ? byName[name ?? ""] : undefined;
  return known?.(valid) ?? { isParentBased: true, share: 1 };
}
