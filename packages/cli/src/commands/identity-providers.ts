/** Commands about who names an app's users: its identity providers. */
import { identityPresets } from "@grantry/contract/identity-presets";
import { type App, app as appSchema } from "@grantry/contract/v1/apps";
import { type Command, isOn, listOption, type Run, table, textOption } from "../command.ts";
import { usage } from "../failure.ts";
import { appOf } from "../project.ts";
import { openSession } from "../session.ts";
import { workspaceOfApp, workspacePath } from "../workspace.ts";

const presetNames = Object.keys(identityPresets).join(", ");
const page = "docs/identity-providers.md has a recipe for each";

export const setIdentityProvider: Command = {
  name: "apps identity-provider",
  summary: `Set which identity provider signs an app's users in: an issuer, or preset=issuer (${presetNames})`,
  takes: ["<issuer>"],
  options: {
    audience: { value: "AUD", summary: 'what the claim "aud" must hold' },
    azp: { value: "LIST", summary: 'what the claim "azp" may be, for tokens without "aud"' },
    "client-id": { value: "LIST", summary: 'what the claim "client_id" may be' },
    "jwks-uri": {
      value: "URL",
      summary: "address of the key set, if the issuer does not publish one",
    },
    algorithms: { value: "LIST", summary: "accepted signature algorithms, such as RS256,EdDSA" },
    typ: {
      value: "LIST",
      summary: 'what the header "typ" must be, such as at+jwt, if not JWT, at+jwt or absent',
    },
    remove: { summary: "remove the provider with this issuer" },
  },
  run: async (run) => {
    const entered = enteredProvider(run);
    const session = await openSession(run);
    const app = appOf(run, session.project);
    const path = workspacePath(await workspaceOfApp(run, session, app), "apps", app);
    const before = await session.ask(appSchema, { path });
    const [same, others] = split(before.identity_providers, entered);
    if (same.length > 1) {
      throw usage(
        `The app has ${same.length} identity providers with the issuer ${entered.issuer}, which differ in whom their tokens are for: change them by the bootstrap file or the API, as a list.`,
      );
    }
    const isRemoval = isOn(run, "remove");
    if (isRemoval && same.length === 0) {
      throw usage(`The app has no identity provider with the issuer ${entered.issuer}.`);
    }
    const [old] = same;
    const body = {
      identity_providers: isRemoval
        ? others
        : [...others, { ...claimsOf(old, entered), ...entered }],
    };
    const json = await session.ask(appSchema, { method: "PATCH", path, body });
    return { json, lines: linesOf(json) };
  },
};

/** As it was typed; the server fills in what the preset knows. */
function enteredProvider(run: Run) {
  const [, preset, issuer = ""] = /^(?:([A-Za-z0-9.-]+)=)?(.*)$/s.exec(run.given[0] ?? "") ?? [];
  if (/^(authjs|auth\.js|nextauth|next-auth)$/i.test(preset ?? "")) {
    throw usage(
      "Auth.js encrypts its session tokens, so that nobody else can read them: have your backend call createAppUserToken of the SDK instead.",
    );
  }
  if (preset !== undefined && !Object.hasOwn(identityPresets, preset)) {
    throw usage(`There is no preset ${preset}; there are ${presetNames}. ${page}.`);
  }
  const [azp, clientIds, algorithms, tokenTypes] = ["azp", "client-id", "algorithms", "typ"].map(
    (name) => listOption(run, name),
  );
  return {
    ...(preset === undefined ? {} : { preset }),
    issuer,
    ...given("audience", textOption(run, "audience")),
    ...given("azp", azp),
    ...given("client_id", clientIds),
    ...given("jwks_uri", textOption(run, "jwks-uri")),
    ...given("algorithms", algorithms),
    ...given("token_types", tokenTypes),
  };
}

function given(name: string, value: string | readonly string[] | undefined) {
  return value === undefined || value.length === 0 ? {} : { [name]: value };
}

type Entry = App["identity_providers"][number];
type Entered = { readonly issuer: string; readonly preset?: string };

/** The entries of the issuer that was typed, and the others. */
function split(entries: readonly Entry[], { issuer, preset }: Entered): [Entry[], Entry[]] {
  const isSame = (one: Entry) =>
    preset === undefined ? one.issuer === issuer : bare(one.issuer) === bare(issuer);
  return [entries.filter(isSame), entries.filter((one) => !isSame(one))];
}

/** A preset spells the issuer as its service does, with a slash at the end or without. */
function bare(issuer: string): string {
  return issuer.replace(/\/+$/, "");
}

/** Which claim names a user is kept: by another one all of them would be other users. */
function claimsOf(old: Entry | undefined, { preset }: Entered) {
  if (old === undefined || preset !== undefined) return {};
  const { user_id_claim, email_claim, name_claim } = old;
  return { user_id_claim, email_claim, name_claim };
}

function linesOf({ identity_providers: providers }: App): string[] {
  const rows = providers.map(({ issuer, audience, azp, client_id, algorithms }) => [
    issuer,
    audience ?? [...(azp ?? []), ...(client_id ?? [])].join(" "),
    algorithms.join(" "),
  ]);
  return table(["ISSUER", "FOR", "ALGORITHMS"], rows);
}
