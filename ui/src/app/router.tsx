import {
  createHashHistory,
  createRootRoute,
  createRoute,
  createRouter,
  type RouterHistory,
} from "@tanstack/react-router";
import type { Action } from "../bindings/Action";
import { History } from "../features/history/list/History";
import { Run } from "../features/history/run/Run";
import { runSearch, runsSearch, undoSearch } from "../features/history/search";
import { Undo } from "../features/history/undo/Undo";
import { Start } from "../features/importing/start/Start";
import { Wizard } from "../features/importing/Wizard";
import { Profiles } from "../features/profiles/Profiles";
import { Settings } from "../features/settings/Settings";
import { AddStore } from "../features/stores/add/AddStore";
import { Stores } from "../features/stores/Stores";
import { Watching } from "../features/watching/Watching";
import { Fallen } from "./Falls";
import { Frame } from "./Frame";
import { Nowhere } from "./Nowhere";

const root = createRootRoute({ component: Frame, notFoundComponent: Nowhere });

const start = createRoute({ getParentRoute: () => root, path: "/", component: Start });

/** What the wizard's tables are narrowed to: kept in the address, and with the draft. */
export interface WizardSearch {
  which?: "unmatched" | "doubtful" | undefined;
  issue?: string | undefined;
  column?: number | undefined;
  text?: string | undefined;
  action?: Action | undefined;
  field?: string | undefined;
  /** The rows that are skipped, in place of what changes. */
  part?: "rows" | undefined;
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
    which: search.which === "unmatched" || search.which === "doubtful" ? search.which : undefined,
    issue: text(search.issue),
    column: typeof search.column === "number" ? search.column : undefined,
    text: text(search.text),
    action: ACTIONS.includes(String(search.action)) ? (search.action as Action) : undefined,
    field: text(search.field),
    part: search.part === "rows" ? "rows" : undefined,
  }),
});

const history = createRoute({
  getParentRoute: () => root,
  path: "/history",
  component: History,
  validateSearch: runsSearch,
});
const run = createRoute({
  getParentRoute: () => root,
  path: "/history/$run",
  component: Run,
  validateSearch: runSearch,
});
const undo = createRoute({
  getParentRoute: () => root,
  path: "/history/$run/undo",
  component: Undo,
  validateSearch: undoSearch,
});

const stores = createRoute({ getParentRoute: () => root, path: "/stores", component: Stores });
const addStore = createRoute({ getParentRoute: () => root, path: "/stores/add", component: AddStore });
const profiles = createRoute({ getParentRoute: () => root, path: "/profiles", component: Profiles });
const settings = createRoute({ getParentRoute: () => root, path: "/settings", component: Settings });

const watching = createRoute({ getParentRoute: () => root, path: "/watching", component: Watching });

const routes = root.addChildren([start, wizard, history, run, undo, stores, addStore, profiles, watching, settings]);

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
