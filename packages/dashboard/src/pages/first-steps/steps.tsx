/** The first steps as a list: each with its page and its command. */
import { Link, type LinkProps } from "@tanstack/react-router";
import type { ReactNode } from "react";
import type { Schemas } from "../../api/client.ts";
import { Code } from "../../parts/copy.tsx";
import { Icon } from "../../parts/icon.tsx";
import { Card } from "../../parts/page.tsx";
import { useWorkspace } from "../../shell/workspace.ts";
import { ofGrantry } from "../connectors/code.ts";

type FirstSteps = Schemas["FirstSteps"];

interface StepWords {
  readonly title: string;
  readonly says: string;
  /** The page where it is done. */
  readonly page?: { readonly text: string; readonly link: LinkProps };
  readonly commands?: readonly { readonly title: string; readonly text: string }[];
}

const production: Readonly<Record<string, string>> = {
  public_url: "A public https address: GRANTRY_PUBLIC_URL",
  postgresql: "PostgreSQL, so that several processes can serve: GRANTRY_DATABASE_URL",
  second_owner: "A second owner, who can let the first one in again",
  second_factor: "An authenticator app for every owner and admin who has a password",
};

/** Short of a real one, so that the command can be read. */
const someApp = "<app id>";
const someConnector = "<connector id>";

function wordsOf(name: string, { app, connector }: FirstSteps, workspaceId: string): StepWords {
  const params = { workspaceId };
  const appId = app?.id ?? someApp;
  const connectorId = connector?.id ?? someConnector;
  switch (name) {
    case "create_app":
      return {
        title: "Create an app",
        says: "The app whose users connect their accounts, and whose backend gets the tokens.",
        page: {
          text: "Create an app",
          link: { to: "/workspaces/$workspaceId/apps", params, search: { dialog: "create" } },
        },
        commands: [{ title: "Command", text: 'grantry apps create "My app"' }],
      };
    case "allow_origin":
      return {
        title: "Allow its origin",
        says: "Pages of this origin may call the server, and consents lead back to it. While you develop, that is http://localhost:5173 or http://localhost:3000.",
        page:
          app === null
            ? { text: "Apps", link: { to: "/workspaces/$workspaceId/apps", params } }
            : {
                text: "Allow an origin",
                link: {
                  to: "/workspaces/$workspaceId/apps/$appId/origins",
                  params: { workspaceId, appId: app.id },
                } as LinkProps,
              },
        commands: [
          {
            title: "Command",
            text: `grantry apps change ${appId} --add-origin http://localhost:5173`,
          },
        ],
      };
    case "add_connector":
      return {
        title: "Add a connector",
        says: "Try it with made-up accounts first: the sandbox is a provider that one command starts, and it prints what to enter. Then a real service, with an OAuth client of yours.",
        page: {
          text: "Choose a service",
          link: { to: "/workspaces/$workspaceId/connectors/new", params },
        },
        commands: [{ title: "Command: what there is", text: "grantry connectors list-available" }],
      };
    case "connect":
      return {
        title: "Connect once yourself",
        says: "Call this in a page of your app, as one of its users, and consent.",
        ...pageOf(connector?.id, workspaceId, "Test the connector"),
        commands: ofGrantry(connectorId).slice(0, 1),
      };
    case "copy_code":
      return {
        title: "Copy the code",
        says: "Your backend asks for the token whenever it needs one, and gets one that works.",
        ...pageOf(connector?.id, workspaceId, "All of its code"),
        commands: ofGrantry(connectorId).slice(1, 2),
      };
    default:
      return {
        title: "Put it into production",
        says: "What a server that people rely on also needs:",
        page: {
          text: "Invite a second owner",
          link: { to: "/workspaces/$workspaceId/people", params, search: { dialog: "invite" } },
        },
        commands: [{ title: "Command", text: "npm run start:server" }],
      };
  }
}

