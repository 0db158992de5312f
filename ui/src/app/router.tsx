import { createHashHistory, createRootRoute, createRoute, createRouter, type RouterHistory } from "@tanstack/react-router";
import { Start } from "../features/importing/start/Start";
import { Fallen } from "./Falls";
import { Frame } from "./Frame";
import { Nowhere } from "./Nowhere";

const root = createRootRoute({ component: Frame, notFoundComponent: Nowhere });

const start = createRoute({ getParentRoute: () => root, path: "/", component: Start });

const routes = root.addChildren([start]);

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
