/** Begins the dashboard in the page that the server sent. */
import "virtual:tokens.css";
import "./style.css";
import { MutationCache, QueryCache, QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { isRefused, Unreachable } from "./api/failures.ts";
import { personQuery } from "./api/queries.ts";
import { router } from "./router.tsx";

// Since it was asked who this is for, their workspace may have come to demand a second factor.
const onError = (failure: unknown): void => {
  if (isRefused(failure, "second_factor_required")) {
    void client.invalidateQueries({ queryKey: personQuery.queryKey, exact: true });
  }
};

const client: QueryClient = new QueryClient({
  queryCache: new QueryCache({ onError }),
  mutationCache: new MutationCache({ onError }),
  defaultOptions: {
    queries: {
      // Without an answer it is worth another try; what the server refused it refuses again.
      retry: (count, error) => error instanceof Unreachable && count < 2,
      staleTime: 10_000,
      // A lost connection is said, rather than waited for without a word.
      networkMode: "always",
    },
    mutations: { networkMode: "always" },
  },
});

// Every page asks who it is for; meanwhile the page comes.
void client.prefetchQuery(personQuery);

const root = document.getElementById("root");
if (root === null) throw new Error("The page has no place for the dashboard.");
createRoot(root).render(
  <StrictMode>
    <QueryClientProvider client={client}>
      <RouterProvider router={router} />
    </QueryClientProvider>
  </StrictMode>,
);
