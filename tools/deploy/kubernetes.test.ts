/** deploy/kubernetes: what is applied is what Kubernetes knows, runs with the least rights, and is what the server takes. */
import { isIP } from "node:net";
import { readConfig } from "@grantry/server/config";
import { routes } from "@grantry/server/http/routes";
import { Deployment } from "kubernetes-models/apps/v1";
import { Job } from "kubernetes-models/batch/v1";
import { Ingress, NetworkPolicy } from "kubernetes-models/networking.k8s.io/v1";
import { PodDisruptionBudget } from "kubernetes-models/policy/v1";
import { Namespace, Service, ServiceAccount } from "kubernetes-models/v1";
import { describe, expect, test } from "vitest";
import { compose, type Manifest } from "./kustomization.ts";

const models: Readonly<Record<string, new (data: never) => { validate(): void }>> = {
  "apps/v1 Deployment": Deployment,
  "batch/v1 Job": Job,
  "networking.k8s.io/v1 Ingress": Ingress,
  "networking.k8s.io/v1 NetworkPolicy": NetworkPolicy,
  "policy/v1 PodDisruptionBudget": PodDisruptionBudget,
  "v1 Namespace": Namespace,
  "v1 Service": Service,
  "v1 ServiceAccount": ServiceAccount,
};

// biome-ignore lint/suspicious/noExplicitAny: manifests are read as they come; the schemas say what they are.
type Any = any;
const composed = {
  base: compose("deploy/kubernetes/base"),
  production: compose("deploy/kubernetes/production"),
};
const upgradeCheck = compose("deploy/kubernetes/upgrade-check");
const one = (manifests: readonly Manifest[], kind: string): Any => {
  const found = manifests.filter((manifest) => manifest.kind === kind);
  expect(found).toHaveLength(1);
  return found[0];
};

test.each(
  [...composed.production, ...upgradeCheck].map(
    (manifest) => [`${manifest.apiVersion} ${manifest.kind}`, manifest] as const,
  ),
)("%s keeps to the published schema", (kind, manifest) => {
  const Model = models[kind];
  if (Model === undefined) throw new Error(`There is no model of ${kind} here.`);
  new Model(manifest as never).validate();
});

describe.each(Object.entries(composed))("%s", (_, manifests) => {
  const deployment = one(manifests, "Deployment");
  const pod = deployment.spec.template.spec;
  const [container] = pod.containers;

  test("the pod has the least rights: the restricted profile, a read-only root, no account of the cluster", () => {
    expect(pod).toMatchObject({
      automountServiceAccountToken: false,
      enableServiceLinks: false,
      securityContext: {
        runAsNonRoot: true,
        runAsUser: 1000,
        seccompProfile: { type: "RuntimeDefault" },
      },
    });
    expect(pod.containers).toHaveLength(1);
    expect(container.securityContext).toEqual({
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ["ALL"] },
    });
    for (const name of ["hostNetwork", "hostPID", "hostIPC", "initContainers"])
      expect(pod).not.toHaveProperty(name);
    for (const volume of pod.volumes) {
      expect(["emptyDir", "secret"]).toContain(Object.keys(volume).find((key) => key !== "name"));
    }
    expect(container.resources.limits.memory).toBeDefined();
  });

  test("secrets come by reference alone, and no secret lies here", () => {
    expect(manifests.filter(({ kind }) => kind === "Secret")).toEqual([]);
    const given = container.env.filter(({ value }: Any) => value !== undefined);
    for (const { name } of given) {
      expect(name).not.toMatch(/TOKEN|PASSWORD|SECRET|DATABASE_URL|ENCRYPTION_KEYS$/);
    }
    const referred = container.env.filter(({ valueFrom }: Any) => valueFrom !== undefined);
    expect(referred.map(({ valueFrom }: Any) => valueFrom.secretKeyRef.name)).toEqual([
      "grantry",
      "grantry",
    ]);
  });

  test("the server takes this environment, as one of production", () => {
    const secret: Readonly<Record<string, string>> = {
      "database-url": "postgres://grantry:pw@db/grantry",
      "metrics-token": "m".repeat(24),
    };
    const environment = Object.fromEntries(
      container.env.map(({ name, value, valueFrom }: Any) => [
        name,
        value ?? secret[valueFrom.secretKeyRef.key],
      ]),
    );
    const config = readConfig(environment);
    expect(config).toMatchObject({
      production: true,
      host: "0.0.0.0",
      encryptionKeyFileIsExplicit: true,
    });
    const ports = container.ports.map(({ containerPort }: Any) => containerPort);
    expect(ports).toEqual([config.port]);
    const mounted = (path: string) =>
      container.volumeMounts.find(({ mountPath }: Any) => path.startsWith(`${mountPath}/`))?.name;
    expect(mounted(`${environment["GRANTRY_DATA_DIR"]}/`)).toBe("data");
    expect(mounted(config.encryptionKeyFile)).toBe("keys");
  });

  test("every probe asks a route that the server has", () => {
    const { startupProbe, livenessProbe, readinessProbe } = container;
    const paths = [startupProbe, livenessProbe, readinessProbe].map(({ httpGet }) => httpGet.path);
    expect(paths).toEqual(["/healthz", "/healthz", "/readyz"]);
    const served = routes.map(({ path }) => path);
    expect(served).toEqual(expect.arrayContaining(paths));
    for (const { httpGet } of [startupProbe, livenessProbe, readinessProbe])
      expect(httpGet.port).toBe("http");
  });

  test("the service finds the pods", () => {
    const { selector, ports } = one(manifests, "Service").spec;
    expect(deployment.spec.template.metadata.labels).toMatchObject(selector);
    expect(deployment.spec.selector.matchLabels).toEqual(selector);
    expect(ports.map(({ targetPort }: Any) => targetPort)).toEqual([container.ports[0].name]);
    expect(pod.serviceAccountName).toBe(one(manifests, "ServiceAccount").metadata.name);
  });
});