function pageOf(
  connectorId: string | undefined,
  workspaceId: string,
  text: string,
): Pick<StepWords, "page"> {
  if (connectorId === undefined) return {};
  const to = "/workspaces/$workspaceId/connectors/$connectorId";
  return { page: { text, link: { to, params: { workspaceId, connectorId } } as LinkProps } };
}

export const isOpen = ({ steps }: FirstSteps): boolean => steps.some(({ done }) => !done);

const doneOf = ({ steps }: FirstSteps) =>
  `${steps.filter(({ done }) => done).length} of ${steps.length} steps are done.`;

export function FirstStepsList({ steps: first }: { readonly steps: FirstSteps }): ReactNode {
  return (
    <section className="card" aria-label="First steps">
      <p className="vh" role="status">
        {doneOf(first)}
      </p>
      <Steps first={first} />
    </section>
  );
}

/** What is left of them, where it is not all that the page is about. */
export function OpenSteps({
  steps: first,
  onHide,
}: {
  readonly steps: FirstSteps;
  readonly onHide: () => void;
}): ReactNode {
  const { id: workspaceId } = useWorkspace();
  return (
    <Card
      title="First steps"
      flush
      side={
        <span className="acts">
          <span className="t2 small" role="status">
            {doneOf(first)}
          </span>
          <Link
            className="btn s"
            to="/workspaces/$workspaceId/first-steps"
            params={{ workspaceId }}
          >
            Show all<span className="vh"> first steps</span>
          </Link>
          <button type="button" className="btn s quiet" onClick={onHide}>
            Hide<span className="vh"> the first steps</span>
          </button>
        </span>
      }
    >
      <Steps first={first} isOpenOnly />
    </Card>
  );
}

function Steps({
  first,
  isOpenOnly = false,
}: {
  readonly first: FirstSteps;
  readonly isOpenOnly?: boolean;
}): ReactNode {
  const next = first.steps.find(({ done }) => !done)?.name;
  return (
    <ol className="firststeps">
      {first.steps.map(({ name, done }, at) =>
        done && isOpenOnly ? null : (
          <Step
            key={name}
            name={name}
            at={at + 1}
            first={first}
            heading={isOpenOnly ? "h3" : "h2"}
            state={done ? "done" : name === next ? "now" : "later"}
          />
        ),
      )}
    </ol>
  );
}

const stateWords = { done: "Done: ", now: "Next: ", later: "" } as const;

function Step({
  name,
  at,
  first,
  heading: Heading,
  state,
}: {
  readonly name: string;
  readonly at: number;
  readonly first: FirstSteps;
  readonly heading: "h2" | "h3";
  readonly state: keyof typeof stateWords;
}): ReactNode {
  const { id: workspaceId } = useWorkspace();
  const { title, says, page, commands = [] } = wordsOf(name, first, workspaceId);
  return (
    <li>
      <span className={`num-b ${state}`} aria-hidden="true">
        {state === "done" ? <Icon name="check" /> : at}
      </span>
      <div className="stack s">
        <Heading>
          <span className="vh">{stateWords[state]}</span>
          {title}
        </Heading>
        <p className="t2">{says}</p>
        {name === "production" ? <Production first={first} /> : null}
        {state === "done"
          ? null
          : commands.map((one) => <Code key={one.title} title={one.title} text={one.text} />)}
      </div>
      {page === undefined ? null : (
        <Link className={state === "now" ? "btn pri s" : "btn s"} {...page.link}>
          {page.text}
        </Link>
      )}
    </li>
  );
}

function Production({ first }: { readonly first: FirstSteps }): ReactNode {
  return (
    <ul className="legend">
      {first.production.map(({ name, done }) => (
        <li key={name}>
          <span className={done ? "c-ok" : "c-off"}>
            <Icon name={done ? "works" : "waits"} />
          </span>
          <span>
            {production[name] ?? name}
            <span className="t2">{done ? ": done" : ": not yet"}</span>
          </span>
        </li>
      ))}
    </ul>
  );
}
