/** Sends the counters and gauges of a registry by OpenTelemetry, as they are when it asks. Histograms: histogram.ts. */
import { type Attributes, metrics, type Observable } from "@opentelemetry/api";
import { Counter, Gauge, type Registry } from "@prometheus-io/client";

interface Sent {
  readonly metric: { get(): Promise<Values> };
  readonly instrument: Observable;
}
interface Values {
  readonly values: readonly { readonly value: number; readonly labels: object }[];
}

/** Once all are declared. Where there is no SDK nobody ever asks. */
export function sendMetrics(registry: Registry): void {
  const meter = metrics.getMeter("grantry");
  const all = registry.getMetricsAsArray().flatMap((metric): Sent[] => {
    const { name, help: description } = metric as unknown as { name: string; help: string };
    if (metric instanceof Counter) {
      return [{ metric, instrument: meter.createObservableCounter(name, { description }) }];
    }
    if (metric instanceof Gauge) {
      return [{ metric, instrument: meter.createObservableGauge(name, { description }) }];
    }
    return [];
  });
  const instruments = all.map(({ instrument }) => instrument);
  meter.addBatchObservableCallback(async (result) => {
    for (const { metric, instrument } of all) {
      const { values } = await metric.get();
      for (const { value, labels } of values) {
        result.observe(instrument, value, labels as Attributes);
      }
    }
  }, instruments);
}