describe("production", () => {
  const manifests = composed.production;
  const labels = one(manifests, "Deployment").spec.template.metadata.labels;

  test("two processes, of which one stays while machines are emptied", () => {
    const { minAvailable, selector } = one(manifests, "PodDisruptionBudget").spec;
    const { replicas, strategy } = one(manifests, "Deployment").spec;
    expect(replicas).toBe(2);
    expect(minAvailable).toBeLessThan(replicas);
    expect(strategy.rollingUpdate.maxUnavailable).toBe(0);
    expect(labels).toMatchObject(selector.matchLabels);
  });

  test("the network lets nothing through but DNS, the database and public https, and nobody in but the proxies' and metrics' namespaces", () => {
    const { podSelector, policyTypes, ingress, egress } = one(manifests, "NetworkPolicy").spec;
    expect(labels).toMatchObject(podSelector.matchLabels);
    expect(policyTypes).toEqual(["Ingress", "Egress"]);
    for (const rule of ingress)
      expect(rule.from.every((peer: Any) => peer.namespaceSelector)).toBe(true);
    const ports = egress.map((rule: Any) => rule.ports.map(({ port }: Any) => port));
    expect(ports).toEqual([[53, 53], [5432], [443]]);
    const [{ ipBlock }] = egress[2].to;
    expect(ipBlock.except).toEqual(
      expect.arrayContaining([
        "10.0.0.0/8",
        "172.16.0.0/12",
        "192.168.0.0/16",
        "169.254.0.0/16",
        "127.0.0.0/8",
      ]),
    );
  });

  test("the proxies that are trusted are single addresses: a range would trust other pods", () => {
    const [container] = one(manifests, "Deployment").spec.template.spec.containers;
    const { value } = container.env.find(({ name }: Any) => name === "GRANTRY_TRUSTED_PROXIES");
    expect(value.split(",").filter((address: string) => !isIP(address))).toEqual([]);
  });

  test("the namespace demands the restricted profile, and everything is in it", () => {
    const { metadata } = one(manifests, "Namespace");
    expect(metadata.labels["pod-security.kubernetes.io/enforce"]).toBe("restricted");
    for (const { kind, metadata: of } of manifests) {
      if (kind !== "Namespace") expect(of["namespace"]).toBe(metadata.name);
    }
  });

  test("the public URL is the name that leads to the service", () => {
    const { rules, tls } = one(manifests, "Ingress").spec;
    const [container] = one(manifests, "Deployment").spec.template.spec.containers;
    const url = container.env.find(({ name }: Any) => name === "GRANTRY_PUBLIC_URL").value;
    expect(rules.map(({ host }: Any) => `https://${host}`)).toEqual([url]);
    expect(tls[0].hosts).toEqual([rules[0].host]);
    expect(rules[0].http.paths[0].backend.service).toEqual({
      name: "grantry",
      port: { name: "http" },
    });
  });
});

test("the check of an upgrade runs as the server does, and gets none of its calls", () => {
  const { production } = composed;
  const { template } = one(upgradeCheck, "Job").spec;
  const server = one(production, "Deployment").spec.template.spec;
  for (const name of ["securityContext", "volumes", "automountServiceAccountToken"]) {
    expect(template.spec[name]).toEqual(server[name]);
  }
  const [[checked], [served]] = [template.spec.containers, server.containers];
  for (const name of ["image", "securityContext", "volumeMounts", "resources"]) {
    expect(checked[name]).toEqual(served[name]);
  }
  expect(served.env).toEqual(expect.arrayContaining(checked.env));
  const { selector } = one(production, "Service").spec;
  expect(template.metadata.labels).not.toMatchObject(selector);
});

test("a manifest that breaks the schema is refused", () => {
  const broken = { apiVersion: "apps/v1", kind: "Deployment", spec: { replicas: "2" } };
  expect(() => new Deployment(broken as never).validate()).toThrow(/replicas/);
});
