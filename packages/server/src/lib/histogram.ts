/** Histograms, declared once for whoever scrapes and for OpenTelemetry. */
import { metrics } from "@opentelemetry/api";
import { Histogram, type Registry } from "@prometheus-io/client";

export interface Declared {
  readonly name: string;
  readonly help: string;
  readonly labelNames?: readonly string[];
  readonly buckets: readonly number[];
  readonly registers: Registry[];
}

/** OpenTelemetry has it where an SDK was there before; else its part costs nothing. */
export function declareHistogram({ name, help, labelNames = [], buckets, registers }: Declared): {
  observe(value: number, labels?: Record<string, string>): void;
} {
  const scraped = new Histogram<string>({
    name,
    help,
    labelNames: [...labelNames],
    buckets: [...buckets],
    registers,
  });
  const advice = { explicitBucketBoundaries: [...buckets] };
  const sent = metrics.getMeter("grantry").createHistogram(name, { description: help, advice });
  return {
    observe: (value, labels) => {
      if (labels === undefined) scraped.observe(value);
      else scraped.observe(labels, value);
      sent.record(value, labels);
    },
  };
}
