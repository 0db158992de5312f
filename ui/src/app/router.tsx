import { createHashHistory, createRootRoute, createRoute, createRouter, type RouterHistory } from "@tanstack/react-router";
import type { Action } from "../bindings/Action";
import { Start } from "../features/importing/start/Start";
import { Wizard } from "../features/importing/Wizard";
import { Fallen } from "./Falls";
import { Frame } from "./Frame";
import { Nowhere } from "./Nowhere";

const root = createRootRoute({ component: Frame, notFoundComponent: Nowhere });

const start = createRoute({ getParentRoute: () => root, path: "/", component: Start });

/** What the wizard's tables are narrowed to: kept in the address, so that it is there again after going back. */
export interface WizardSearch {
  issue?: string | undefined;
  column?: number | undefined;
  text?: string | undefined;
  action?: Action | undefined;
  field?: string | undefined;
}

const ACTIONS: readonly string[] = ["create", "update", "delete", "trash"] satisfies Action[];

function text(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}

const wizard = createRoute({
  getParentRoute: () => root,
  path: "/import/$draft",
  component: Wizard,
  validateSearch: (search: Record<string, unknown>): WizardSearch => ({
    issue: text(search.issue),
    column: typeof search.column === "number" ? search.column : undefined,
    text: text(search.text),
    action: ACTIONS.includes(String(search.action)) ? (search.action as Action) : undefined,
    field: text(search.field),
  }),
});

const routes = root.addChildren([start, wizard]);

/** Addresses after a #: they work in the window and over the local server alike. */
export function newRouter(history: RouterHistory = createHashHistory()) {
  return createRouter({
    routeTree: routes,
    history,
    defaultPreload: false,
    scrollRestoration: false,
    defaultErrorComponent: ({ error, reset }) => <Fallen thrown={error} again={reset} />,
  });
}

export type AppRouter = ReturnType<typeof newRouter>;

declare module "@tanstack/react-router" {
  interface Register {
    router: AppRouter;
  }
}
